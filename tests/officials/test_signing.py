"""Signing in and out: who gets in, for how long, and who is kept out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from officials.models import AuditEntry, Official, Role
from tests.factories import PASSWORD, official, section

pytestmark = pytest.mark.django_db

WRONG = "wrong-wrong-wrong"
NEW = "一场秋雨一场寒，十场秋雨穿上棉"


def login(client, person, password=PASSWORD, **extra):
    username = person if isinstance(person, str) else person.username
    return client.post(reverse("officials:login"), {"username": username, "password": password}, **extra)


def sign_ins(person):
    return list(AuditEntry.objects.filter(actor_id=person.pk, action="officials:login").order_by("id"))


def text_of(response):
    """The page without what differs from request to request."""
    page = response.content.decode()
    for differing in (response.wsgi_request.id, str(response.context["csrf_token"])):
        page = page.replace(differing, "")
    return page


def test_a_clerk_signs_in_and_lands_on_the_own_first_page(client):
    clerk = official(Role.RC)

    response = login(client, clerk)

    assert response.status_code == 302
    assert response["Location"] == reverse("officials:home")
    assert client.get(reverse("officials:me")).status_code == 200


def test_signing_in_gives_a_new_session_key(client):
    client.get(reverse("officials:login"))
    session = client.session
    session["planted"] = "before"
    session.save()
    client.cookies["sessionid"] = session.session_key

    login(client, official())

    assert client.cookies["sessionid"].value != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_a_wrong_password_and_an_unknown_number_get_the_same_answer(client):
    clerk = official()

    wrong, unknown = login(client, clerk, WRONG), login(client, "99999", WRONG)

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert text_of(wrong).replace(clerk.username, "") == text_of(unknown).replace("99999", "")
    assert "工号或密码不对" in wrong.content.decode()


def test_a_disabled_account_gets_the_answer_of_a_wrong_password(client):
    gone = official(is_active=False)

    response = login(client, gone)

    assert response.status_code == 422
    assert text_of(response) == text_of(login(client, gone, WRONG))


def test_what_was_typed_as_number_is_kept_and_the_password_is_not(client):
    page = login(client, "20777", "secret-typed-here").content.decode()

    assert 'value="20777"' in page
    assert "secret-typed-here" not in page


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "https:///x"]
)
def test_after_signing_in_nobody_is_sent_to_another_site(client, next_page):
    clerk = official()

    response = client.post(
        reverse("officials:login"), {"username": clerk.username, "password": PASSWORD, "next": next_page}
    )

    assert response["Location"] == reverse("officials:home")


def test_after_signing_in_one_is_back_at_the_page_one_wanted(client):
    wanted = reverse("officials:keys")
    asked = client.get(wanted)
    assert asked["Location"] == f"{reverse('officials:login')}?next={wanted}"

    clerk = official()
    response = client.post(
        reverse("officials:login"), {"username": clerk.username, "password": PASSWORD, "next": wanted}
    )

    assert response["Location"] == wanted


def test_signing_in_without_the_token_of_the_form_is_refused():
    clerk = official()

    response = login(Client(enforce_csrf_checks=True), clerk)

    assert response.status_code == 403
    assert sign_ins(clerk) == []


# ---------- the lock ----------


def test_the_fifth_wrong_password_locks_and_the_fourth_does_not(client):
    clerk = official()
    for _try in range(4):
        assert login(client, clerk, WRONG).status_code == 422

    fifth = login(client, clerk, WRONG)

    assert fifth.status_code == 429
    assert "请过 15 分钟再来" in fifth.content.decode()
    assert fifth["Retry-After"] == "900"
    assert login(client, clerk).status_code == 429


def test_four_wrong_passwords_are_forgotten_once_the_right_one_is_given(client):
    clerk = official()
    for _round in range(2):
        for _try in range(4):
            assert login(client, clerk, WRONG).status_code == 422
        assert login(client, clerk).status_code == 302
        client.post(reverse("officials:logout"))


@pytest.mark.parametrize(("minutes", "status"), [(14, 429), (16, 302)])
def test_the_lock_ends_after_fifteen_minutes_and_trying_meanwhile_does_not_lengthen_it(client, minutes, status):
    clerk = official()
    for _try in range(5):
        login(client, clerk, WRONG)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10))
    assert login(client, clerk, WRONG).status_code == 429

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=minutes))

    assert login(client, clerk).status_code == status


def test_a_trial_during_the_lock_leaves_the_time_of_the_lock_as_it_was(client):
    clerk = official()
    for _try in range(5):
        login(client, clerk, WRONG)
    locked_at = AccessAttempt.objects.get().attempt_time

    login(client, clerk, WRONG)

    assert AccessAttempt.objects.get().attempt_time == locked_at


def test_a_stranger_elsewhere_does_not_keep_the_director_out(client):
    director = official(Role.OD)
    for _try in range(7):
        stranger = login(client, director, WRONG, REMOTE_ADDR="203.0.113.9")
    assert stranger.status_code == 429

    assert login(client, director, REMOTE_ADDR="10.1.2.3").status_code == 302


def test_an_unknown_number_is_locked_like_a_known_one(client):
    answers = [login(client, "99999", WRONG).status_code for _try in range(6)]

    assert answers == [422, 422, 422, 422, 429, 429]


def test_another_browser_name_does_not_get_five_more_tries(client):
    clerk = official()
    answers = [login(client, clerk, WRONG, HTTP_USER_AGENT=f"browser {n}").status_code for n in range(6)]

    assert answers == [422, 422, 422, 422, 429, 429]


def test_a_forged_forwarding_header_does_not_give_five_more_tries(client):
    clerk = official()
    answers = [login(client, clerk, WRONG, HTTP_X_FORWARDED_FOR=f"10.0.0.{n}").status_code for n in range(6)]

    assert answers == [422, 422, 422, 422, 429, 429]


def test_behind_a_proxy_the_address_that_the_proxy_saw_counts(client, settings):
    settings.PROXY_COUNT = 1
    clerk = official()
    for n in range(5):
        login(client, clerk, WRONG, HTTP_X_FORWARDED_FOR=f"10.9.9.{n}, 203.0.113.9")

    assert login(client, clerk, HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 429
    assert login(client, clerk, HTTP_X_FORWARDED_FOR="203.0.113.10").status_code == 302


def test_an_address_that_tries_many_accounts_is_slowed(client):
    for n in range(20):
        assert login(client, f"9{n:04d}", WRONG).status_code == 422
    clerk = official()

    assert login(client, clerk).status_code == 429
    assert login(client, clerk, REMOTE_ADDR="10.1.2.3").status_code == 302

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(seconds=4))
    assert login(client, official()).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_five_tries_are_five_also_when_made_at_the_same_time():
    clerk = official()

    def attempt(n):
        try:
            return login(Client(), clerk, WRONG if n < 11 else PASSWORD).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(attempt, range(12)))

    assert sorted(answers[:11]) == [422] * 4 + [429] * 7
    assert answers[11] == 429


def test_wrong_tries_and_the_lock_are_in_the_audit_log_of_the_account(client):
    clerk = official()
    for _try in range(7):
        login(client, clerk, WRONG, REMOTE_ADDR="203.0.113.9")

    entries = sign_ins(clerk)

    assert [entry.outcome for entry in entries] == ["REFUSED"] * 5
    assert entries[-1].reason == "连续输错 5 次，锁定 15 分钟"
    assert {entry.address for entry in entries} == {"203.0.113.9"}


def test_what_a_stranger_typed_as_number_is_not_in_the_audit_log(client):
    login(client, "my-own-password", WRONG)

    entry = AuditEntry.objects.get()
    assert (entry.actor_id, entry.actor_name, entry.reason) == (None, "", "没有这个工号")
    assert "my-own" not in f"{entry.__dict__}"


# ---------- first passwords and posts ----------


@pytest.mark.parametrize(("hours", "status"), [(71, 302), (73, 422)])
def test_a_first_password_lives_for_seventy_two_hours(client, hours, status):
    new = official(must_change_password=True)
    Official.objects.filter(pk=new.pk).update(password_set_at=timezone.now() - timedelta(hours=hours))

    response = login(client, new)

    assert response.status_code == status
    assert ("初始密码已过 72 小时" in response.content.decode()) is (status == 422)


def test_an_own_password_does_not_run_out(client):
    clerk = official()
    Official.objects.filter(pk=clerk.pk).update(password_set_at=timezone.now() - timedelta(days=400))

    assert login(client, clerk).status_code == 302


def test_every_page_leads_to_the_password_until_the_first_one_is_changed(client):
    new = official(Role.OD, must_change_password=True)
    login(client, new)

    for page in ("officials:home", "officials:me", "officials:profile", "officials:keys"):
        assert client.get(reverse(page))["Location"] == reverse("officials:password")
    assert "先设一个自己的密码" in client.get(reverse("officials:password")).content.decode()

    change_password(client, PASSWORD, NEW)
    assert client.get(reverse("officials:me")).status_code == 200


@pytest.mark.parametrize(("days", "status"), [(1, 302), (0, 422)])
def test_the_last_day_of_a_post_is_the_day_before_it_ends(client, days, status):
    today = timezone.localdate()
    leaving = official(until=today + timedelta(days=days))

    assert login(client, leaving).status_code == status


@pytest.mark.parametrize(("days", "status"), [(0, 302), (1, 422)])
def test_the_first_day_of_a_post_is_the_day_it_starts(client, days, status):
    coming = official(since=timezone.localdate() + timedelta(days=days))

    response = login(client, coming)

    assert response.status_code == status
    assert ("没有在任的岗位" in response.content.decode()) is (status == 422)


# ---------- how long a session lasts ----------


def set_back(person, **ago):
    """As if `person` had signed in that long ago."""
    session = Session.objects.get(session_key=Official.objects.get(pk=person.pk).session_key)
    store = session.get_decoded() | {"signed_in_at": (timezone.now() - timedelta(**ago)).timestamp()}
    session.session_data = type(session).objects.encode(store)
    session.save()
    Official.objects.filter(pk=person.pk).update(sessions_ended_at=None)  # the post was given today


@pytest.mark.parametrize(("minutes", "status"), [(12 * 60 - 1, 200), (12 * 60 + 1, 302)])
def test_a_session_ends_after_twelve_hours_however_busy(client, minutes, status):
    clerk = official()
    login(client, clerk)
    set_back(clerk, minutes=minutes)

    assert client.get(reverse("officials:me")).status_code == status
    if status == 302:
        assert "登录已满 12 小时" in client.get(reverse("officials:login")).content.decode()


def test_a_session_left_alone_for_half_an_hour_is_over_and_each_click_renews_it(client):
    clerk = official()
    login(client, clerk)
    live = Session.objects.get(session_key=Official.objects.get(pk=clerk.pk).session_key)
    assert timedelta(minutes=29) < live.expire_date - timezone.now() <= timedelta(minutes=30)

    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=5))
    assert client.get(reverse("officials:me")).status_code == 200
    live.refresh_from_db()
    assert live.expire_date > timezone.now() + timedelta(minutes=29)

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(reverse("officials:me")).status_code == 302


def test_an_account_has_one_live_session_and_the_older_one_is_told(client):
    clerk, elsewhere = official(), Client()
    login(client, clerk)
    login(elsewhere, clerk)

    assert client.get(reverse("officials:me")).status_code == 302
    assert "您的账号已在别处登录" in client.get(reverse("officials:login")).content.decode()
    assert elsewhere.get(reverse("officials:me")).status_code == 200


def test_an_office_may_allow_several_sessions(client, settings):
    settings.SESSION_ONE_PER_ACCOUNT = False
    clerk, elsewhere = official(), Client()
    login(client, clerk)
    login(elsewhere, clerk)

    assert client.get(reverse("officials:me")).status_code == 200
    assert elsewhere.get(reverse("officials:me")).status_code == 200

    Official.objects.get(pk=clerk.pk).end_sessions()
    assert client.get(reverse("officials:me")).status_code == 302
    assert elsewhere.get(reverse("officials:me")).status_code == 302


def test_a_disabled_account_is_out_at_the_next_click(client):
    clerk = official()
    login(client, clerk)

    Official.objects.filter(pk=clerk.pk).update(is_active=False)

    assert client.get(reverse("officials:me")).status_code == 302


def test_whoever_leaves_a_post_is_out_the_same_day(client):
    clerk = official()
    login(client, clerk)

    clerk.postings.update(until=timezone.localdate())

    response = client.get(reverse("officials:me"))
    assert response.status_code == 302
    assert "您的任职已到期" in client.get(reverse("officials:login")).content.decode()


def test_a_changed_post_ends_the_session(client):
    clerk = official()
    login(client, clerk)
    assert client.get(reverse("officials:me")).status_code == 200

    clerk.postings.create(unit=section(), role=Role.HD, since=timezone.localdate())

    assert client.get(reverse("officials:me")).status_code == 302


def test_a_change_of_the_own_entry_in_another_row_does_not_end_a_colleagues_session(client):
    clerk, colleague = official(), official()
    login(client, colleague)

    clerk.postings.create(unit=section(), role=Role.HD, since=timezone.localdate())

    assert client.get(reverse("officials:me")).status_code == 200


# ---------- signing out ----------


def test_signing_out_ends_the_session_on_the_server_and_empties_the_browser(client):
    clerk = official()
    login(client, clerk)
    key = client.session.session_key

    response = client.post(reverse("officials:logout"))

    assert response["Location"] == reverse("officials:login")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(session_key=key).exists()
    client.cookies["sessionid"] = key
    assert client.get(reverse("officials:me")).status_code == 302


def test_nobody_is_signed_out_by_a_link(client):
    login(client, official())

    assert client.get(reverse("officials:logout")).status_code == 405
    assert client.get(reverse("officials:me")).status_code == 200


def test_signing_in_and_out_are_in_the_audit_log(client):
    clerk = official()
    login(client, clerk, REMOTE_ADDR="10.1.2.3")
    client.post(reverse("officials:logout"))

    entries = AuditEntry.objects.filter(actor_id=clerk.pk).order_by("id")

    assert [(entry.action, entry.outcome) for entry in entries] == [
        ("officials:login", "DONE"),
        ("officials:logout", "DONE"),
    ]
    assert entries[0].address == "10.1.2.3"
    assert (entries[0].subject, entries[0].subject_id) == ("official", clerk.pk)


def test_signing_in_leaves_no_row_in_the_history_of_the_person(client):
    clerk = official()
    before = clerk.history.count()

    login(client, clerk)
    clerk.refresh_from_db()
    assert clerk.last_login is not None
    assert clerk.history.count() == before

    change_password(client, PASSWORD, NEW)
    assert clerk.history.count() == before + 1


def test_no_page_behind_the_login_is_kept_by_a_browser(client):
    login(client, official())

    for page in ("officials:me", "officials:keys", "officials:password"):
        assert "no-store" in client.get(reverse(page))["Cache-Control"]


# ---------- the own password ----------


def change_password(client, old, new, again=None):
    return client.post(
        reverse("officials:password"), {"old_password": old, "new_password1": new, "new_password2": again or new}
    )


def test_a_new_password_is_for_the_next_sign_in_and_this_session_goes_on(client):
    clerk = official()
    login(client, clerk)

    assert change_password(client, PASSWORD, NEW)["Location"] == reverse("officials:home")

    assert client.get(reverse("officials:me")).status_code == 200
    assert login(Client(), clerk).status_code == 422
    assert login(Client(), clerk, NEW).status_code == 302
    assert AuditEntry.objects.filter(actor_id=clerk.pk, action="officials:password").count() == 1


def test_a_new_password_ends_the_sessions_elsewhere(client, settings):
    settings.SESSION_ONE_PER_ACCOUNT = False
    clerk, elsewhere = official(), Client()
    login(client, clerk)
    login(elsewhere, clerk)

    change_password(client, PASSWORD, NEW)

    assert client.get(reverse("officials:me")).status_code == 200
    assert elsewhere.get(reverse("officials:me")).status_code == 302


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("short-pass1", "12"),
        ("qwertyuiop123", "常见"),
        ("x" * 129, "128"),
        ("李建军的猫在窗台上睡觉", "姓名"),
        ("the cat of 24681 sleeps", "工号"),
        ("cat 8 0 1 2 sleeps long", "电话"),
        ("东河街道办事处的猫在睡觉", "单位名称"),
        ("东河街道的猫在窗台上睡觉", "单位名称"),
        ("信访与矛盾纠纷登记 2026", "本系统"),
        (PASSWORD, "现在的一样"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused_with_its_reason(client, new, says):
    clerk = official(name="李建军", phone="8012")
    Official.objects.filter(pk=clerk.pk).update(username="24681")
    login(client, "24681")

    response = change_password(client, PASSWORD, new)

    assert response.status_code == 422
    assert says in str(
        response.context["form"].errors["new_password2" if says != "128" and new != PASSWORD else "new_password1"]
    )
    assert login(Client(), "24681").status_code == 302


@pytest.mark.parametrize("new", ["x7" * 6, "长城长" * 4, "ab cd" * 25 + "xyz", "correct horse battery staple"])
def test_a_long_password_is_allowed_without_further_rules(client, new):
    clerk = official()
    login(client, clerk)

    assert change_password(client, PASSWORD, new).status_code == 302
    assert login(Client(), clerk, new).status_code == 302


def test_the_old_password_is_asked_and_wrong_ones_count_towards_the_lock(client):
    clerk = official()
    login(client, clerk)

    answers = [change_password(client, WRONG, NEW).status_code for _try in range(5)]

    assert answers == [422, 422, 422, 422, 429]
    assert login(Client(), clerk, NEW).status_code == 429


def test_two_different_new_passwords_are_refused(client):
    login(client, official())

    response = change_password(client, PASSWORD, NEW, NEW + "。")

    assert response.status_code == 422
    assert "两次输入的新密码不一样" in response.content.decode()


# ---------- the language ----------


def test_the_language_one_chose_comes_back_at_the_next_sign_in(client):
    clerk = official()
    login(client, clerk)
    response = client.post(reverse("officials:language"), {"language": "en", "next": reverse("officials:me")})
    assert response["Location"] == reverse("officials:me")
    assert 'lang="en"' in client.get(reverse("officials:me")).content.decode()

    another_machine = Client()
    assert 'lang="zh-CN"' in another_machine.get(reverse("officials:login")).content.decode()
    login(another_machine, clerk)

    assert 'lang="en"' in another_machine.get(reverse("officials:me")).content.decode()


def test_a_stranger_may_choose_the_language_of_the_sign_in_page(client):
    client.post(reverse("officials:language"), {"language": "en", "next": reverse("officials:login")})

    assert 'lang="en"' in client.get(reverse("officials:login")).content.decode()


@pytest.mark.parametrize("language", ["", "fr", "../../etc", "x" * 300])
def test_a_language_the_office_does_not_speak_changes_nothing(client, language):
    clerk = official()
    login(client, clerk)

    client.post(reverse("officials:language"), {"language": language, "next": "/"})

    clerk.refresh_from_db()
    assert clerk.language == ""


def test_switching_the_language_leads_to_no_other_site(client):
    response = client.post(reverse("officials:language"), {"language": "en", "next": "https://evil.example/"})

    assert response["Location"] == "/"


def test_a_link_does_not_switch_the_language(client):
    assert client.get(reverse("officials:language"), {"language": "en"}).status_code == 405
