"""The page of one case: what it shows, to whom, and at what price."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from cases.access import granted
from cases.models import Attachment, Case, CaseLink, Claim, Event, Investigation, Ownership, Party, SealedReader
from cases.models.claim import Purpose, Route
from cases.views.case import OFFERED, stages_of
from officials.models import AuditEntry, Official, Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国")


def opened(sign_in, official, file):
    return sign_in(official).get(file.get_absolute_url())


def words(page):
    return page.content.decode()


def test_the_head_says_who_handles_owns_and_received_it(sign_in, director):
    clerk = factories.official(Role.RC, name="王敏")
    handler = factories.official(Role.HD, name="李静", at=factories.section())
    leader = factories.official(Role.LO, name="陈志远")
    file = factories.triaged(factories.complete(factories.case(clerk, people_affected=46)), handler=handler)
    Ownership.objects.create(case=file, leader=leader, since=date(2026, 1, 5), decided_by=director)

    page = words(opened(sign_in, director, file))

    for expected in ("李静（城市建设科）", "陈志远", "王敏", "涉及 46 人", "城乡建设 / 物业管理", "东河花园社区"):
        assert expected in page


def test_every_look_at_the_page_is_audited_without_content(sign_in, director):
    file = factories.case()
    client = sign_in(director)

    client.get(file.get_absolute_url())
    client.get(file.get_absolute_url())

    seen = AuditEntry.objects.filter(action="cases:case", subject="case", subject_id=file.pk)
    assert list(seen.values_list("actor_id", "outcome", "field", "reason")) == [(director.pk, "DONE", "", "")] * 2


def test_a_hidden_case_and_an_unknown_number_get_the_same_answer(sign_in):
    file = factories.case()
    stranger = sign_in(factories.official(Role.HD, at=factories.section()))

    hidden, unknown = stranger.get(file.get_absolute_url()), stranger.get("/cases/DH2026-99999/")

    assert hidden.status_code == unknown.status_code == 404
    assert file.title not in words(hidden)
    refused = AuditEntry.objects.get(outcome="REFUSED", subject="case", subject_id=file.pk)
    assert refused.action == "cases:case"


def test_identity_is_masked_for_everybody(sign_in, director):
    file = factories.case(name="欧阳建国", phone="13800004471", address="东河花园社区3幢201室")

    page = words(opened(sign_in, director, file))

    assert "欧阳**" in page
    assert "138****4471" in page
    for plain in ("欧阳建国", "13800004471", "201室"):
        assert plain not in page


def test_an_organisations_name_is_public_and_needs_no_asking(sign_in, director):
    file = factories.case(name="某物业服务有限公司")
    page = words(opened(sign_in, director, file))
    assert "某物业服务有限公司" in page
    assert f"parties/{file.parties.get().pk}/name/" not in page
    assert f"parties/{file.parties.get().pk}/phone/" in page


def test_the_supervisor_may_ask_for_a_field_and_the_auditor_may_not(sign_in):
    file = factories.case()
    link = f"{file.get_absolute_url()}parties/{file.parties.get().pk}/phone/"

    assert link in words(opened(sign_in, factories.official(Role.SV), file))
    assert link not in words(opened(sign_in, factories.official(Role.AU), file))


@pytest.mark.parametrize(("role", "is_masked"), [(Role.OD, False), (Role.SV, True), (Role.AU, True)])
def test_who_reads_masked_reads_numbers_in_free_text_masked(sign_in, role, is_masked):
    file = factories.case(statement="请打13912345678，身份证11010519491231002X。")
    Event.objects.add(file, Event.Kind.NOTE, by=None, detail="回电13912345678")

    page = words(opened(sign_in, factories.official(role), file))

    assert ("13912345678" not in page) is is_masked
    assert ("11010519491231002X" not in page) is is_masked
    assert ("139****5678" in page) is is_masked


def test_the_supervisor_who_also_handles_the_case_reads_it_whole(sign_in):
    handler = factories.official(Role.HD, at=factories.section())
    handler.postings.create(unit=factories.section(), role=Role.SV, since=date(2020, 1, 1), is_main=False)
    handler = type(handler).objects.get(pk=handler.pk)
    file = factories.triaged(handler=handler)
    Event.objects.add(file, Event.Kind.NOTE, by=None, detail="回电13912345678")
    other = factories.case(statement="回电13912345678")

    assert "13912345678" in words(opened(sign_in, handler, file))
    assert "13912345678" not in words(opened(sign_in, handler, other))


def test_a_running_legal_clock_says_why_it_ends_on_its_day(sign_in, director):
    received = datetime(2026, 9, 17, 10, tzinfo=timezone.get_default_timezone())
    file = factories.case(received_at=received)

    page = words(opened(sign_in, director, file))

    assert "为什么是 10月8日" in page
    assert "当天不算，从 9月18日起数" in page
    assert "10月2日 放假" in page
    assert 'class="ruler"' in page


def test_the_stored_day_stands_when_the_count_would_now_be_another(sign_in, director):
    file = factories.case(received_at=datetime(2026, 9, 17, 10, tzinfo=timezone.get_default_timezone()))
    file.deadlines.update(legal_end_on=date(2026, 10, 9))

    page = words(opened(sign_in, director, file))

    assert "为什么是 10月9日" in page
    assert "以开始计时存下的日子为准" in page


def test_every_claim_stands_with_its_way_its_answer_or_what_lacks(sign_in, director):
    claims = [
        ("查清渗水原因", Purpose.APPEAL, Route.W6),
        ("先抽水", Purpose.APPEAL, Route.W6),
        ("赔偿两辆车", Purpose.APPEAL, Route.W1),
    ]
    file = factories.triaged(factories.complete(factories.case(), claims=claims))
    file.claims.filter(position=2).update(
        answered_on=date(2026, 9, 11), decision="SUPPORT", finding="水深二十厘米", reply="物业已开始抽水"
    )
    file.claims.filter(position=3).update(routed_on=date(2026, 8, 12), competent_organ="区人民法院")
    Investigation.objects.create(
        case=file, kind="SITE", on=date(2026, 9, 17), place="地下车库", content="见六处渗点", recorded_by=director
    )

    page = words(opened(sign_in, director, file))

    for expected in (
        "条例第31条第6项",
        "待受理",
        "水深二十厘米",
        "物业已开始抽水",
        "条例第31条第1项",
        "区人民法院",
        "已告知去向 8月12日",
        "见六处渗点",
        "地下车库",
    ):
        assert expected in page


def test_the_gates_say_what_lacks_and_the_panel_why_not(sign_in, director):
    file = factories.triaged()
    page = words(opened(sign_in, director, file))
    assert "事情清楚" in page
    assert "听取信访人陈述" in page
    assert "项现在不能做，看原因" in page
    assert f"{file.get_absolute_url()}acceptance/" in page


def test_a_case_goes_the_way_its_claims_need():
    today = timezone.localdate()
    fresh = factories.case()
    accepting = factories.triaged()
    away = factories.triaged(factories.complete(factories.case(), claims=(("赔车", Purpose.APPEAL, Route.W1),)))
    suggesting = factories.triaged(factories.complete(factories.case(), claims=(("装路灯", Purpose.SUGGESTION, ""),)))

    def way(file):
        return [str(stage["label"]) for stage in stages_of(file, today)]

    whole = ["登记", "分流", "受理", "调查核实", "作出答复", "送达", "办结"]
    assert way(fresh) == way(accepting) == whole
    assert way(away) == ["登记", "分流", "告知去向", "办结"]
    assert way(suggesting) == ["登记", "分流", "调查核实", "作出答复", "送达", "办结"]
    assert [stage["state"] for stage in stages_of(accepting, today)] == ["is-done", "is-now", "", "", "", "", ""]


def test_the_days_since_acceptance_count_from_the_day_after_it():
    today = timezone.localdate()
    file = factories.triaged()
    Case.objects.filter(pk=file.pk).update(stage=Case.Stage.INVESTIGATING, accepted_on=today)
    file.refresh_from_db()

    def elapsed(day):
        return next(stage["elapsed"] for stage in stages_of(file, day) if stage["state"] == "is-now")

    assert elapsed(today) is None
    assert elapsed(today + timedelta(days=1)) == 1


def test_what_lacks_before_triage_is_named_with_the_way_to_it(sign_in, director):
    file = factories.case()

    page = words(opened(sign_in, director, file))

    assert "分流前还缺" in page
    assert "事实和理由" in page
    assert f"{file.get_absolute_url()}registration/" in page


def test_a_hard_case_without_a_leader_is_warned_of(sign_in, director):
    file = factories.triaged(level=Case.Level.HARD)
    assert "疑难案件还没有包案领导" in words(opened(sign_in, director, file))

    leader = factories.official(Role.LO)
    Ownership.objects.create(case=file, leader=leader, since=timezone.localdate(), decided_by=director)
    assert "疑难案件还没有包案领导" not in words(opened(sign_in, director, file))


def test_a_linked_case_shows_only_to_those_who_may_see_it(sign_in, director):
    file, other = factories.triaged(), factories.case(statement="楼上漏水，另一件。")
    CaseLink.objects.create(earlier=file, later=other, kind=CaseLink.Kind.RELATED, linked_by=director)

    assert other.number in words(opened(sign_in, director, file))
    assert other.number not in words(opened(sign_in, file.handler, file))


def test_the_director_and_the_handler_learn_who_looked_today(sign_in, director):
    file = factories.triaged()
    AuditEntry.objects.create(
        actor_id=1, actor_name="王敏", action="cases:case", subject="case", subject_id=file.pk, at=timezone.now()
    )
    AuditEntry.objects.create(
        actor_id=2,
        actor_name="昨天的人",
        action="cases:case",
        subject="case",
        subject_id=file.pk,
        at=timezone.now() - timedelta(days=1),
    )

    for official in (director, file.handler):
        page = words(opened(sign_in, official, file))
        assert "王敏" in page.partition('id="log"')[2]
        assert "昨天的人" not in page
    supervisor = words(opened(sign_in, factories.official(Role.SV), file))
    assert 'id="log"' not in supervisor


def test_the_readers_of_a_sealed_case_stand_on_it(sign_in, director):
    file = factories.case(purpose=Purpose.ACCUSATION)
    assert SealedReader.objects.filter(case=file, official=director).exists()

    page = words(opened(sign_in, director, file))

    assert 'id="readers"' in page
    assert director.name in page.partition('id="readers"')[2]
    head = factories.official(Role.HO)
    assert opened(sign_in, head, file).status_code == 404


def test_a_closed_case_offers_nothing_that_writes(sign_in, director):
    file = factories.triaged()
    Case.objects.filter(pk=file.pk).update(stage="CLOSED", closed_on=timezone.localdate())

    page = words(opened(sign_in, director, file))

    for step in ("edit", "note", "links", "ownership", "files/new", "seal", "parties/new"):
        assert f"{file.get_absolute_url()}{step}/" not in page
    assert "/phone/" in page  # looking at the party for a reason stays possible


def fill(file, events, claims, files, parties=1):
    clerk = file.first_receiver
    start = timezone.now()
    Event.objects.bulk_create(
        Event(case=file, actor=clerk, kind=Event.Kind.NOTE, detail=f"第 {n} 条", at=start + timedelta(seconds=n))
        for n in range(events)
    )
    for n in range(claims):
        Claim.objects.create(case=file, position=10 + n, text=f"诉求之{n}", purpose=Purpose.APPEAL, route=Route.W6)
        Investigation.objects.create(
            case=file, kind=Investigation.Kind.SITE, on=timezone.localdate(), content="看了现场", recorded_by=clerk
        )
    for n in range(files):
        Attachment.objects.create(
            case=file, name=f"材料{n}.pdf", path=f"x/{file.pk}-{n}", mime="application/pdf", size=1, uploaded_by=clerk
        )
    for n in range(parties):
        Party.objects.create(case=file, role=Party.Role.JOINT, name=f"同来{n}", phone="13800004472")
    for n in range(3):
        other = factories.case(clerk, statement=f"第 {n} 件相关的。")
        CaseLink.objects.create(earlier=file, later=other, kind=CaseLink.Kind.RELATED, linked_by=clerk)


@pytest.mark.parametrize("role", [Role.OD, Role.RC, Role.SV])
def test_the_page_costs_the_same_for_a_small_case_and_a_large_one(sign_in, queries_of, role):
    official = factories.official(role)
    by = official if role == Role.RC else None
    small = factories.triaged(factories.complete(factories.case(by)))
    large = factories.triaged(factories.complete(factories.case(by)))
    fill(small, events=1, claims=1, files=1)
    fill(large, events=50, claims=6, files=20, parties=4)
    client = sign_in(official)
    client.get(small.get_absolute_url())

    def asked_for(file):
        sent = queries_of(lambda: client.get(file.get_absolute_url()))
        return [sql for sql in sent if "SAVEPOINT" not in sql]  # those of the test's own transaction

    asked_small, asked_large = asked_for(small), asked_for(large)

    assert len(asked_large) == len(asked_small) <= 20


@pytest.mark.parametrize("role", Role)
def test_what_the_page_offers_is_what_the_table_grants_on_that_case(role, queries_of):
    official = factories.official(role, at=factories.section())
    mine = factories.triaged(handler=factories.official(Role.HD, at=factories.section()))
    elsewhere = factories.case()
    sealed = factories.case(purpose=Purpose.ACCUSATION)
    read = factories.case(purpose=Purpose.ACCUSATION)
    SealedReader.objects.admit(read, [official], by=official, reason="岗位职责")
    against = factories.case()
    Party.objects.create(case=against, role=Party.Role.RESPONDENT, name=official.name, official=official)

    for file in (mine, elsewhere, sealed, read, against):
        within = {action for action in OFFERED if Case.objects.within(official, action).filter(pk=file.pk).exists()}
        assert granted(file, official, OFFERED) == within

    official = Official.objects.get(pk=official.pk)
    for_the_posts_and_their_units = 2
    assert len(queries_of(lambda: granted(mine, official, OFFERED))) <= 1 + for_the_posts_and_their_units
