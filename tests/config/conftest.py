"""A data folder as `python3 manage.py run` finds it."""

import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def data_folder():
    """Not below pytest's own folder, which is closed to the user the database may have to run as."""
    with tempfile.TemporaryDirectory(prefix="registry-") as folder:
        yield Path(folder)
