"""Minutes (P12) and task list (P22) are papers: approved by the chair, numbered without gap, the same bytes again."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.models import Paper, PaperCopy, PaperPrint
from cases.papers import issuing
from cases.papers.typesetting import TypesettingFailed
from disputes import papers
from officials.models import Role
from tests import factories
from tests.disputes.test_meeting import OCTOBER, decided, files, meeting, people, risk, running  # noqa: F401
from tests.disputes.test_meeting import pack as risks

pytestmark = pytest.mark.django_db
P12, P22 = Paper.Kind.MINUTES, Paper.Kind.TASK_LIST


@pytest.fixture
def who(people):  # noqa: F811
    return people


def closed(who, **fields):
    record = running(who, **fields)
    decided(who, record)
    record.close(by=who["chair"])
    return record


def issued(record, kind, who, by="director"):
    return papers.issue_of(record, kind, by=who[by])


def test_ending_the_meeting_approves_both_and_each_has_a_series_without_gap(who):
    first, second = closed(who), closed(who, month=OCTOBER)
    assert [(one.kind, one.approved_by) for one in Paper.objects.order_by("pk")] == [
        (P12, who["chair"]),
        (P22, who["chair"]),
    ] * 2
    numbers = [issued(record, kind, who).paper.number for record in (first, second) for kind in (P12, P22)]
    year = timezone.localdate().year
    assert [one.split("信")[1] for one in numbers] == [
        f"纪〔{year}〕1号",
        f"交〔{year}〕1号",
        f"纪〔{year}〕2号",
        f"交〔{year}〕2号",
    ]


def test_a_meeting_that_runs_has_a_draft_alone(who):
    record = running(who)
    with pytest.raises(ValidationError, match="结束以后"):
        issued(record, P12, who)
    assert not Paper.objects.exists()


def test_printed_again_it_is_the_same_bytes(who):
    record = closed(who)
    first, again = issued(record, P12, who), issued(record, P12, who)
    assert first == again and PaperCopy.objects.count() == 1
    assert issuing.read(first) == issuing.read(again) and issuing.read(first).startswith(b"%PDF-")
    who["handler"].name = "改了名"
    who["handler"].save()
    assert issued(record, P12, who) == first, "what the chair approved goes out word for word"


def test_nothing_typeset_draws_no_number(who, monkeypatch):
    record = closed(who)

    def fails(*_args, **_options):
        raise TypesettingFailed("broken")

    with monkeypatch.context() as broken:
        broken.setattr(issuing, "typeset", fails)
        with pytest.raises(TypesettingFailed):
            issued(record, P12, who)
    assert "1号" in issued(record, P12, who).paper.number


def test_voided_with_a_reason_it_keeps_its_number_and_the_chair_approves_the_next(who):
    record = closed(who)
    paper = issued(record, P12, who).paper
    paper.void(by=who["director"], reason="漏了列席单位")
    with pytest.raises(ValidationError, match="由主持人"):
        issued(record, P12, who)
    following = issued(record, P12, who, by="chair").paper
    assert following.value == paper.value + 1
    assert issued(record, P12, who).paper == following


def test_what_was_sealed_since_is_left_out_of_the_next_version(who):
    (case,) = files(who, 1)
    record = running(who)
    record.draw_up(risks(risk(case, "RED", 12, case.number)))
    decided(who, record, item=record.items.get(), text="请科室三天内会勘")
    record.close(by=who["chair"])
    before = issued(record, P12, who)
    assert "三天内会勘" in before.paper.content
    case.seal(by=who["director"], readers=[who["director"]], reason="检举控告")

    after = issued(record, P12, who)

    assert (after.paper, after.version) == (before.paper, 2)
    assert "会勘" not in str(papers.content_of(after.paper, record))


def test_the_one_copy_of_a_meetings_paper_is_called_what_it_is(who, sign_in):
    record = closed(who)
    copy = issued(record, P12, who)
    assert issuing.words_for("WORK", P12) == "印发本", "nothing in it is masked, and it goes to everybody"
    assert str(copy).split()[-2] == "印发本" and "印发本" in copy.file_name
    assert issuing.words_for("WORK", "P01") == "工作联（姓名、号码已遮蔽）"
    client, url = sign_in(who["director"]), reverse("meetings:paper", args=["P12", "2026-09"])
    client.post(url, {"purpose": "1"})
    page = client.get(url).content.decode()
    assert "印发本" in page and "工作联" not in page


def test_on_its_page_a_print_has_its_purpose_and_is_fetched_and_voided(who, sign_in):
    record, client = closed(who), sign_in(who["director"])
    url = reverse("meetings:paper", args=["P22", "2026-09"])
    assert url in client.get(reverse("meetings:meeting", args=[record.pk])).content.decode()
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"purpose": "1"}).headers["Location"] == url
    printed = PaperPrint.objects.get()
    assert (printed.by, printed.purpose, printed.copy.paper.kind) == (who["director"], "发给责任单位", P22)
    page = client.get(url).content.decode()
    assert printed.copy.paper.number in page
    fetched = client.get(reverse("cases:paper", args=[printed.key]))
    assert fetched.status_code == 200 and fetched.content == issuing.read(printed.copy)

    void = reverse("cases:paper_void", args=[printed.copy.paper_id])
    assert client.post(void, {"reason": "责任单位写错"}).headers["Location"] == url
    assert "责任单位写错" in client.get(url).content.decode()
    assert client.post(url, {"purpose": "1"}).status_code == 422


@pytest.mark.parametrize(("kind", "month"), [("P14", "2026-09"), ("P12", "2026-13"), ("P12", "2026-08")])
def test_another_paper_or_month_is_not_there(who, sign_in, kind, month):
    closed(who)
    assert sign_in(who["director"]).get(reverse("meetings:paper", args=[kind, month])).status_code == 404


def test_who_is_not_of_the_meeting_prints_nothing(who, sign_in):
    closed(who)
    url = reverse("meetings:paper", args=["P12", "2026-09"])
    for role in (Role.HD, Role.RC):
        assert sign_in(factories.official(role)).get(url).status_code == 403
