"""What every test can ask for. `python3 manage.py test` has started the servers before this file is read."""

import os

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs beside Django's synchronous code

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "page" in item.fixturenames or "browser" in item.fixturenames:
            item.add_marker("browser")
            if not os.environ.get("CHROMIUM"):
                item.add_marker(pytest.mark.skip(reason="没有找到 Chromium，浏览器测试跳过"))


@pytest.fixture(scope="session", autouse=True)
def emptying_between_tests():
    """A test that commits ends with TRUNCATE: the audit log must let itself be emptied, what is loaded must stay.

    A request that a page sent as its test ended may hold locks still; of the two it is the request that gives way.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.sql_flush

    def sql_flush(self, style, tables, **options):
        loaded = {
            "officials_calendarday",
            "disputes_disputekind",
            "cases_accountabilityground",
            "cases_causecode",
            "reception_formercounter",
        }
        emptied = [table for table in tables if table not in loaded]
        patience = ["SET LOCAL deadlock_timeout = '60s'", "SET LOCAL lock_timeout = '60s'"]
        return ["SET LOCAL session_replication_role = replica", *patience, *flush(self, style, emptied, **options)]

    DatabaseOperations.sql_flush = sql_flush
    yield
    DatabaseOperations.sql_flush = flush


@pytest.fixture(autouse=True)
def the_office_speaks_chinese(settings):
    """A request answered in English leaves its thread in English; each test begins in the office's language."""
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": os.environ["CHROMIUM"], "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1366, "height": 768},
    }


@pytest.fixture
def sign_in(settings):
    """`sign_in(official)` gives a client with a live session of its own."""
    from django.test import Client
    from django.utils import timezone

    def signed_in(official):
        client = Client()
        client.force_login(official)
        session = client.session
        now = timezone.now().timestamp()
        session["signed_in_at"] = session["password_at"] = now
        session.save()
        type(official).objects.filter(pk=official.pk).update(session_key=session.session_key)
        return client

    return signed_in


@pytest.fixture
def queries_of():
    """`queries_of(act)` gives the statements that `act()` sends to the database, savepoints aside."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def captured(act):
        with CaptureQueriesContext(connection) as queries:
            act()
        return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"][:20]]

    return captured
