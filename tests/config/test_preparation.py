"""What `run` makes sure of before the first page."""

from django.db import connection

from config.preparation import unsafe_settings


def test_a_database_that_could_lose_an_act_is_named_by_its_settings(db):
    with connection.cursor() as cursor:
        assert unsafe_settings() == ["fsync", "full_page_writes"]  # the suite's own throwaway server
        cursor.execute("SET LOCAL synchronous_commit = off")
        assert unsafe_settings() == ["fsync", "full_page_writes", "synchronous_commit"]
