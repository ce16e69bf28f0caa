"""A unit complained about, or asked for facts, sees its inquiry and nothing of the case (R10, R11)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Investigation, Paper, Party
from officials.models import Role
from petitions.models import Inquiry
from petitions.papers import issuing
from petitions.papers.kinds import initial_of, script_of, sort_of
from petitions.papers.letters import INQUIRE
from tests import factories
from tests.petitions.stories import W1, W6, Story, director, registered
from tests.test_object_access import PDF

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def unit():
    return factories.section("社会事务科")


@pytest.fixture
def answerer(unit):
    return factories.official(Role.HD, name="何平", at=unit)


@pytest.fixture
def petition(answerer):
    return Story(registered(W6, on=TODAY)).take("triage", TODAY).petition


def complained_about(petition, unit):
    Party.objects.create(
        case=petition.case, role=Party.Role.RESPONDENT, name=unit.name, unit=unit, is_organisation=True
    )


def asked(petition, unit, words="地下车库渗水没有人修", what="说明报修以后的处理情况。", on=TODAY):
    claims = {petition.case.claims.get(): words}
    return petition.inquire(by=director(), on=on, unit=unit, claims=claims, asked=what)


def address(petition, step, *place):
    return reverse(f"petitions:{step}", args=[petition.case.number, *place])


# ---------- 发出 ----------
@pytest.mark.parametrize(
    "words",
    [
        "张建国家的车库渗水",
        "张 建国家的车库",
        "电话13800004471打不通",
        "证件 110101199003070011 的住户",
        "住501室的那家",
    ],
)
def test_what_tells_who_somebody_is_does_not_go_out(petition, unit, words):
    lead = petition.case.parties.get(is_lead=True)
    lead.name, lead.address = "张建国", "东河花园3幢501室"
    lead.save()

    with pytest.raises(ValidationError, match="请改掉"):
        asked(petition, unit, words)
    with pytest.raises(ValidationError, match="请改掉"):
        asked(petition, unit, what=words)
    assert not Inquiry.objects.exists()


def test_the_refusal_does_not_say_the_name_itself(petition, unit):
    lead = petition.case.parties.get(is_lead=True)
    lead.name = "张建国"
    lead.save()

    with pytest.raises(ValidationError) as refusal:
        asked(petition, unit, "张建国说的")
    assert "张建国" not in str(refusal.value)


def test_the_unit_complained_about_may_be_named(petition, unit):
    complained_about(petition, unit)

    assert asked(petition, unit, "社会事务科没有答复").claims.get().words == "社会事务科没有答复"


def test_nothing_goes_to_the_handling_unit_itself(petition):
    with pytest.raises(ValidationError, match="就是承办单位"):
        asked(petition, petition.case.handling_unit)


def test_a_sealed_case_sends_no_inquiry(petition, unit):
    petition.case.seal(by=director(), reason="检举控告")

    with pytest.raises(ValidationError, match="检举控告封存"):
        asked(petition, unit)


def test_what_belongs_elsewhere_is_not_asked(unit):
    petition = Story(registered(W1, on=DAY)).take("triage", DAY).petition

    with pytest.raises(ValidationError, match="其他机关"):
        asked(petition, unit, on=DAY)


def test_a_unit_is_asked_once_at_a_time(petition, unit):
    asked(petition, unit)

    with pytest.raises(ValidationError, match="没有结束"):
        asked(petition, unit)


def test_the_term_runs_for_the_unit_and_is_five_working_days(unit, answerer):
    petition = Story(registered(W6, on=DAY)).take("triage", DAY).petition

    clock = asked(petition, unit, on=DAY).deadline

    assert (clock.legal_end_on, clock.unit, clock.official, clock.rule) == (date(2026, 8, 10), unit, None, "R10")


def test_the_unit_complained_about_is_offered_first(petition, unit, sign_in):
    complained_about(petition, unit)
    client = sign_in(director())

    page = client.get(petition.get_absolute_url())
    form = client.get(address(petition, "inquiry")).context["form"]

    assert address(petition, "inquiry") in page.content.decode()
    assert form.initial["unit"] == unit.pk
    assert petition.case.handling_unit not in form.fields["unit"].queryset


# ---------- 单位看到什么 ----------
def test_the_unit_sees_its_task_and_nothing_of_the_case(petition, unit, answerer, sign_in):
    complained_about(petition, unit)
    inquiry = asked(petition, unit)
    client, case = sign_in(answerer), petition.case

    tasks = client.get(reverse("inquiries:list")).content.decode()
    task = client.get(inquiry.get_absolute_url()).content.decode()

    assert inquiry.number in tasks
    assert "地下车库渗水没有人修" in task
    lead = case.parties.get(is_lead=True)
    for page in (tasks, task):
        for secret in (case.number, case.title, case.statement, lead.name, lead.name_masked, lead.phone):
            assert not secret or secret not in page
    assert client.get(case.get_absolute_url()).status_code == 404
    for name in ("events", "note", "upload"):
        assert client.get(reverse(f"cases:{name}", args=[case.number])).status_code == 404
    for query in ("?view=all", f"?q={case.number}", f"?q={case.title[:6]}"):
        page = client.get(reverse("cases:list") + query)
        assert case.title not in page.content.decode()
        assert page.context["count"] == 0
    assert not Case.objects.visible_to(answerer).exists()


@pytest.mark.parametrize("role", [Role.WC, Role.GW])
def test_the_window_of_a_community_complained_about_does_not_see_the_case(role, sign_in):
    here = factories.community("东河花园社区")
    case = factories.case(community=here)
    person = factories.official(role, at=here)
    before = Case.objects.visible_to(person).filter(pk=case.pk).exists()
    Party.objects.create(case=case, role=Party.Role.RESPONDENT, name=here.name, unit=here, is_organisation=True)

    assert before is (role == Role.WC)
    assert not Case.objects.visible_to(person).filter(pk=case.pk).exists()
    assert sign_in(person).get(case.get_absolute_url()).status_code in (403, 404)


def test_whoever_took_it_in_keeps_his_own_registration():
    here = factories.community("东河花园社区")
    clerk = factories.official(Role.WC, at=here)
    case = factories.case(clerk, community=here)
    Party.objects.create(case=case, role=Party.Role.RESPONDENT, name=here.name, unit=here, is_organisation=True)

    assert Case.objects.visible_to(clerk).filter(pk=case.pk).exists()


def test_a_unit_chosen_to_handle_it_with_a_reason_sees_it(petition):
    unit = petition.case.handling_unit
    person = factories.official(Role.HD, at=unit)
    complained_about(petition, unit)

    assert Case.objects.visible_to(person).filter(pk=petition.case.pk).exists()


def test_the_director_still_sees_it_though_his_own_office_is_complained_about(petition):
    boss = director()
    complained_about(petition, boss.unit)

    assert Case.objects.visible_to(boss).filter(pk=petition.case.pk).exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.HD])
def test_only_handlers_of_the_unit_open_it(petition, unit, role, sign_in):
    inquiry = asked(petition, unit)
    client = sign_in(factories.official(role, at=unit))

    assert client.get(inquiry.get_absolute_url()).status_code == 403
    assert client.get(reverse("inquiries:list")).status_code == 403


def test_handlers_of_another_unit_and_the_person_named_find_nothing(petition, unit, answerer, sign_in):
    inquiry = asked(petition, unit)
    Party.objects.create(case=petition.case, role=Party.Role.RESPONDENT, name=answerer.name, official=answerer)
    elsewhere = factories.official(Role.HD, at=factories.section("民政科"))

    for person in (answerer, elsewhere):
        client = sign_in(person)
        assert client.get(inquiry.get_absolute_url()).status_code == 404
        assert client.post(inquiry.get_absolute_url(), {"text": "没有这回事。"}).status_code == 404
        assert inquiry.number not in client.get(reverse("inquiries:list")).content.decode()


def test_sealed_later_it_is_gone(petition, unit, answerer, sign_in):
    inquiry = asked(petition, unit)
    petition.case.seal(by=director(), reason="检举控告")

    assert sign_in(answerer).get(inquiry.get_absolute_url()).status_code == 404


# ---------- 答复 ----------
def test_the_unit_answers_with_its_evidence_and_fetches_only_that(petition, unit, answerer, sign_in):
    inquiry = asked(petition, unit)
    case = petition.case
    sign_in(director()).post(
        reverse("cases:upload", args=[case.number]), {"file": SimpleUploadedFile("来信.pdf", PDF), "no_secret": "on"}
    )
    letter = case.attachments.get()
    client = sign_in(answerer)

    answer = client.post(
        inquiry.get_absolute_url(),
        {"text": "六月已派人修过。", "file1": SimpleUploadedFile("维修单.pdf", PDF + b" "), "no_secret": "on"},
    )

    assert answer.status_code == 302
    inquiry = Inquiry.objects.get()
    assert inquiry.deadline.ended_on == TODAY
    own = inquiry.answer.files.get()
    assert client.get(reverse("inquiries:file", args=[inquiry.key, own.pk])).status_code == 200
    assert client.get(reverse("inquiries:file", args=[inquiry.key, letter.pk])).status_code == 404
    assert client.get(reverse("cases:attachment", args=[case.number, own.pk])).status_code == 404


def test_an_answer_without_words_keeps_what_was_chosen(petition, unit, answerer, sign_in):
    inquiry = asked(petition, unit)

    answer = sign_in(answerer).post(inquiry.get_absolute_url(), {"text": ""})

    assert answer.status_code == 422
    assert answer.context["form"].errors["text"] == ["请写核实的情况。"]


def test_it_is_answered_once_until_it_is_given_back(petition, unit, answerer):
    inquiry = asked(petition, unit)
    inquiry.reply(by=answerer, on=TODAY, text="修过。")
    inquiry = Inquiry.objects.get()
    with pytest.raises(ValidationError, match="等信访办看"):
        inquiry.reply(by=answerer, on=TODAY, text="再说一次。")

    petition.return_inquiry(by=director(), on=TODAY, inquiry=inquiry, reason="哪一天修的？")

    inquiry = Inquiry.objects.get()
    assert inquiry.awaits_answer
    assert inquiry.deadline.is_running
    inquiry.reply(by=answerer, on=TODAY, text="六月三日。")
    assert Inquiry.objects.get().answer.text == "六月三日。"


def test_the_office_takes_it_into_a_record_that_is_no_check_of_the_facts(petition, unit, answerer):
    inquiry = asked(petition, unit)
    inquiry.reply(by=answerer, on=TODAY, text="修过。")

    petition.take_inquiry(by=director(), on=TODAY, inquiry=Inquiry.objects.get(), note="与照片不符。")

    record = Investigation.objects.get()
    assert record.kind == Investigation.Kind.REPLY
    assert "修过。" in record.content and "与照片不符。" in record.content
    assert "现场查看或调查核实" in petition.missing_before_closing()
    assert Inquiry.objects.get().is_over


def test_recalled_it_is_over_and_its_term_ends(petition, unit, answerer):
    inquiry = asked(petition, unit)

    petition.recall_inquiry(by=director(), on=TODAY, inquiry=inquiry, reason="信访人已经说清。")

    inquiry = Inquiry.objects.get()
    assert inquiry.deadline.ended_on == TODAY
    with pytest.raises(ValidationError, match="已经结束"):
        inquiry.reply(by=answerer, on=TODAY, text="修过。")


def test_an_answer_is_not_older_than_the_asking(petition, unit, answerer):
    inquiry = asked(petition, unit)

    with pytest.raises(ValidationError, match="不能早于发出日期"):
        inquiry.reply(by=answerer, on=TODAY - timedelta(days=1), text="修过。")


def test_the_pages_send_take_and_show_it(petition, unit, answerer, sign_in):
    client = sign_in(director())
    typed = {"unit": unit.pk, "claim-1": "on", "claim-1-words": "车库渗水", "asked": "说明情况。", "on": "今天"}

    sent = client.post(address(petition, "inquiry"), typed)
    Inquiry.objects.get().reply(by=answerer, on=TODAY, text="修过。")
    taken = client.post(address(petition, "inquiry_outcome", 1), {"outcome": "take", "on": "今天"})

    assert (sent.status_code, taken.status_code) == (302, 302)
    page = client.get(petition.get_absolute_url()).content.decode()
    assert "已采用" in page and "单位的核查答复" in page


def test_a_stray_name_is_told_on_the_page_and_the_words_are_kept(petition, unit, sign_in):
    lead = petition.case.parties.get(is_lead=True)
    lead.name = "张建国"
    lead.save()
    typed = {"unit": unit.pk, "claim-1": "on", "claim-1-words": "张建国的车库", "asked": "说明情况。", "on": "今天"}

    answer = sign_in(director()).post(address(petition, "inquiry"), typed)

    assert answer.status_code == 422
    assert "里面有当事人的姓名或单位名称" in answer.content.decode()
    assert "张建国的车库" in answer.content.decode()


def test_the_list_asks_the_same_with_one_and_with_three(petition, unit, answerer, sign_in, queries_of):
    asked(petition, unit)
    client = sign_in(answerer)
    client.get(reverse("inquiries:list"))
    one = queries_of(lambda: client.get(reverse("inquiries:list")))
    for _more in range(2):
        asked(Story(registered(W6, on=TODAY)).take("triage", TODAY).petition, unit)

    three = queries_of(lambda: client.get(reverse("inquiries:list")))

    assert len(three) == len(one)


# ---------- P06 ----------
def test_the_letter_comes_from_the_task_and_carries_no_case_number(petition, unit):
    inquiry = asked(petition, unit)
    values = initial_of(sort_of(Paper(kind=Paper.Kind.TRANSFER)), petition.case, INQUIRE)
    paper = issuing.draft(petition.case, Paper.Kind.TRANSFER, by=director(), values=values, variant=INQUIRE)

    content = str(script_of(paper, petition.case, in_full=True).content)

    assert inquiry.number in content and unit.name in content and "地下车库渗水没有人修" in content
    assert petition.case.number not in content
