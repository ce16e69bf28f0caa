"""A unit learns who somebody is only where it cannot answer without it, with a ground and a second person (R10)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Event, Party
from officials.models import AuditEntry, Role
from petitions.models import Disclosure
from tests import factories
from tests.petitions.stories import W6, Story, director, handler, registered

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
NAME, PHONE = "欧阳立冬", "13800004471"
AGREED, REFUSED = Disclosure.Outcome.AGREED, Disclosure.Outcome.REFUSED


@pytest.fixture
def answerer():
    return factories.official(Role.HD, name="何平", at=factories.section("社会事务科"))


@pytest.fixture
def petition(answerer):
    return Story(registered(W6, on=TODAY, name=NAME, phone=PHONE)).take("triage", TODAY).petition


@pytest.fixture
def inquiry(petition, answerer):
    claims = {petition.case.claims.get(): "地下车库渗水没有人修"}
    return petition.inquire(by=director(), on=TODAY, unit=answerer.unit, claims=claims, asked="说明处理情况。")


def asked(petition, inquiry, by=None, **given):
    given = {
        "party": petition.tellable()[0],
        "fields": ["name", "phone"],
        "need": "同一楼有三户报过，要按户查报修记录。",
        "ground": "CONSENT",
        "ground_note": "电话问过本人，说可以告诉他们。",
        "consented_on": TODAY,
        "on": TODAY,
        **given,
    }
    return petition.ask_disclosure(by=by or handler(), inquiry=inquiry, **given)


def agreed(petition, inquiry, **given):
    asked(petition, inquiry, **given)
    petition.review_disclosure(by=director(), on=TODAY, inquiry=inquiry, outcome=AGREED)


def page_of(sign_in, answerer, inquiry):
    return sign_in(answerer).get(inquiry.get_absolute_url()).content.decode()


def test_before_the_review_the_unit_sees_nobody(petition, inquiry, answerer, sign_in):
    asked(petition, inquiry)

    page = page_of(sign_in, answerer, inquiry)

    assert NAME not in page
    assert PHONE not in page


def test_agreed_by_a_second_person_the_unit_sees_those_fields_and_no_other(petition, inquiry, answerer, sign_in):
    agreed(petition, inquiry, fields=["name"])

    page = page_of(sign_in, answerer, inquiry)

    assert NAME in page
    assert PHONE not in page


def test_every_look_at_it_is_logged_with_the_fields_and_the_ground(petition, inquiry, answerer, sign_in):
    agreed(petition, inquiry)
    page_of(sign_in, answerer, inquiry)

    entry = AuditEntry.objects.get(action="inquiries:identity")
    assert (entry.actor_id, entry.subject_id, entry.field) == (answerer.pk, petition.case_id, "name phone")
    assert entry.reason == f"{inquiry.number} 本人同意"
    assert NAME not in entry.reason


def test_another_inquiry_and_the_list_of_tasks_stay_without_it(petition, inquiry, answerer, sign_in):
    agreed(petition, inquiry)
    other = factories.official(Role.HD, name="田勇", at=factories.section("市场监管科"))
    claims = {petition.case.claims.get(): "地下车库渗水没有人修"}
    second = petition.inquire(by=director(), on=TODAY, unit=other.unit, claims=claims, asked="说明处理情况。")

    assert NAME not in page_of(sign_in, other, second)
    assert NAME not in sign_in(answerer).get(reverse("inquiries:list")).content.decode()
    assert sign_in(other).get(inquiry.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("ending", ["recall", "take"])
def test_when_the_inquiry_is_over_it_is_taken_back(petition, inquiry, answerer, sign_in, ending):
    agreed(petition, inquiry)
    if ending == "recall":
        petition.recall_inquiry(by=director(), on=TODAY, inquiry=inquiry, reason="查清了。")
    else:
        petition.case.accepted_on = TODAY
        petition.case.save()
        inquiry.reply(by=answerer, on=TODAY, text="修过。")
        inquiry = petition.inquiry_at(1)
        petition.take_inquiry(by=director(), on=TODAY, inquiry=inquiry)

    assert NAME not in page_of(sign_in, answerer, inquiry)


def test_who_asked_does_not_review(petition, inquiry):
    by = director()
    asked(petition, inquiry, by=by)

    with pytest.raises(ValidationError, match="提出的人不能自己审核"):
        petition.review_disclosure(by=by, on=TODAY, inquiry=inquiry, outcome=AGREED)


def test_the_database_keeps_the_second_person_too(petition, inquiry):
    row = asked(petition, inquiry)

    with pytest.raises(IntegrityError, match="disclosure_takes_a_second_person"), transaction.atomic():
        Disclosure.objects.filter(pk=row.pk).update(outcome=AGREED, reviewed_on=TODAY, reviewed_by=row.asked_by)


def test_consent_has_its_day_and_is_no_older_than_the_asking(petition, inquiry):
    with pytest.raises(ValidationError, match="哪天同意"):
        asked(petition, inquiry, consented_on=None)
    with pytest.raises(ValidationError, match="不能晚于提出那天"):
        asked(petition, inquiry, consented_on=TODAY + timedelta(days=1))


def test_a_legal_need_is_named(petition, inquiry):
    with pytest.raises(ValidationError):
        asked(petition, inquiry, ground="LAW", ground_note="")

    asked(petition, inquiry, ground="LAW", ground_note="社会救助暂行办法第五十八条", consented_on=None)


def test_who_wants_his_name_kept_is_told_of_only_if_he_agrees(petition, inquiry):
    petition.case.confidentiality = Case.Confidentiality.IDENTITY_HIDDEN
    petition.case.save()

    with pytest.raises(ValidationError, match="只有他同意才能告知"):
        asked(petition, inquiry, ground="LAW", ground_note="某条", consented_on=None)


def test_only_what_is_registered_of_who_petitions_can_be_told(petition, inquiry):
    respondent = Party.objects.create(case=petition.case, role=Party.Role.RESPONDENT, name="物业经理")

    with pytest.raises(ValidationError, match="没有登记住址"):
        asked(petition, inquiry, fields=["address"])
    with pytest.raises(ValidationError, match="只能告知信访人一方"):
        asked(petition, inquiry, party=respondent, fields=["name"])


def test_one_asking_waits_at_a_time(petition, inquiry):
    asked(petition, inquiry)

    with pytest.raises(ValidationError, match="等审核"):
        asked(petition, inquiry)


def test_refused_it_says_why_and_may_be_asked_anew(petition, inquiry):
    asked(petition, inquiry)
    with pytest.raises(ValidationError, match="不告知要写原因"):
        petition.review_disclosure(by=director(), on=TODAY, inquiry=inquiry, outcome=REFUSED)

    petition.review_disclosure(by=director(), on=TODAY, inquiry=inquiry, outcome=REFUSED, review="按楼号能查。")

    assert not inquiry.told()
    asked(petition, inquiry)


def test_the_petitioner_can_read_that_his_unit_was_told_and_what(petition, inquiry):
    agreed(petition, inquiry, fields=["name"])

    event = Event.objects.get(case=petition.case, kind=Event.Kind.INQUIRED, is_public=True)
    assert event.detail == "为核实，告知 社会事务科 信访人的姓名（本人同意）"


def test_the_handler_asks_and_the_head_reviews_in_the_browser(petition, inquiry, answerer, sign_in):
    place = [petition.case.number, inquiry.position]
    typed = {
        "party": petition.tellable()[0].pk,
        "what": ["name"],
        "need": "同一楼有三户报过。",
        "ground": "CONSENT",
        "ground_note": "当面问过，同意。",
        "on": "今天",
    }
    asking, review = reverse("petitions:disclosure", args=place), reverse("petitions:disclosure_review", args=place)
    at_director = sign_in(director())

    assert at_director.post(asking, typed).status_code == 422
    assert at_director.post(asking, typed | {"consented_on": "今天"}).status_code == 302
    assert at_director.post(review, {"outcome": AGREED, "on": "今天"}).status_code == 422
    at_head = sign_in(factories.official(Role.HO))
    page = at_head.get(review).content.decode()
    assert "同一楼有三户报过" in page
    assert NAME not in page
    assert at_head.post(review, {"outcome": AGREED, "on": "今天"}).status_code == 302
    assert NAME in page_of(sign_in, answerer, inquiry)
    assert NAME not in at_director.get(petition.get_absolute_url()).content.decode()
