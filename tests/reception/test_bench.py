"""The bench measures the product's own pages on a register that is such as the product writes."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases.models import Case, Deadline, SearchText
from reception import bench
from reception.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return bench.grow(40)


def test_the_register_is_whole_and_found_by_search(people):
    one = Case.objects.get(number="BM2026-0000007")

    assert Case.objects.count() == Visit.objects.count() == 41
    assert SearchText.objects.having(one.title[:4]).filter(case_id=one.pk).exists()
    assert Deadline.objects.running().count() == Case.objects.open().count()
    assert 0 < Case.objects.closed().count() < 40
    for case in Case.objects.filter(number__startswith="BM"):
        case.full_clean()


def test_every_question_is_answered_and_compared(people):
    figures = {figure.name.split()[-1]: figure for figure in bench.measure(people, rounds=1)}

    assert set(figures) == {"register", "walk-in", "desk", "matches", "list", "case", "hall"}
    assert figures["register"].ratio > 0
    most = {"register": 20, "walk-in": 22, "desk": 14, "matches": 17, "list": 11, "case": 27, "hall": 1}
    assert {name: figure.statements for name, figure in figures.items() if figure.statements > most[name]} == {}
    assert Case.objects.filter(number__startswith="FL").count() == 2


def test_the_floor_writes_one_row_of_history_however_often_it_is_asked(people):
    visit = Visit.objects.order_by("pk").first()
    write, before = bench.registering(visit), Case.history.count()

    with connection.cursor() as cursor:
        for _time in range(4):
            write(cursor)

    assert Case.history.count() == before + 4


def test_nothing_is_grown_on_a_server_that_was_given(settings):
    settings.EMBEDDED = False

    with pytest.raises(CommandError, match="AU-12"):
        call_command("bench", cases=10)

    assert not Case.objects.exists()
