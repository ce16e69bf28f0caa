"""The house's arrows point one way, and rows about people hold no judgment."""

import re

import pytest
from django.apps import apps

from cases.models import IdentityFields, Party
from officials.models import Official
from reception.models import VisitParty

ORDER = ["reception", "petitions", "disputes", "cases", "officials"]

# R1: words for judging a person; no column, choice or model about a person may bear one.
JUDGING = re.compile(
    r"risk|score|level|grade|color|colour|tag|flag|watch|danger|stab|priority|black|风险|等级|重点|稳控|标签|评分"
)
PEOPLE = [Party, VisitParty, IdentityFields, Official, Party.history.model]


@pytest.mark.parametrize("app", ORDER)
def test_foreign_keys_point_to_the_right(app):
    for model in apps.get_app_config(app).get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                target = field.related_model._meta.app_label
                if target in ORDER:
                    assert ORDER.index(target) >= ORDER.index(app), f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("model", PEOPLE, ids=lambda model: model.__name__)
def test_no_column_of_a_person_judges_the_person(model):
    for field in model._meta.get_fields():
        words = [
            field.name,
            str(getattr(field, "verbose_name", "")),
            *map(str, dict(getattr(field, "choices", None) or {}).values()),
        ]
        assert not [word for word in words if JUDGING.search(word)], f"{model.__name__}.{field.name}"


def test_there_is_no_table_of_persons():
    names = {model.__name__.lower() for app in ORDER for model in apps.get_app_config(app).get_models()}

    assert not names & {"person", "people", "citizen", "visitor", "petitioner", "watchlist", "household", "contact"}


def test_identity_is_kept_on_a_case_or_a_visit_and_nowhere_else():
    carriers = {model for model in apps.get_models() if issubclass(model, IdentityFields)}

    assert carriers == {Party, VisitParty}
