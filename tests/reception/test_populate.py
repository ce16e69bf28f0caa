"""A throwaway register is such as the office's own, and is never laid over one that has something in it."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cases.models import Case, Claim, Deadline, Milestone, Ownership, SealedReader, SearchText
from cases.search import tsvector
from cases.sweep import sweep
from officials.models import Official
from reception import bench_leader, bench_sweep
from reception.populating import STAGES, populate
from tests import factories

INDEXES = (
    "SELECT count(*), md5(string_agg(indexdef, ';' ORDER BY indexname)) FROM pg_indexes WHERE schemaname = 'public'"
)

pytestmark = pytest.mark.django_db


def test_every_stage_level_and_kind_of_clock_is_there_and_every_row_is_valid():
    populate(400)

    made = Case.objects.filter(number__startswith="RK")
    assert made.count() == 400
    assert set(made.values_list("stage", flat=True)) == {*STAGES, "CLOSED"}
    assert set(made.values_list("level", flat=True)) == {"", *Case.Level}
    assert {"STATUTORY", "PROMISE", "CLEARING"} <= set(Deadline.objects.values_list("kind", flat=True))
    assert made.filter(is_historical=True, deadlines__isnull=False).count() == 0
    sealed = made.filter(is_sealed=True)
    assert sealed.count() == SealedReader.objects.count() > 0
    assert not SearchText.objects.filter(case__in=sealed).exists()
    for row in [*made[:60], *Claim.objects.all()[:20]]:
        row.full_clean()
    for clock in Deadline.objects.filter(case__in=made[:60]):
        clock.full_clean(
            validate_unique=False, exclude=["claim", "unit", "official", "due_at", "ended_on", "ended_at"]
        )


def test_every_key_leads_to_a_row_and_every_index_is_back():
    with connection.cursor() as cursor:
        cursor.execute(INDEXES)
        before = cursor.fetchone()
        populate(60)
        cursor.execute(INDEXES)
        assert cursor.fetchone() == before
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if field.is_relation and field.db_constraint:
                    found = model._base_manager.filter(**{f"{field.name}__isnull": False})
                    there = field.related_model._base_manager.values("pk")
                    assert not found.exclude(**{f"{field.attname}__in": there}).exists(), field


def test_a_case_is_found_by_its_number_as_one_that_was_registered():
    populate(30)

    one = Case.objects.get(number__endswith="0000007")
    kept = SearchText.objects.filter(case=one, part=SearchText.Part.NUMBER)
    assert kept.extra(where=["text_vector = %s::tsvector"], params=[tsvector(one.number)]).exists()


def test_about_a_fifth_of_the_cases_has_something_to_warn_of():
    populate(400, searchable=False)

    sweep(timezone.now())

    assert 60 <= Deadline.objects.filter(warnings__isnull=False).distinct().count() <= 100


def test_the_sweep_is_measured_beside_a_statement_that_marks_as_many():
    populate(200, searchable=False)

    found = bench_sweep.measure(1, settle=False)

    assert found.warned > 0 and found.ratio > 0
    assert found.statements <= 20


def test_the_leaders_desk_is_measured_with_the_cases_he_owns(settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    populate(400, searchable=False)

    figure = bench_leader.measure(1)

    assert figure.statements <= 15 and figure.ratio > 0
    assert Ownership.objects.count() == Milestone.objects.count() // bench_leader.MILESTONES > 0


@pytest.mark.parametrize("there", [factories.official, factories.case])
def test_a_register_with_somebody_in_it_is_left_alone(there):
    there()
    before = Official.objects.count()

    with pytest.raises(CommandError, match="另用一个数据文件夹"):
        call_command("populate", cases=10)

    assert Official.objects.count() == before


def test_nothing_is_populated_on_a_server_that_was_given(settings):
    settings.EMBEDDED = False

    with pytest.raises(CommandError, match="AU-12"):
        call_command("populate", cases=10)


def test_nothing_is_populated_where_the_keys_of_an_office_were_given(settings, tmp_path):
    settings.TESTING, settings.DATA_DIR = False, tmp_path

    with pytest.raises(CommandError, match="正式的单位"):
        call_command("populate", cases=10)
    (tmp_path / "secrets.json").write_text('{"SECRET_KEY": "another"}')
    with pytest.raises(CommandError, match="正式的单位"):
        call_command("populate", cases=10)

    assert not Official.objects.exists()
