"""The content categories a street starts with."""

import pytest

from cases.dictionary import load_categories
from cases.models import Category

pytestmark = pytest.mark.django_db


def test_a_street_starts_with_the_two_levels_of_the_handbook():
    assert load_categories() == 17 + 72

    assert Category.objects.filter(parent=None).count() == 17
    assert str(Category.objects.get(code="010300")) == "城乡建设 / 物业管理"
    assert str(Category.objects.get(code="140200")) == "纪检监察 / 违纪违法检举"
    assert str(Category.objects.get(code="990100")) == "其他 / 其他"


def test_loading_again_adds_only_what_is_missing_and_keeps_what_the_office_renamed():
    load_categories()
    Category.objects.filter(code="010300").update(name="物业服务")
    Category.objects.filter(code="160200").delete()

    assert load_categories() == 1

    assert Category.objects.get(code="010300").name == "物业服务"
    assert Category.objects.get(code="160200").parent.name == "邻里家庭"
