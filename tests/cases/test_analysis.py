"""What a complex or hard matter turns on is written before it is answered, and each measure names its resource."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseAnalysis, Event, Measure
from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PARTS = dict.fromkeys(CaseAnalysis.PARTS, "谁来修防水")


def today():
    return timezone.localdate()


@pytest.fixture
def handler(db):
    return factories.official(Role.HD, at=factories.section())


@pytest.fixture
def case(handler):
    return factories.triaged(handler=handler, level=Case.Level.COMPLEX)


def write(case, by, **more):
    return CaseAnalysis.objects.write(case, by=by, on=today(), **(PARTS | more))


@pytest.mark.parametrize(
    ("level", "needed"), [("GENERAL", False), ("COMPLEX", True), ("HARD", True)], ids=["general", "complex", "hard"]
)
def test_a_complex_or_hard_matter_does_not_go_for_review_without_an_analysis(handler, level, needed):
    case = factories.triaged(handler=handler, level=level)
    claim = case.claims.get()
    case.petition.accept(by=handler, on=today())
    for kind in ("HEARD", "SITE"):
        case.petition.investigate(by=handler, kind=kind, on=today(), place="车库", content="看见渗水")
    said = {"finding": "防水坏了", "basis": "保修办法", "reply": "月底修好", "decision": "EXPLAIN"}
    case.petition.answer(by=handler, claim=claim, on=today(), **said)

    if needed:
        with pytest.raises(ValidationError, match="复杂、疑难的先"):
            case.petition.submit(by=handler)
        write(case, handler)
    case.petition.submit(by=handler)

    assert case.petition.opinion() is not None


def test_a_new_version_says_why_and_the_old_one_stays(case, handler):
    first = write(case, handler)
    with pytest.raises(ValidationError) as refused:
        write(case, handler, core="总管裂了")
    assert "reason" in refused.value.message_dict

    second = write(case, handler, core="总管裂了", reason="会勘以后查明")

    assert (first.version, second.version) == (1, 2)
    assert CaseAnalysis.objects.latest_of(case) == second
    assert case.analyses.count() == 2 and case.analysed_on == today()


def test_the_same_words_again_are_no_new_version(case, handler):
    write(case, handler)
    with pytest.raises(ValidationError, match="没有改动"):
        write(case, handler, reason="再存一次")


def test_the_page_opens_on_what_was_written_and_keeps_what_is_refused(sign_in, case, handler):
    client, url = sign_in(handler), reverse("cases:analysis_write", args=[case.number])
    assert client.post(url, PARTS | {"core": ""}).status_code == 422
    assert client.post(url, PARTS).status_code == 302
    assert "谁来修防水" in client.get(url).content.decode()

    page = client.post(url, PARTS | {"core": "总管裂了"})

    assert page.status_code == 422 and "总管裂了" in page.content.decode()
    assert "请写为什么重写研判" in page.content.decode()
    assert case.analyses.count() == 1


def test_a_phone_number_in_an_analysis_is_asked_about_once(sign_in, case, handler):
    client, url = sign_in(handler), reverse("cases:analysis_write", args=[case.number])
    typed = PARTS | {"who": "打 13800138000 找他"}
    assert client.post(url, typed).status_code == 422
    assert client.post(url, typed | {"sure": "on"}).status_code == 302


def test_what_lacks_an_analysis_is_a_view_of_the_list(sign_in, case, handler):
    general = factories.triaged(handler=handler)
    director = factories.official(Role.OD)
    shown = [one.number for one in sign_in(director).get("/cases/?view=unanalysed").context["cases"]]
    assert shown == [case.number] and general.number not in shown

    write(case, handler)

    assert not sign_in(director).get("/cases/?view=unanalysed").context["cases"]


# ---------- 措施 ----------
def take(case, by, resource=Measure.Resource.LEADER, on=None):
    said = {"what": "当面听双方说", "who": "包案领导", "resource": resource}
    return Measure.objects.take(case, taken_on=on or today(), by=by, on=today(), **said)


def test_a_measure_is_of_a_day_between_receipt_and_today(case, handler):
    assert take(case, handler).taken_on == today()
    for day in (case.received_on - DAY, today() + DAY):
        with pytest.raises(ValidationError) as refused:
            take(case, handler, on=day)
        assert "taken_on" in refused.value.message_dict


def test_its_outcome_is_told_once_with_what_was_seen(case, handler):
    measure = take(case, handler)
    measure.judge(Measure.Outcome.WORKED, result="水停了", by=handler, on=today())

    with pytest.raises(ValidationError, match="已经记过"):
        measure.judge(Measure.Outcome.FAILED, result="又漏", by=handler, on=today())
    assert Event.objects.filter(case=case, detail="当面听双方说：水停了").exists()


def test_the_month_counts_measures_by_resource_and_outcome_of_what_one_sees(sign_in, case, handler):
    take(case, handler).judge(Measure.Outcome.WORKED, result="水停了", by=handler, on=today())
    take(case, handler, Measure.Resource.SOCIETY)
    sealed = factories.triaged(handler=handler)
    take(sealed, handler)
    director = factories.official(Role.OD)
    sealed.seal(by=director, readers=[director], reason="检举控告")

    page = sign_in(director).get(reverse("cases:measures"))

    assert [row["counts"] for row in page.context["rows"]] == [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]
    empty = sign_in(director).get(reverse("cases:measures") + "?month=2020-01")
    assert sum(row["all"] for row in empty.context["rows"]) == 0


@pytest.mark.parametrize("month", ["", "2026-13", "x", "9999-01", "2026", "0000-00"])
def test_a_month_that_is_none_shows_the_present_one(sign_in, month):
    page = sign_in(factories.official(Role.OD)).get(reverse("cases:measures"), {"month": month})
    assert page.context["first"] == today().replace(day=1)
