"""Administration of users, and logging in and out."""

from datetime import date

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lhl_portal.access.forms import UserForm
from lhl_portal.access.models import Membership, User
from lhl_portal.access.roles import Role
from lhl_portal.audit.models import AccessEvent
from tests import factories

LIST = reverse("access:user_list")
CREATE = reverse("access:user_create")
LOGIN = reverse("account_login")
DEMO_LOGIN = reverse("access:demo_login")
PASSWORD = "en lang nok setning 12"


@pytest.fixture(autouse=True)
def no_earlier_attempts(db):
    """allauth counts log-ins in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def administrator(db):
    return factories.administrator()


@pytest.fixture
def client_in(administrator):
    client = Client()
    client.force_login(administrator)
    return client


@pytest.fixture
def office(county, region):
    return region.office


def update(user):
    return reverse("access:user_update", args=[user.pk])


def sent(*roles, user=None, **changes):
    """What the form posts; `roles` are (organisation, role, from, to) and may begin with an existing membership."""
    data = {"name": "Kari Nordmann", "email": "kari@example.no"} | changes
    if user is not None:
        data = {"name": user.name, "email": user.email, "is_active": "on"} | changes
    existing = [role for role in roles if isinstance(role[0], Membership)]
    data |= {"memberships-TOTAL_FORMS": len(roles), "memberships-INITIAL_FORMS": len(existing)}
    for number, role in enumerate(roles):
        if isinstance(role[0], Membership):
            data[f"memberships-{number}-id"] = role[0].pk
            role = role[1:]
        organisation, name, begin, end = role
        data |= {
            f"memberships-{number}-organisation": organisation.pk if organisation else "",
            f"memberships-{number}-role": name,
            f"memberships-{number}-valid_from": begin,
            f"memberships-{number}-valid_to": end,
        }
    return data


def test_a_new_user_has_roles_and_no_password_and_makes_one_by_mail(client_in, office):
    response = client_in.post(CREATE, sent((office, "adviser", "2021-01-01", ""), email="Kari@Example.no"), follow=True)

    kari = User.objects.get(email="kari@example.no")
    assert not kari.has_usable_password()
    assert kari.is_active
    assert [(m.organisation, m.role) for m in kari.memberships.all()] == [(office, Role.ADVISER)]
    assert "Glemt passord" in response.content.decode()

    visitor = Client()
    visitor.post(reverse("account_reset_password"), {"email": "KARI@example.no"})
    (message,) = mail.outbox
    link = next(word for word in message.body.split() if "/konto/passord/nytt/" in word)
    form = visitor.get(link, follow=True)
    visitor.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    assert visitor.post(LOGIN, {"login": "kari@example.no", "password": PASSWORD}).headers["Location"] == "/"


def test_asking_for_a_password_for_an_unknown_address_tells_nothing(client, db):
    response = client.post(reverse("account_reset_password"), {"email": "ingen@example.no"}, follow=True)

    assert response.status_code == 200
    assert "Er adressen registrert hos oss" in response.content.decode()


@pytest.mark.parametrize(
    ("role", "field", "answer"),
    [
        (("analyst", "2021-01-01", ""), "role", "Rollen finnes ikke i en organisasjon av denne typen."),
        (("adviser", "0201-01-01", ""), "valid_from", "Skriv en dato med riktig årstall."),
        (("adviser", "2021-01-01", "9999-12-31"), "valid_to", "Oppgi en gyldig dato."),
        (("adviser", "2021-01-01", "2020-01-01"), "valid_to", "Siste dag kan ikke være før første dag."),
        (("adviser", "", ""), "valid_from", "Feltet er påkrevet."),
    ],
)
def test_a_role_that_cannot_be_is_explained_and_no_user_is_made(client_in, office, role, field, answer):
    response = client_in.post(CREATE, sent((office, *role)))

    assert answer in response.context["roles"].forms[0].errors[field]
    assert answer in response.content.decode()
    assert not User.objects.filter(email="kari@example.no").exists()


def test_two_roles_at_once_in_an_organisation_are_refused_in_words(client_in, office):
    response = client_in.post(
        CREATE, sent((office, "adviser", "2021-01-01", "2022-01-01"), (office, "reader", "2021-06-01", ""))
    )

    assert f"To roller i {office.name} gjelder samtidig" in response.content.decode()
    assert not User.objects.filter(email="kari@example.no").exists()


def test_a_role_is_shown_and_taken_with_its_last_day(client_in, office):
    user = factories.member(Role.READER, office)
    user.memberships.update(valid_to=date(2022, 1, 1))
    membership = user.memberships.get()

    form = client_in.get(update(user)).content.decode()
    assert "Til og med" in form
    assert 'value="2021-12-31"' in form

    client_in.post(update(user), sent((membership, office, "reader", "2019-01-01", "2021-12-31"), user=user))
    membership.refresh_from_db()
    assert membership.valid_to == date(2022, 1, 1)
    client_in.post(update(user), sent((membership, office, "reader", "2019-01-01", "2021-06-30"), user=user))
    membership.refresh_from_db()
    assert membership.valid_to == date(2021, 7, 1)
    client_in.post(update(user), sent((membership, office, "reader", "2019-01-01", ""), user=user))
    membership.refresh_from_db()
    assert membership.valid_to is None


def test_a_form_of_thousands_of_roles_is_refused(client_in, office):
    data = sent((office, "adviser", "2021-01-01", "")) | {"memberships-TOTAL_FORMS": 4000}

    response = client_in.post(CREATE, data)

    assert response.status_code == 200
    assert len(response.context["roles"].forms) == 30
    assert not User.objects.filter(email="kari@example.no").exists()


def test_an_address_taken_while_the_form_was_open_is_told_beside_the_address(
    client_in, administrator, office, monkeypatch
):
    monkeypatch.setattr(UserForm, "clean_email", lambda form: form.cleaned_data["email"])
    monkeypatch.setattr(UserForm, "validate_unique", lambda form: None)

    response = client_in.post(CREATE, sent((office, "adviser", "2021-01-01", ""), email=administrator.email))

    assert response.context["form"].errors == {"email": ["Det finnes alt en bruker med denne e-postadressen."]}
    assert User.objects.count() == 1


def test_one_role_ends_the_day_the_next_begins(client_in, office):
    user = factories.member(Role.READER, office)
    old = user.memberships.get()

    response = client_in.post(
        update(user),
        sent((old, office, "reader", "2019-01-01", "2021-12-31"), (office, "adviser", "2022-01-01", ""), user=user),
    )

    assert response.status_code == 302
    assert [m.role for m in user.memberships.as_of(date(2021, 12, 31))] == [Role.READER]
    assert [m.role for m in user.memberships.as_of(date(2022, 1, 1))] == [Role.ADVISER]


def test_roles_that_cannot_be_saved_in_one_go_are_refused_in_words(client_in, office):
    user = factories.member(Role.READER, office)
    early = user.memberships.get()
    Membership.objects.filter(pk=early.pk).update(valid_to=date(2021, 1, 1))
    late = factories.MembershipFactory(user=user, organisation=office, role=Role.ADVISER, valid_from=date(2021, 1, 1))

    response = client_in.post(
        update(user),
        sent(
            (late, office, "adviser", "2020-01-01", ""),
            (early, office, "reader", "2019-01-01", "2019-12-31"),
            user=user,
        ),
    )

    assert "Rollene overlapper underveis" in response.content.decode()
    late.refresh_from_db()
    assert late.valid_from == date(2021, 1, 1)


def test_an_address_is_used_once_whatever_its_case(client_in, administrator):
    response = client_in.post(CREATE, sent(email=administrator.email.upper()))

    assert "Det finnes alt en bruker med denne e-postadressen." in response.content.decode()


def test_a_user_is_taken_out_of_use_and_can_no_longer_log_in(client_in, office):
    user = factories.member(Role.ADVISER, office)
    user.set_password(PASSWORD)
    user.save()
    (membership,) = user.memberships.all()
    data = sent((membership, office, "adviser", "2019-01-01", ""), user=user)
    del data["is_active"]

    client_in.post(update(user), data)

    response = Client().post(LOGIN, {"login": user.email, "password": PASSWORD}, follow=True)
    assert "Kontoen er ikke i bruk" in response.content.decode()
    assert not response.context["user"].is_authenticated


def test_administrators_cannot_lock_themselves_out(client_in, administrator):
    (membership,) = administrator.memberships.all()
    kept = (membership, membership.organisation, "administrator", "2019-01-01", "")
    inactive = sent(kept, user=administrator)
    del inactive["is_active"]

    first = client_in.post(update(administrator), inactive)
    second = client_in.post(update(administrator), sent((*kept[:2], "reader", "2019-01-01", ""), user=administrator))

    assert "Du kan ikke sette din egen konto ut av bruk." in first.content.decode()
    assert "Du kan ikke ta fra deg selv rollen som administrator." in second.content.decode()
    membership.refresh_from_db()
    assert membership.role == Role.ADMINISTRATOR


def test_the_list_is_narrowed_by_text_organisation_role_and_account(client_in, administrator, office):
    kari = factories.member(Role.ADVISER, office, name="Kari Nordmann")
    ola = factories.member(Role.READER, office, name="Ola Hansen", is_active=False)

    def found(**query):
        return set(client_in.get(LIST, query).context["object_list"])

    assert found() == {administrator, kari, ola}
    assert found(tekst="nordm") == {kari}
    assert found(organisasjon=office.pk) == {kari, ola}
    assert found(rolle="reader") == {ola}
    assert found(aktiv="False") == {ola}
    assert found(rolle="konge") == set()
    page = client_in.get(LIST).content.decode()
    assert "Ute av bruk" in page
    assert f"Leser, {office.name}" in page


def test_the_list_costs_the_same_for_three_and_for_fifty(
    client_in, office, django_assert_max_num_queries, django_assert_num_queries
):
    for _number in range(3):
        factories.member(Role.READER, office)
    with django_assert_max_num_queries(15) as few:
        client_in.get(LIST)
    for _number in range(46):
        factories.member(Role.READER, office)

    with django_assert_num_queries(len(few)):
        response = client_in.get(LIST)
    assert len(response.context["object_list"]) == 50


def test_the_page_of_a_user_is_still_the_administrators_own(client_in, administrator, office):
    kari = factories.member(Role.ADVISER, office, name="Kari Nordmann")

    response = client_in.get(update(kari))

    assert response.context["user"] == administrator
    assert f'<span class="user-menu__name">{administrator.name}</span>' in response.content.decode()


def test_only_administrators_see_and_change_users(adviser_client, adviser):
    for address in (LIST, CREATE, update(adviser)):
        assert adviser_client.get(address).status_code == 403
    assert adviser_client.post(CREATE, sent()).status_code == 403
    assert not User.objects.filter(email="kari@example.no").exists()
    refused = AccessEvent.objects.filter(kind=AccessEvent.Kind.REFUSED, user=adviser)
    assert sorted(refused.values_list("path", flat=True)) == sorted([LIST, CREATE, CREATE, update(adviser)])


def test_log_in_is_by_e_mail_in_any_case_and_is_remembered(client, db):
    user = factories.UserFactory(email="kari@example.no")
    user.set_password(PASSWORD)
    user.save()

    response = client.post(LOGIN, {"login": "Kari@Example.NO", "password": PASSWORD})
    assert response.headers["Location"] == "/"
    client.post(reverse("account_logout"))

    told = list(AccessEvent.objects.order_by("pk").values_list("kind", "user"))
    assert told == [("login", user.pk), ("logout", user.pk)]


def test_a_wrong_password_is_answered_in_norwegian_and_remembered(client, db):
    user = factories.UserFactory(email="kari@example.no")
    user.set_password(PASSWORD)
    user.save()

    wrong = client.post(LOGIN, {"login": "kari@example.no", "password": "galt"})
    unknown = client.post(LOGIN, {"login": "ingen@example.no", "password": "galt"})

    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert "E-postadressen og/eller passordet du oppgav er feil" in wrong.content.decode()
    told = AccessEvent.objects.order_by("pk").values_list("kind", "detail")
    assert list(told) == [("login_failed", "kari@example.no"), ("login_failed", "ingen@example.no")]


def test_a_page_asks_a_stranger_to_log_in_and_then_goes_on(client, db):
    user = factories.UserFactory(email="kari@example.no")
    user.set_password(PASSWORD)
    user.save()

    asked = client.get("/tilgjengelighet/")
    assert asked.headers["Location"] == f"{LOGIN}?next=/tilgjengelighet/"
    form = {"login": user.email, "password": PASSWORD, "next": "/tilgjengelighet/"}
    assert client.post(LOGIN, form).headers["Location"] == "/tilgjengelighet/"


def test_a_demo_offers_its_users_with_one_click(client, settings, office):
    settings.DEMO = True
    user = factories.member(Role.ADVISER, office, name="Kari Demo", is_demo=True)
    real = factories.member(Role.ADVISER, office, name="Ola Ekte")

    page = client.get(LOGIN).content.decode()
    assert "Kari Demo" in page
    assert office.name in page
    assert real.name not in page

    response = client.post(DEMO_LOGIN, {"user": user.pk, "next": "/reformen/"})

    assert response.headers["Location"] == "/reformen/"
    assert client.get("/tilgjengelighet/").status_code == 200
    assert AccessEvent.objects.get().user == user


@pytest.mark.parametrize("target", ["https://ondt.example/", "//ondt.example", "javascript:alert(1)"])
def test_a_demo_log_in_leads_nowhere_else(client, settings, office, target):
    settings.DEMO = True
    user = factories.member(Role.ADVISER, office, is_demo=True)

    assert client.post(DEMO_LOGIN, {"user": user.pk, "next": target}).headers["Location"] == "/"


def test_a_real_user_is_never_logged_in_by_click(client, settings, office):
    settings.DEMO = True
    real = factories.member(Role.ADVISER, office)
    gone = factories.member(Role.ADVISER, office, is_demo=True, is_active=False)

    for chosen in (real.pk, gone.pk, 0, "tull", "", "9" * 19, "9" * 5000):
        assert client.post(DEMO_LOGIN, {"user": chosen}).status_code == 404
    assert client.get("/").status_code == 302


def test_outside_a_demo_there_are_no_demo_log_ins(client, office):
    user = factories.member(Role.ADVISER, office, name="Kari Demo", is_demo=True)

    assert "Kari Demo" not in client.get(LOGIN).content.decode()
    assert client.post(DEMO_LOGIN, {"user": user.pk}).status_code == 404
    assert client.get("/").status_code == 302
