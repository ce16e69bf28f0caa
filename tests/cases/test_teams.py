"""Task forces and assault teams: their members see their matters while they last, and not a day longer (F50, F54)."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Event, Ownership, Party, Recusal, Team, TeamMatter, TeamMember
from cases.waiting import waiting_for
from officials.models import Official, Role
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = timedelta(days=1)
AGREED, REFUSED = Team.Decision.AGREED, Team.Decision.REFUSED


@pytest.fixture
def people():
    social = factories.section("社会事务科")
    return SimpleNamespace(
        director=factories.official(Role.OD, name="周建国"),
        head=factories.official(Role.HO, name="郑国强"),
        leader=factories.official(Role.LO, name="林晓峰"),
        handler=factories.official(Role.HD, name="李静", at=factories.section()),
        member=factories.official(Role.HD, name="何琳", at=social),
        social=social,
    )


@pytest.fixture
def case(people):
    return factories.triaged(by=people.director, handler=people.handler)


def proposed(people, *members, days=30, since=TODAY, by=None, **said):
    said = {"kind": "FORCE", "name": "渗水专班", "mandate": "把渗水修好。", "plan": "先认定，再修。"} | said
    said.setdefault("leader", people.leader)
    team = Team.objects.propose(since=since, until=since + days * DAY, by=by or people.director, on=TODAY, **said)
    for member in members or (people.member,):
        TeamMember.join(team, member, duty="", by=people.director, on=TODAY)
    return team


@pytest.fixture
def team(case, people):
    """At work from today for thirty days, with one member and one matter."""
    team = proposed(people)
    TeamMatter.take_in(team, case, by=people.director, on=TODAY)
    team.decide(AGREED, by=people.leader, on=TODAY)
    return team


def moved(team, since, until):
    """The same team at other days: what the calendar does to it."""
    for rows in (Team.objects.filter(pk=team.pk), team.members, team.matters):
        rows.update(since=since)
    Team.objects.filter(pk=team.pk).update(until=until)


def sees(person, case):
    return Case.objects.visible_to(Official.objects.get(pk=person.pk)).filter(pk=case.pk).exists()


def page(name, team, *more):
    return reverse(f"teams:{name}", args=[team.pk, *more])


# ---------- 看得到、看不到 ----------
def test_nobody_sees_anything_before_the_team_is_decided(case, people):
    team = proposed(people)
    TeamMatter.take_in(team, case, by=people.director, on=TODAY)
    assert not sees(people.member, case) and not sees(people.leader, case)

    team.decide(AGREED, by=people.leader, on=TODAY)

    assert sees(people.member, case) and sees(people.leader, case)


@pytest.mark.parametrize(
    ("since", "until", "seen"),
    [
        (TODAY + DAY, TODAY + 9 * DAY, False),
        (TODAY, TODAY + 9 * DAY, True),
        (TODAY - 9 * DAY, TODAY + DAY, True),
        (TODAY - 9 * DAY, TODAY, False),
        (TODAY - 9 * DAY, TODAY - DAY, False),
    ],
    ids=["begins tomorrow", "begins today", "last day", "the day after", "long over"],
)
def test_the_members_see_the_file_from_the_first_day_to_the_last(team, case, people, since, until, seen):
    moved(team, since, until)

    assert sees(people.member, case) is seen
    assert sees(people.leader, case) is seen


@pytest.mark.parametrize(("until", "seen"), [(TODAY + DAY, True), (TODAY, False)])
def test_who_leaves_the_team_sees_nothing_from_that_day(team, case, people, until, seen):
    team.members.update(since=TODAY - DAY, until=until, leaving="另有任务", left_by=people.director)

    assert sees(people.member, case) is seen


def test_a_matter_taken_out_is_seen_no_more(team, case, people):
    matter = team.matters.get()

    matter.leave(by=people.director, on=TODAY, reason="不属于这类。")

    assert not sees(people.member, case)
    TeamMatter.take_in(team, case, by=people.director, on=TODAY)
    assert sees(people.member, case)


def test_ended_early_the_access_ends_the_same_day(team, case, people):
    team.end_on(TODAY, by=people.director, on=TODAY, reason="都办完了。")

    assert not sees(people.member, case)


def test_without_a_post_a_member_sees_nothing(team, case, people):
    people.member.postings.update(until=TODAY)

    assert not sees(people.member, case)


def test_who_became_a_supervisor_besides_is_no_reader_by_the_team(team, case, people):
    people.member.postings.all().delete()
    people.member.postings.create(unit=people.social, role=Role.AU, since=TODAY)

    assert not Case.objects.within(Official.objects.get(pk=people.member.pk), "cases:note").exists()


def test_the_accused_the_recused_and_the_unit_complained_about_stay_out(team, case, people):
    recused = factories.official(Role.HD, at=people.social)
    free = factories.official(Role.HD, at=factories.section("司法所"))
    ofunit = factories.official(Role.HD, at=factories.section("综合执法队"))
    for person in (recused, free, ofunit):
        TeamMember.join(team, person, duty="", by=people.director, on=TODAY)
    assert all(sees(person, case) for person in (people.member, recused, free, ofunit))

    Party.objects.create(case=case, role=Party.Role.RESPONDENT, name="何琳", official=people.member)
    unit = ofunit.postings.get().unit
    Party.objects.create(case=case, role=Party.Role.RESPONDENT, name=unit.name, unit=unit, is_organisation=True)
    petition = case.petition
    row = petition.ask_recusal(
        by=people.director, on=TODAY, asker=Recusal.Asker.UNIT, official=recused, ground="是亲戚。"
    )
    row.decision, row.decided_on, row.decided_by = Recusal.Decision.WITHDRAWS, TODAY, people.head
    row.reason = "是亲戚。"
    row.save()

    assert [sees(person, case) for person in (people.member, recused, free, ofunit)] == [False, False, True, False]


def test_a_sealed_case_is_never_seen_by_a_team(team, case, people):
    case.seal(by=people.director, reason="检举控告")

    assert not sees(people.member, case) and not sees(people.leader, case)
    fresh = factories.triaged(by=people.director, handler=people.handler)
    fresh.seal(by=people.director, reason="检举控告")
    with pytest.raises(ValidationError, match="封存件只有阅办人看得到"):
        TeamMatter.take_in(team, fresh, by=people.director, on=TODAY)


def test_a_member_reads_and_writes_notes_and_nothing_more(team, case, people, sign_in):
    client = sign_in(people.member)
    wanted = {"case": 200, "events": 200, "together": 200, "plan": 200, "note": 200, "edit": 403, "handover": 403}

    for name, status in wanted.items():
        assert client.get(reverse(f"cases:{name}", args=[case.number])).status_code == status, name
    assert client.get(reverse("petitions:answer", args=[case.number, 1])).status_code == 403
    assert client.get(reverse("petitions:recusal", args=[case.number])).status_code == 200  # an interest of his own
    party = case.parties.get(is_lead=True)
    assert client.get(reverse("cases:reveal", args=[case.number, party.pk, "phone"])).status_code == 403
    assert [row.number for row in client.get(reverse("cases:list")).context["cases"]] == [case.number]


@pytest.mark.parametrize("role", [Role.RC, Role.WC, Role.MD, Role.LO])
def test_whoever_works_on_cases_may_join(team, case, people, role):
    person = factories.official(role, at=factories.community("汤巷社区"))
    case.community = factories.community("柳营社区")
    case.received_at -= 3 * DAY
    case.save()
    assert not sees(person, case)

    TeamMember.join(team, person, duty="", by=people.director, on=TODAY)

    assert sees(person, case)


@pytest.mark.parametrize("role", [Role.SV, Role.AU, Role.SA, Role.SP, Role.GW])
def test_who_watches_audits_or_works_elsewhere_does_not_join(team, people, role):
    with pytest.raises(ValidationError, match="没有办件的岗位"):
        TeamMember.join(team, factories.official(role), duty="", by=people.director, on=TODAY)


# ---------- 提出和决定 ----------
def test_nobody_decides_on_the_team_he_proposed(case, people):
    own = proposed(people, by=people.leader)
    assert own.why_not_decided_by(people.leader) == "自己提出的由别人决定。"
    with pytest.raises(IntegrityError, match="nobody_decides_on_the_team_he_proposed"), transaction.atomic():
        Team.objects.filter(pk=own.pk).update(decision=AGREED, decided_by=people.leader, decided_on=TODAY)

    own.decide(AGREED, by=people.head, on=TODAY)

    assert own.is_at_work(TODAY)


def test_its_leader_or_the_head_decides_and_no_other_leader(people):
    team, other = proposed(people), factories.official(Role.LO)

    with pytest.raises(ValidationError, match="由带队领导或者机关负责人决定"):
        team.decide(AGREED, by=other, on=TODAY)
    assert set(Team.objects.to_decide_by(people.head)) == set(Team.objects.to_decide_by(people.leader)) == {team}


def test_a_refusal_says_why(people):
    team = proposed(people)
    with pytest.raises(ValidationError, match="不同意的要写理由"):
        team.decide(REFUSED, by=people.leader, on=TODAY)

    team.decide(REFUSED, by=people.leader, on=TODAY, opinion="一个科能办。")

    assert team.state(TODAY) == "没有同意" and team.is_over(TODAY)


def test_a_team_without_members_is_not_decided(people):
    team = proposed(people)
    team.members.get().leave(by=people.director, on=TODAY, reason="另有任务")

    with pytest.raises(ValidationError, match="先写成员"):
        team.decide(AGREED, by=people.leader, on=TODAY)


@pytest.mark.parametrize(("days", "fits"), [(0, False), (1, True), (366, True), (367, False)])
def test_a_team_lasts_from_a_day_to_a_year(people, days, fits):
    if fits:
        assert proposed(people, days=days).pk
    else:
        with pytest.raises(ValidationError, match="最长一年"):
            proposed(people, days=days)


def test_only_a_leader_leads(people):
    with pytest.raises(ValidationError, match="由班子成员带队"):
        proposed(people, leader=people.handler)


def test_what_waits_for_the_leader_is_told_where_he_sees_the_case(case, people):
    Ownership.objects.create(case=case, leader=people.leader, since=TODAY, decided_by=people.director)
    team = proposed(people)
    TeamMatter.take_in(team, case, by=people.director, on=TODAY)
    seen = Case.objects.visible_to(people.leader)
    ownership = seen.none()  # the letter is not written: only the team waits

    assert not ownership and list(waiting_for(people.leader, seen)) == [case]

    team.decide(AGREED, by=people.leader, on=TODAY)
    assert not waiting_for(people.leader, seen).exists()


# ---------- 改期 ----------
def test_it_is_prolonged_by_whoever_decides_and_ended_early_by_the_director(team, case, people):
    until = team.until
    with pytest.raises(ValidationError, match="延长由带队领导或者机关负责人定"):
        team.end_on(until + DAY, by=people.director, on=TODAY, reason="还没办完。")

    team.end_on(until + DAY, by=people.leader, on=TODAY, reason="还没办完。")
    team.end_on(TODAY + DAY, by=people.director, on=TODAY, reason="提前办完。")

    terms = list(team.terms.order_by("pk").values_list("before", "after", "reason"))
    assert terms == [(until, until + DAY, "还没办完。"), (until + DAY, TODAY + DAY, "提前办完。")]
    assert case.events.filter(kind=Event.Kind.TEAMED, detail__contains="提前结束").exists()


@pytest.mark.parametrize("until", [TODAY - DAY, TODAY + 800 * DAY])
def test_the_end_lies_neither_before_today_nor_years_ahead(team, people, until):
    with pytest.raises(ValidationError):
        team.end_on(until, by=people.head, on=TODAY, reason="改。")


def test_what_is_over_is_changed_no_more(team, case, people, sign_in):
    moved(team, TODAY - 9 * DAY, TODAY)
    client = sign_in(people.director)

    for name in ("edit", "term", "member_add", "matter_add"):
        assert client.get(page(name, team)).status_code == 403, name
    with pytest.raises(ValidationError, match="已经结束"):
        Team.objects.get(pk=team.pk).end_on(TODAY + 9 * DAY, by=people.head, on=TODAY, reason="再来。")


# ---------- 页 ----------
def test_a_team_is_proposed_and_decided_on_its_pages(case, people, sign_in):
    director, leader = sign_in(people.director), sign_in(people.leader)
    data = {
        "kind": "ASSAULT",
        "name": "渗水突击队",
        "leader": people.leader.pk,
        "mandate": "十天内修好。",
        "plan": "先认定，再修。",
        "since": "今天",
        "until": "+10",
        "members": [people.member.pk],
    }

    assert director.post(reverse("teams:new"), data).status_code == 302
    team = Team.objects.get()
    assert director.post(page("matter_add", team), {"number": case.number.lower()}).status_code == 302
    assert "1 支等您决定" in leader.get(reverse("teams:list")).content.decode()
    assert leader.post(page("decision", team), {"decision": "AGREED", "opinion": ""}).status_code == 302

    shown = sign_in(people.member).get(team.get_absolute_url()).content.decode()
    assert case.title in shown and "十天内修好。" in shown
    joint = director.get(reverse("cases:together", args=[case.number])).content.decode()
    assert "渗水突击队" in joint and "林晓峰 带队" in joint


def test_a_team_is_refused_with_what_lacks_and_keeps_what_was_typed(people, sign_in):
    answer = sign_in(people.director).post(reverse("teams:new"), {"name": "渗水专班", "until": "+10"})

    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert errors["members"] == ["请至少选一位成员。"] and errors["leader"] == ["请选带队领导。"]
    assert 'value="渗水专班"' in answer.content.decode()


def test_members_see_their_own_teams_and_the_office_all(team, people, sign_in):
    other, supervisor = factories.official(Role.HD), factories.official(Role.SV)
    wanted = {people.member: 200, people.leader: 200, people.director: 200, supervisor: 200, other: 404}

    for person, status in wanted.items():
        assert sign_in(person).get(team.get_absolute_url()).status_code == status
    assert team.name not in sign_in(other).get(reverse("teams:list")).content.decode()


def test_the_page_lists_only_the_cases_its_reader_may_see(team, case, people, sign_in):
    hidden = factories.triaged(by=people.director, handler=people.handler)
    TeamMatter.take_in(team, hidden, by=people.director, on=TODAY)
    Party.objects.create(case=hidden, role=Party.Role.RESPONDENT, name="何琳", official=people.member)

    shown = sign_in(people.member).get(team.get_absolute_url()).content.decode()

    assert case.number in shown and hidden.number not in shown


def test_a_leader_gives_to_his_team_only_what_he_owns(team, people, sign_in):
    client = sign_in(people.leader)
    mine, elsewhere = (factories.triaged(by=people.director, handler=people.handler) for _case in range(2))
    Ownership.objects.create(case=mine, leader=people.leader, since=TODAY, decided_by=people.director)

    refused = client.post(page("matter_add", team), {"number": elsewhere.number})

    assert refused.status_code == 422 and "不归您交给队伍" in refused.content.decode()
    assert client.post(page("matter_add", team), {"number": mine.number}).status_code == 302


def test_another_leader_changes_nothing_on_it(team, people, sign_in):
    other = factories.official(Role.LO)
    TeamMember.join(team, other, duty="", by=people.director, on=TODAY)
    client = sign_in(other)

    assert client.get(team.get_absolute_url()).status_code == 200
    for name in ("edit", "term", "member_add", "matter_add"):
        assert client.get(page(name, team)).status_code == 403, name
    assert client.get(page("member_end", team, team.members.first().pk)).status_code == 403


def test_leaving_and_taking_out_need_their_reason_on_the_page(team, case, people, sign_in):
    client = sign_in(people.director)
    member, matter = team.members.get(), team.matters.get()

    for name, row in (("member_end", member), ("matter_end", matter)):
        assert client.post(page(name, team, row.pk), {"reason": ""}).status_code == 422
        assert client.post(page(name, team, row.pk), {"reason": "换人。"}).status_code == 302

    member.refresh_from_db()
    matter.refresh_from_db()
    assert (member.until, matter.until) == (TODAY, TODAY)


def test_once_decided_the_plan_changes_and_the_mandate_does_not(team, people, sign_in):
    client = sign_in(people.leader)

    client.post(page("edit", team), {"plan": "分三步。", "mandate": "别的任务。"})

    team.refresh_from_db()
    assert (team.plan, team.mandate) == ("分三步。", "把渗水修好。")
    assert team.history.first().history_user == people.leader


def test_the_pages_cost_the_same_with_one_and_with_three(team, case, people, sign_in, queries_of):
    client = sign_in(people.member)
    pages = (reverse("teams:list"), team.get_absolute_url())
    for url in pages:
        client.get(url)
    one = [len(queries_of(lambda url=url: client.get(url))) for url in pages]
    for _more in range(2):
        matter = factories.triaged(by=people.director, handler=people.handler)
        TeamMatter.take_in(team, matter, by=people.director, on=TODAY)
        TeamMember.join(team, factories.official(Role.HD), duty="", by=people.director, on=TODAY)
        proposed(people)

    assert [len(queries_of(lambda url=url: client.get(url))) for url in pages] == one
