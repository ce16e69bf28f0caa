"""Which leader answers for which field of work: one at a time, and a ground of the proposal, no key (F46, 0185)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.forms.ownership import leaders_for, reasons_for
from cases.models import Case, Ownership, Portfolio
from officials.models import Role, Zone
from tests import factories
from tests.browsing import form_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def people(db):
    names = {"director": Role.OD, "busy": Role.LO, "idle": Role.LO, "local": Role.LO}
    return {name: factories.official(role, name=name) for name, role in names.items()}


def answers(leader, category, people, *, since=-100, until=None):
    days = {"since": today() + since * DAY, "until": None if until is None else today() + until * DAY}
    return Portfolio.objects.create(leader=leader, category=category, named_by=people["director"], **days)


def about(category):
    case = factories.triaged(community=factories.community())
    Case.objects.filter(pk=case.pk).update(category=category)
    case.refresh_from_db()
    return case


# ---------- 提名 ----------
def test_whoever_answers_for_the_field_is_proposed_after_the_zone_and_before_who_owns_the_fewest(people):
    case = about(factories.category())
    for _time in range(2):
        Ownership.objects.create(
            case=factories.triaged(), leader=people["busy"], since=today(), decided_by=people["director"]
        )
    Zone.objects.create(leader=people["local"], community=case.community, since=today())
    answers(people["busy"], case.category.parent, people)

    leaders = leaders_for(case, today())

    assert [leader.name for leader in leaders] == ["local", "busy", "idle"]
    assert [reasons_for(leader, case) for leader in leaders] == [
        f"挂钩{case.community.label}，在包 0 件",
        "分管城乡建设，在包 2 件",
        "在包 0 件",
    ]


def test_the_reason_is_said_where_the_owner_is_decided_and_nobody_is_chosen_beforehand(people, sign_in):
    case = about(factories.category())
    answers(people["idle"], case.category, people)
    url = reverse("cases:ownership", args=[case.number])

    page = sign_in(people["director"]).get(url)

    assert "idle（分管物业管理，在包 0 件）" in page.content.decode()
    assert form_of(sign_in(people["director"]), url)["leader"] == ""


def test_a_part_given_to_somebody_else_goes_before_the_whole(people):
    category = factories.category()
    answers(people["busy"], category.parent, people)
    answers(people["idle"], category, people)

    assert Portfolio.objects.of_category(category, today()).leader == people["idle"]
    other = factories.category("停车")
    assert Portfolio.objects.of_category(other, today()).leader == people["busy"]
    assert Portfolio.objects.of_category(None, today()) is None


@pytest.mark.parametrize(
    ("since", "until", "counts"), [(0, None, True), (1, None, False), (-9, 1, True), (-9, 0, False)]
)
def test_a_field_counts_from_its_first_day_and_no_more_on_the_day_of_its_end(people, since, until, counts):
    category = factories.category()
    answers(people["idle"], category, people, since=since, until=until)

    assert (Portfolio.objects.of_category(category, today()) is not None) is counts


def test_a_field_opens_no_file(people):
    case = about(factories.category())
    answers(people["idle"], case.category.parent, people)

    assert not Case.objects.visible_to(people["idle"]).filter(pk=case.pk).exists()


# ---------- 记录 ----------
def test_one_leader_a_field_on_any_day(people):
    category = factories.category()
    answers(people["busy"], category, people, until=10)

    with pytest.raises(IntegrityError, match="one_leader_a_field"), transaction.atomic():
        answers(people["idle"], category, people, since=9)
    answers(people["idle"], category, people, since=10)


def test_the_director_writes_it_and_who_comes_second_is_told_what_to_do(people, sign_in):
    client, url = sign_in(people["director"]), reverse("cases:portfolio_add")
    field = factories.category().parent
    typed = form_of(client, f"{url}?category={field.pk}")
    assert typed["category"] == str(field.pk)
    assert (
        client.post(url, typed | {"leader": people["busy"].pk, "document_no": "东党工〔2026〕1号"}).status_code == 302
    )

    again = client.post(url, form_of(client, url) | {"category": field.pk, "leader": people["idle"].pk})

    assert again.status_code == 422 and "先写明到哪天" in again.content.decode()
    assert Portfolio.objects.get().leader == people["busy"]


def test_a_change_names_who_follows_from_the_same_day(people, sign_in):
    row = answers(people["busy"], factories.category(), people)
    client, url = sign_in(people["director"]), reverse("cases:portfolio_end", args=[row.pk])

    typed = {"until": f"{today():%F}", "successor": people["idle"].pk, "document_no": "东党工〔2026〕5号"}
    done = client.post(url, form_of(client, url) | typed)

    assert done.status_code == 302
    assert [(one.leader.name, one.since, one.until) for one in Portfolio.objects.order_by("since")] == [
        ("busy", today() - 100 * DAY, today()),
        ("idle", today(), None),
    ]
    assert people["idle"].portfolios.get().document_no == "东党工〔2026〕5号"
    assert client.post(url, form_of(client, url) | {"until": f"{today():%F}"}).status_code == 422  # it has its end


def test_what_nobody_answers_for_says_so_and_what_is_over_stays(people, sign_in):
    category = factories.category()
    answers(people["busy"], category.parent, people, until=0)

    page = sign_in(people["director"]).get(reverse("cases:portfolios"))

    assert category.parent in page.context["free"] and page.context["rows"] == []
    assert [row.leader for row in page.context["others"]] == [people["busy"]]


def test_the_page_costs_the_same_for_one_and_for_many(people, sign_in, queries_of):
    answers(people["busy"], factories.category(), people)
    client, url = sign_in(people["director"]), reverse("cases:portfolios")
    client.get(url)
    few = len(queries_of(lambda: client.get(url)))
    for name in ("停车", "征收", "租赁"):
        answers(people["idle"], factories.category(name), people)

    assert len(queries_of(lambda: client.get(url))) == few


def test_leaders_and_the_supervisor_read_it_and_only_the_director_writes(people, sign_in):
    row = answers(people["busy"], factories.category(), people)
    for role in (Role.HO, Role.LO, Role.SV):
        client = sign_in(factories.official(role))
        assert client.get(reverse("cases:portfolios")).status_code == 200
        for address in (reverse("cases:portfolio_add"), reverse("cases:portfolio_end", args=[row.pk])):
            assert client.get(address).status_code == 403
    assert sign_in(factories.official(Role.HD)).get(reverse("cases:portfolios")).status_code == 403
