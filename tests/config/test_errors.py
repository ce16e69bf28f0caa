"""The pages for requests that cannot be answered."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.test import RequestFactory

from config import errors


@pytest.fixture
def request_of_nobody(monkeypatch):
    """A request as it is when everything behind the id has failed: no user, no session."""
    request = RequestFactory().get("/cases/")
    request.id = "7f2c09310001"
    return request


def test_a_fault_is_told_with_its_number_and_without_asking_the_database(request_of_nobody):
    response = errors.server_error(request_of_nobody)

    assert response.status_code == 500
    html = response.content.decode()
    assert "7f2c09310001" in html
    assert "您写的还在" in html


def test_a_fault_outside_any_request_id_still_has_a_page():
    assert errors.server_error(RequestFactory().get("/")).status_code == 500


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (lambda request: errors.bad_request(request, SuspiciousOperation("x")), 400, "看不懂这个请求"),
        (lambda request: errors.bad_request(request, RequestDataTooBig("x")), 413, "内容太大"),
        (
            lambda request: errors.permission_denied(request, PermissionDenied("签发由机关负责人办")),
            403,
            "签发由机关负责人办",
        ),
        (lambda request: errors.permission_denied(request, PermissionDenied()), 403, "您的岗位不办这件事"),
        (lambda request: errors.csrf_failure(request, "CSRF cookie not set."), 403, "打开得太久"),
        (lambda request: errors.page_not_found(request, Exception("<Case 3>")), 404, "没有找到"),
    ],
)
def test_each_refusal_has_a_page_that_says_why_and_what_now(client, answer, status, words):
    request = client.get("/").wsgi_request

    response = answer(request)

    html = response.content.decode()
    assert response.status_code == status
    assert words in html
    assert "回到首页" in html
    assert "CSRF" not in html and "Case 3" not in html
