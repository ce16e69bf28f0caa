"""The environment is made once from the lock, made anew when in doubt, and refuses in one sentence."""

import ast
import ensurepip  # noqa: F401 - loaded while the test may still read the interpreter's folder
import os
import pwd
import subprocess
import sys
import threading
import venv  # noqa: F401
from contextlib import contextmanager

import pytest

from config.environment import ROOT, Environment, Refused, has_packages


@pytest.fixture
def environment(tmp_path):
    """Of a project that needs no package at all."""
    (tmp_path / "requirements.lock").write_text("")
    return Environment(tmp_path)


@contextmanager
def without_root():
    """Root may write everywhere, so a missing permission is only seen as somebody else."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield
    finally:
        os.seteuid(was)


@pytest.mark.slow
def test_an_environment_is_made_anew_when_half_made_and_when_the_lock_has_changed(environment):
    environment.folder.mkdir()
    (environment.folder / "half-made").touch()

    environment.make()

    assert environment.is_whole()
    assert not (environment.folder / "half-made").exists()

    (environment.folder / "kept").touch()
    environment.make()
    assert (environment.folder / "kept").exists()

    environment.lock.write_text(f"./missing-1-py3-none-any.whl --hash=sha256:{64 * '0'}\n")
    with pytest.raises(Refused, match="安装软件包失败"):
        environment.make()
    assert not (environment.folder / "kept").exists()
    assert not environment.is_whole()


def test_an_environment_without_its_stamp_or_its_interpreter_is_not_whole(environment):
    environment.python.parent.mkdir(parents=True)
    environment.python.symlink_to(sys.executable)
    assert not environment.is_whole()

    environment.stamp.write_text(environment.digest())
    assert environment.is_whole()

    environment.python.unlink()
    environment.python.symlink_to("/nowhere/python3")
    assert not environment.is_whole()


def test_a_second_command_waits_says_so_and_takes_what_the_first_has_made(environment, capfd):
    with environment.alone():
        second = threading.Thread(target=environment.make)
        second.start()
        second.join(0.5)
        assert second.is_alive()
        environment.python.parent.mkdir(parents=True)
        environment.python.symlink_to(sys.executable)
        environment.stamp.write_text(environment.digest())
        (environment.folder / "first").touch()
    second.join(10)

    assert not second.is_alive()
    assert (environment.folder / "first").exists()
    assert "另一个命令正在准备运行环境" in capfd.readouterr().err


def test_a_missing_venv_module_is_said_in_one_sentence(environment, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(Refused, match=r"缺少 ensurepip 模块，请先安装 python3-venv"):
        environment.make()


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(environment):
    environment.root.chmod(0o555)

    with without_root(), pytest.raises(Refused, match="没有写入权限"):
        environment.make()


def test_an_environment_with_all_packages_is_used_as_it_is(tmp_path):
    project = '[project]\ndependencies = ["django", "psycopg[binary,pool]"]\n[dependency-groups]\ndev = ["absent-x"]\n'
    (tmp_path / "pyproject.toml").write_text(project)

    assert has_packages(tmp_path, testing=False)
    assert not has_packages(tmp_path, testing=True)


def test_a_python_that_is_too_old_can_read_manage_py_and_is_told_so():
    source = (ROOT / "manage.py").read_text()
    ast.parse(source, feature_version=(3, 4))

    pretending = f"import sys, runpy; sys.version_info = (3, 9, 1); runpy.run_path({str(ROOT / 'manage.py')!r})"
    old = subprocess.run([sys.executable, "-c", pretending], capture_output=True, text=True)

    assert old.returncode == 1
    assert old.stderr == "需要 Python 3.11 或更新版本，当前是 3.9。Python 3.11 or later is needed.\n"


def test_the_lock_names_no_registry_and_hashes_everything():
    lock = (ROOT / "requirements.lock").read_text()

    assert "://" not in lock
    assert lock.count("==") <= lock.count("--hash=sha256:")
