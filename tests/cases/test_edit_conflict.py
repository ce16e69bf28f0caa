"""Completing and correcting a case, and two people who do it at once (DB-04)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Case, Claim, Event, Party, SearchText
from cases.models.claim import Purpose
from officials.models import AuditEntry, Role
from tests import factories
from tests.browsing import fields_of, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国")


def edit_url(file):
    return f"{file.get_absolute_url()}edit/"


def complete_url(file):
    return f"{file.get_absolute_url()}registration/"


# ---------- 补全 ----------
def test_the_clerk_completes_what_triage_needs(sign_in):
    clerk = factories.official(Role.RC)
    file = factories.case(clerk)
    community, category = factories.community(), factories.category()
    client = sign_in(clerk)
    sent = form_of(client, complete_url(file)) | {
        "grounds": "物业报修单两份。",
        "community": community.pk,
        "category": category.pk,
        "legal_state": "NONE",
    }

    answer = client.post(complete_url(file), sent)

    assert answer.status_code == 302
    file.refresh_from_db()
    assert file.missing_before_triage() == []
    assert file.claims.get().text == file.statement  # suggested, and left as it was
    event = file.events.get(kind=Event.Kind.COMPLETED)
    assert event.actor == clerk
    assert "物业报修单" not in event.detail
    assert AuditEntry.objects.filter(action="cases:complete", subject_id=file.pk).count() == 1


def test_part_of_it_may_be_saved_first(sign_in):
    clerk = factories.official(Role.RC)
    file = factories.case(clerk)
    client = sign_in(clerk)

    client.post(complete_url(file), form_of(client, complete_url(file)) | {"grounds": "报修单。"})

    file.refresh_from_db()
    assert file.grounds == "报修单。"
    assert [str(label) for label in file.missing_before_triage()] == [
        "问题属地",
        "内容分类",
        "是否涉法涉诉、复议、仲裁",
    ]


def test_more_rows_come_with_saving(sign_in):
    clerk = factories.official(Role.RC)
    file = factories.case(clerk)
    client = sign_in(clerk)
    sent = form_of(client, complete_url(file)) | {"new0_text": "修好车库", "new1_text": "先抽水", "again": "1"}

    answer = client.post(complete_url(file), sent)

    assert answer.status_code == 302
    assert answer["Location"] == complete_url(file)
    assert list(file.claims.values_list("position", "text")) == [(1, "修好车库"), (2, "先抽水")]
    assert "new1_text" in form_of(client, complete_url(file))


def test_a_claim_emptied_before_triage_goes_and_the_rest_close_up(sign_in):
    clerk = factories.official(Role.RC)
    file = factories.case(clerk)
    for position, text in enumerate(["修好车库", "写错的", "先抽水"], 1):
        Claim.objects.create(case=file, position=position, text=text)
    SearchText.objects.index_case(file)
    wrong = file.claims.get(position=2)
    client = sign_in(clerk)

    client.post(complete_url(file), form_of(client, complete_url(file)) | {f"claim{wrong.pk}_text": ""})

    assert list(file.claims.values_list("position", "text")) == [(1, "修好车库"), (2, "先抽水")]
    assert not SearchText.objects.filter(case=file, part=SearchText.Part.CLAIM, ref=wrong.pk).exists()


def test_what_was_completed_is_found_by_search(sign_in):
    clerk = factories.official(Role.RC)
    file = factories.case(clerk)
    client = sign_in(clerk)
    sent = form_of(client, complete_url(file)) | {"title": "变形缝渗水", "new0_text": "更换止水带"}

    client.post(complete_url(file), sent)

    for word in ("变形缝", "止水带"):
        assert Case.objects.filter(SearchText.objects.matching(word)).get() == file


def test_a_wrong_id_number_is_said_at_its_field_and_nothing_typed_is_lost(sign_in):
    clerk = factories.official(Role.RC)
    file = factories.case(clerk)
    client = sign_in(clerk)
    sent = form_of(client, complete_url(file)) | {"grounds": "两份报修单", "lead_id_number": "110101190003070011"}

    answer = client.post(complete_url(file), sent)

    assert answer.status_code == 422
    assert answer.context["form"].errors["lead_id_number"]
    assert "两份报修单" in answer.content.decode()
    file.refresh_from_db()
    assert file.grounds == ""


def test_a_number_from_the_reader_is_kept_encrypted_and_shown_masked(sign_in):
    clerk = factories.official(Role.RC)
    file = factories.case(clerk)
    client = sign_in(clerk)

    client.post(
        complete_url(file),
        form_of(client, complete_url(file)) | {"lead_id_number": "１１０１０５１９４９１２３１００２ｘ"},
    )

    lead = file.parties.get(is_lead=True)
    assert (lead.id_type, lead.id_number) == ("RESIDENT", "11010519491231002X")
    page = client.get(complete_url(file)).content.decode()
    assert "110***********002X" in page
    assert "11010519491231002X" not in page


def test_a_mask_left_alone_changes_nothing_and_half_a_mask_is_refused(sign_in):
    clerk = factories.official(Role.RC)
    file = factories.case(clerk, name="张建国", phone="13800004471")
    client = sign_in(clerk)
    opened = form_of(client, complete_url(file))
    assert opened["lead_phone"] == "138****4471"

    assert client.post(complete_url(file), opened | {"grounds": "报修单"}).status_code == 302
    assert file.parties.get().phone == "13800004471"

    opened = form_of(client, complete_url(file))
    answer = client.post(complete_url(file), opened | {"lead_phone": "138****4472"})
    assert answer.status_code == 422
    assert "要改就整个重写" in answer.content.decode()
    assert file.parties.get().phone == "13800004471"


def test_a_claim_of_accusation_seals_the_case(sign_in, director):
    clerk = factories.official(Role.RC)
    file = factories.case(clerk)
    client = sign_in(clerk)
    sent = form_of(client, complete_url(file)) | {"new0_text": "查某科长收钱", "new0_purpose": Purpose.ACCUSATION}

    answer = client.post(complete_url(file), sent, follow=True)

    file.refresh_from_db()
    assert file.is_sealed
    assert file.visits.get().is_sealed
    assert "不再能看到" in answer.content.decode()
    assert client.get(file.get_absolute_url()).status_code == 404
    assert sign_in(director).get(file.get_absolute_url()).status_code == 200
    assert not SearchText.objects.filter(case=file).exists()


def test_after_triage_completing_is_over_and_correcting_begins(sign_in):
    clerk = factories.official(Role.RC)
    file = factories.triaged(factories.complete(factories.case(clerk)))

    refused = sign_in(clerk).post(complete_url(file), {"title": "换个标题"})
    assert refused.status_code == 403
    assert sign_in(clerk).get(edit_url(file)).status_code == 403

    handler = sign_in(file.handler)
    answer = handler.post(edit_url(file), form_of(handler, edit_url(file)) | {"title": "换个标题"})
    assert answer.status_code == 302
    file.refresh_from_db()
    assert file.title == "换个标题"
    assert file.events.filter(kind=Event.Kind.EDITED).get().detail == "标题"
    assert file.history.first().history_user == file.handler


def test_after_triage_a_must_field_cannot_be_emptied(sign_in):
    file = factories.triaged()
    client = sign_in(file.handler)

    answer = client.post(edit_url(file), form_of(client, edit_url(file)) | {"grounds": ""})

    assert answer.status_code == 422
    assert "grounds" in answer.context["form"].errors


def test_extra_fields_in_a_post_change_nothing(sign_in):
    file = factories.triaged()
    client = sign_in(file.handler)
    sent = form_of(client, edit_url(file)) | {
        "place_note": "3幢",
        "stage": "CLOSED",
        "number": "DH2026-1",
        "level": "HARD",
        "first_receiver": "1",
        "confidentiality": "SEALED",
    }

    assert client.post(edit_url(file), sent).status_code == 422  # sealing is no choice of this form
    sent["confidentiality"] = "NORMAL"
    assert client.post(edit_url(file), sent).status_code == 302

    changed = Case.objects.get(pk=file.pk)
    assert changed.place_note == "3幢"
    for name in ("stage", "number", "level", "first_receiver_id", "confidentiality"):
        assert getattr(changed, name) == getattr(file, name)


def test_a_grid_of_another_community_is_refused(sign_in):
    file = factories.triaged()
    elsewhere = factories.unit("第1网格", kind="GRID", parent=factories.community("汤巷社区"))
    client = sign_in(file.handler)

    answer = client.post(edit_url(file), form_of(client, edit_url(file)) | {"grid": elsewhere.pk})

    assert answer.status_code == 422
    assert "不在东河花园社区" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"people_present": "5", "people_affected": "3"}, "affected_note"),
        ({"urgency": "MAJOR"}, "urgency_basis"),
        ({"legal_state": "PENDING"}, "legal_note"),
        ({"people_present": "0"}, "people_present"),
        ({"title": "字" * 61}, "title"),
        ({"statement": ""}, "statement"),
        ({"category": "999999"}, "category"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(sign_in, sent, field):
    file = factories.triaged()
    client = sign_in(file.handler)

    answer = client.post(edit_url(file), form_of(client, edit_url(file)) | sent)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_a_phone_in_the_title_is_asked_about_once(sign_in):
    file = factories.triaged()
    client = sign_in(file.handler)
    sent = form_of(client, edit_url(file)) | {"title": "渗水，找13800004471"}

    asked = client.post(edit_url(file), sent)
    assert asked.status_code == 422
    assert "138****4471" in asked.content.decode()

    assert client.post(edit_url(file), sent | {"sure": "on"}).status_code == 302
    file.refresh_from_db()
    assert file.title == "渗水，找13800004471"


def test_saving_without_a_change_leaves_no_trace(sign_in):
    file = factories.triaged()
    client = sign_in(file.handler)
    before = Case.objects.get(pk=file.pk).version

    client.post(edit_url(file), form_of(client, edit_url(file)))

    assert Case.objects.get(pk=file.pk).version == before
    assert not file.events.filter(kind=Event.Kind.EDITED).exists()


@pytest.mark.parametrize("url", [edit_url, complete_url])
def test_imported_history_stays_as_it_came(sign_in, director, url):
    file = factories.case()
    Case.objects.filter(pk=file.pk).update(is_historical=True, next_legal_on=None)
    client = sign_in(director)
    assert client.get(url(file)).status_code == 403
    assert client.post(url(file), {"title": "换个标题"}).status_code == 403


# ---------- 撞车 ----------
@pytest.fixture
def two(sign_in, director):
    """The case, the handler's client, the director's client, and the form that both have opened."""
    file = factories.triaged()
    handler, boss = sign_in(file.handler), sign_in(director)
    return file, handler, boss, form_of(handler, edit_url(file)), form_of(boss, edit_url(file))


def test_the_second_editor_sees_all_three_versions_and_loses_nothing(two):
    file, handler, boss, mine, theirs = two
    assert boss.post(edit_url(file), theirs | {"title": "车库渗水", "place_note": "3幢地下"}).status_code == 302

    answer = handler.post(
        edit_url(file), mine | {"title": "车库漏水", "grounds": "新写的理由\n第二行", "history_note": "去过区里"}
    )

    assert answer.status_code == 409
    page = answer.content.decode()
    for words in ("周建国", "车库渗水", "车库漏水", "3幢地下", "新写的理由", "去过区里"):
        assert words in page
    rows = {row.name: row for row in answer.context["rows"]}
    assert {name: row.kept for name, row in rows.items()} == {
        "title": "",
        "place_note": "theirs",
        "grounds": "yours",
        "history_note": "yours",
    }
    file.refresh_from_db()
    assert file.title == "车库渗水"  # nothing of the second was written yet


def test_the_choice_page_saves_what_was_chosen_and_keeps_the_rest_of_both(two):
    file, handler, boss, mine, theirs = two
    boss.post(edit_url(file), theirs | {"title": "车库渗水", "place_note": "3幢地下"})
    conflict = handler.post(edit_url(file), mine | {"title": "车库漏水", "grounds": "新写的理由\n第二行"})
    sent = fields_of(conflict)
    assert sent["title"] == "车库漏水"  # one's own stands chosen

    answer = handler.post(edit_url(file), sent)

    assert answer.status_code == 302
    file.refresh_from_db()
    assert (file.title, file.place_note, file.grounds) == ("车库漏水", "3幢地下", "新写的理由\n第二行")


@pytest.mark.django_db(transaction=True)
def test_of_two_sent_in_the_same_instant_one_saves_and_the_other_is_asked(two):
    file, handler, boss, mine, theirs = two
    start = Barrier(2)

    def send(client, form, title):
        try:
            start.wait()
            return client.post(edit_url(file), form | {"title": title}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as desks:
        answers = [desks.submit(send, handler, mine, "车库漏水"), desks.submit(send, boss, theirs, "车库渗水")]

    assert sorted(answer.result() for answer in answers) == [302, 409]
    file.refresh_from_db()
    assert file.events.filter(kind=Event.Kind.EDITED).count() == 1


def test_theirs_may_be_chosen(two):
    file, handler, boss, mine, theirs = two
    boss.post(edit_url(file), theirs | {"title": "车库渗水"})
    sent = fields_of(handler.post(edit_url(file), mine | {"title": "车库漏水", "grounds": "新写的"}))

    handler.post(edit_url(file), sent | {"title": "车库渗水"})

    file.refresh_from_db()
    assert (file.title, file.grounds) == ("车库渗水", "新写的")


def test_a_third_change_meanwhile_brings_the_page_again(two):
    file, handler, boss, mine, theirs = two
    boss.post(edit_url(file), theirs | {"title": "车库渗水"})
    sent = fields_of(handler.post(edit_url(file), mine | {"title": "车库漏水"}))
    boss.post(edit_url(file), form_of(boss, edit_url(file)) | {"title": "第三个标题"})

    answer = handler.post(edit_url(file), sent)

    assert answer.status_code == 409
    row = next(row for row in answer.context["rows"] if row.name == "title")
    assert (row.opened, row.theirs, row.yours) == ("车库渗水", "第三个标题", "车库漏水")


def test_a_step_that_touched_no_field_of_the_form_is_no_conflict(two):
    file, handler, _boss, mine, _theirs = two
    case = Case.objects.get(pk=file.pk)
    case.touch(case.handler)
    case.save()

    assert handler.post(edit_url(file), mine | {"title": "车库漏水"}).status_code == 302
    file.refresh_from_db()
    assert file.title == "车库漏水"


def test_the_same_change_by_both_is_no_conflict(two):
    file, handler, boss, mine, theirs = two
    boss.post(edit_url(file), theirs | {"title": "车库渗水"})
    assert handler.post(edit_url(file), mine | {"title": "车库渗水"}).status_code == 302


def test_two_changes_under_one_mask_are_still_seen(two):
    """张建国 becomes 张三丰 at one desk and 张无忌 at the other: 张** before and after."""
    file, handler, boss, mine, theirs = two
    boss.post(edit_url(file), theirs | {"lead_name": "张三丰"})

    answer = handler.post(edit_url(file), mine | {"lead_name": "张无忌"})

    assert answer.status_code == 409
    assert "张三丰" not in answer.content.decode()  # masked here as everywhere
    row = next(row for row in answer.context["rows"] if row.name == "lead_name")
    assert row.choice_needed
    handler.post(edit_url(file), fields_of(answer) | {"lead_name": row.theirs_value})
    assert file.parties.get(is_lead=True).name == "张三丰"


def test_claims_added_at_two_desks_are_all_kept(sign_in, director):
    clerk = factories.official(Role.RC)
    file = factories.case(clerk)
    desk, boss = sign_in(clerk), sign_in(director)
    mine, theirs = form_of(desk, complete_url(file)), form_of(boss, complete_url(file))
    boss.post(complete_url(file), theirs | {"new0_text": "修好车库", "new1_text": "先抽水"})

    desk.post(complete_url(file), mine | {"new0_text": "修好车库", "new1_text": "赔车"})

    assert list(file.claims.values_list("text", flat=True)) == ["修好车库", "先抽水", "赔车"]


def test_a_claim_taken_out_at_one_desk_and_rewritten_at_the_other_is_asked_about(sign_in, director):
    clerk = factories.official(Role.RC)
    file = factories.case(clerk)
    claim = Claim.objects.create(case=file, position=1, text="修好车库")
    desk, boss = sign_in(clerk), sign_in(director)
    mine, theirs = form_of(desk, complete_url(file)), form_of(boss, complete_url(file))
    boss.post(complete_url(file), theirs | {f"claim{claim.pk}_text": ""})

    answer = desk.post(complete_url(file), mine | {f"claim{claim.pk}_text": "修好车库和电梯"})

    assert answer.status_code == 409
    desk.post(complete_url(file), fields_of(answer))
    assert file.claims.get().text == "修好车库和电梯"


def test_a_claim_answered_meanwhile_is_not_rewritten_and_what_was_typed_stays(two):
    file, handler, _boss, mine, _theirs = two
    claim = file.claims.get()
    Claim.objects.filter(pk=claim.pk).update(answered_on=timezone.localdate(), reply="已修好", decision="SUPPORT")

    answer = handler.post(edit_url(file), mine | {f"claim{claim.pk}_text": "修好车库和电梯"})

    assert answer.status_code == 422
    assert "修好车库和电梯" in answer.content.decode()
    assert "刚刚答复" in answer.content.decode()
    claim.refresh_from_db()
    assert claim.text == "修好地下车库"


def test_the_page_names_the_day_when_the_change_is_not_of_today(two):
    file, handler, boss, mine, theirs = two
    boss.post(edit_url(file), theirs | {"title": "车库渗水"})
    moment = datetime(2026, 1, 5, 10, 31, tzinfo=timezone.get_default_timezone())
    Case.history.model.objects.filter(id=file.pk).update(history_date=moment)

    answer = handler.post(edit_url(file), mine | {"title": "车库漏水"})

    assert answer.context["when"] in ("1月5日 10:31", "2026年1月5日 10:31")


def test_the_party_form_holds_the_same_promise(sign_in, director):
    file = factories.triaged()
    lead = file.parties.get(is_lead=True)
    url = f"{file.get_absolute_url()}parties/{lead.pk}/"
    handler, boss = sign_in(file.handler), sign_in(director)
    mine, theirs = form_of(handler, url), form_of(boss, url)
    boss.post(url, theirs | {"access_needs": "大字文书"})

    answer = handler.post(url, mine | {"access_needs": "手语", "authority_note": "五人推选"})

    assert answer.status_code == 409
    assert "大字文书" in answer.content.decode()
    handler.post(url, fields_of(answer))
    lead = Party.objects.get(pk=lead.pk)
    assert (lead.access_needs, lead.authority_note) == ("手语", "五人推选")
