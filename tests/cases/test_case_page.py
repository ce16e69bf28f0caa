"""The page of one case: what it shows, to whom, and at what price."""

import pytest

from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_director_opens_a_fresh_case(sign_in):
    file = factories.case()
    page = sign_in(factories.official(Role.OD)).get(file.get_absolute_url())
    assert page.status_code == 200
