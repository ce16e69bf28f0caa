"""A page that asks for no sign-in takes small forms only (PB-09)."""

import pytest
from django.test.client import BOUNDARY, encode_multipart
from django.urls import reverse

from officials.middleware import PublicBodyMiddleware
from tests import factories

pytestmark = pytest.mark.django_db

TEN = PublicBodyMiddleware.MOST
PUBLIC = ["reception:appointment_ask", "reception:appointment_mine", "reception:rate", "officials:login"]


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize(("spare", "is_read"), [(0, True), (-1, False)])
def test_ten_kilobytes_are_read_and_one_byte_more_is_refused(client, name, spare, is_read):
    factories.street()
    body = "code=" + "x" * (TEN - len("code=") - spare)

    answer = client.post(reverse(name), body, "application/x-www-form-urlencoded")

    assert len(body) == TEN - spare
    assert (answer.status_code == 413) is not is_read


def test_a_page_behind_the_sign_in_takes_longer_forms(client):
    answer = client.post(reverse("reception:register"), "statement=" + "x" * TEN, "application/x-www-form-urlencoded")

    assert answer.status_code == 302


def test_the_longest_rating_fits():
    words = {f"{name}_{about}": "漏" * 1000 for name in ("words",) for about in ("UNIT", "OFFICE")}
    chosen = {f"reasons_{about}": ["SLOW"] * 6 for about in ("UNIT", "OFFICE")}
    keys = {"code": "ABCD-EFGH-JKLM", "submission": "x" * 120, "csrfmiddlewaretoken": "x" * 64, "act": "rate"}

    body = encode_multipart(BOUNDARY, {**keys, **words, **chosen})

    assert len(body) < TEN
