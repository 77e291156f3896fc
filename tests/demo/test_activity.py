"""The demo on the real register: the same every time, true to the lives of municipalities, and plausible."""

from collections import Counter
from datetime import date

import pytest
from django.db import models, transaction
from django.db.models import Q
from django.test import Client
from pghistory.models import Context

from dialogue_meetings.models import AttachmentContent, FollowUp, Meeting, Need, Reminder
from dialogue_meetings.models import Invitation as MeetingInvitation
from learning_networks.models import Gathering, Network, Presence
from learning_networks.models import Invitation as NetworkInvitation
from learning_networks.models import Membership as NetworkMembership
from lhl_portal.access.models import Membership, Region, SavedView, User
from lhl_portal.access.roles import Role
from lhl_portal.demo.days import CLOSED_FROM, CLOSED_TO, FIRST, LAST, YEARS
from lhl_portal.demo.ground import read_ground
from lhl_portal.demo.questions import QUESTIONS_2021, QUESTIONS_2023, QUESTIONS_MAY_2022, QUESTIONS_NOVEMBER_2022
from lhl_portal.demo.text import LABEL, marked
from lhl_portal.ui.documents import recognise
from municipalities.models import Municipality
from reform_phases.models import (
    ElderCouncilEntry,
    Measure,
    OrganisingEntry,
    PhaseEntry,
    Plan,
    Reform,
    Solution,
    StatusEntry,
    Treatment,
)
from reporting.facts import read_facts
from reporting.indicators import compute_all
from reporting.models import Answer, Question, Report, Round
from reporting.services import missing_answers
from reporting.values import checked
from tests.demo.conftest import make_demo, run
from tests.demo.fingerprints import MODELS, fingerprint

pytestmark = pytest.mark.usefixtures("demo")

# What happened to a municipality on a day: rows, the way to the municipality, the day.
HAPPENED = (
    (MeetingInvitation, "municipality", "offered_on"),
    (MeetingInvitation, "municipality", "answered_on"),
    (Meeting, "invitations__municipality", "planned_on"),
    (Meeting, "invitations__municipality", "held_on"),
    (FollowUp, "municipality", "due_on"),
    (FollowUp, "municipality", "done_on"),
    (Need, "municipality", "raised_on"),
    (Need, "municipality", "answered_on"),
    (Reminder, "invitation__municipality", "sent_on"),
    (NetworkInvitation, "municipality", "invited_on"),
    (NetworkMembership, "municipality", "valid_from"),
    (Presence, "municipality", "gathering__held_on"),
    (Treatment, "municipality", "on"),
    (Treatment, "municipality", "intended_on"),
    (Plan, "municipality", "adopted_on"),
    (StatusEntry, "municipality", "on"),
    (PhaseEntry, "municipality", "on"),
    (OrganisingEntry, "municipality", "on"),
    (ElderCouncilEntry, "municipality", "on"),
)
# These say how long something will hold or when an office answers, not what has happened.
LOOKS_AHEAD = {
    (Plan, "ends_on"),
    (NetworkMembership, "valid_to"),
    (Round, "due_on"),
    (Membership, "valid_to"),
    (Measure, "starts_on"),
    (Measure, "ends_on"),
}


@pytest.fixture(scope="module", autouse=True)
def earlier_demo(django_db_setup, django_db_blocker):
    """The fingerprint of a demo in a database that is forgotten again. Its primary keys are not used a second time.

    Made by itself, before the other: this is the one that nobody looks at.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        found = make_demo()
        transaction.set_rollback(True)
    return found


def test_two_fresh_databases_get_the_same_demo(earlier_demo, made_demo):
    assert made_demo == earlier_demo
    assert len(set(made_demo.values())) == len(MODELS)


def test_seeding_again_changes_nothing():
    before, events = fingerprint(), Context.objects.count()

    said = run("seed_demo")

    assert said.strip() == "Demodata finnes allerede"
    assert (fingerprint(), Context.objects.count()) == (before, events)


def test_the_history_tells_that_the_rows_are_made_up():
    assert Context.objects.filter(metadata__command="seed_demo", metadata__demo=True).count() == 1


@pytest.mark.parametrize(("model", "path", "day"), HAPPENED, ids=lambda part: getattr(part, "__name__", part))
def test_everything_happened_while_the_municipality_existed(model, path, day):
    rows = model._base_manager.exclude(**{day: None})
    outside = Q(**{f"{day}__lt": models.F(f"{path}__valid_from")}) | Q(**{f"{day}__gte": models.F(f"{path}__valid_to")})

    assert rows.exists()
    assert not rows.filter(outside).exists()


def test_nothing_happened_outside_the_years_of_the_demo():
    for model in MODELS:
        for field in model._meta.concrete_fields:
            if type(field) is models.DateField and (model, field.name) not in LOOKS_AHEAD:
                days = model._base_manager.exclude(**{field.name: None})
                assert not days.exclude(**{f"{field.name}__range": (FIRST, LAST)}).exists(), (model, field.name)


def test_no_membership_of_a_network_outlasts_the_municipality_or_the_network():
    ends = Q(valid_to__gt=models.F("municipality__valid_to")) | Q(valid_to=None, municipality__valid_to__isnull=False)
    network_ends = Q(network__ends_on__isnull=False, valid_to=None) | Q(
        network__ends_on__lt=models.F("valid_to") - models.Value(1)
    )

    assert not NetworkMembership.objects.filter(ends | network_ends).exists()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_rows_pass_the_same_validation_as_forms(model):
    rows = list(model._base_manager.order_by("pk"))

    for row in rows[:: len(rows) // 15 + 1]:
        row.full_clean()


def test_nobody_is_present_without_having_said_yes_or_at_a_meeting_that_was_not_held():
    present = MeetingInvitation.objects.filter(present=True)

    assert present.exists()
    assert not present.exclude(answer=MeetingInvitation.Answer.ACCEPTED).exists()
    assert not present.filter(meeting__held_on=None).exists()
    assert not Meeting.objects.exclude(held_on=None).exclude(invitations__present=True).exists()


def test_only_members_come_to_a_gathering():
    for presence in Presence.objects.select_related("gathering"):
        day, network = presence.gathering.held_on, presence.gathering.network_id
        members = NetworkMembership.objects.as_of(day).filter(network=network)
        assert members.filter(municipality=presence.municipality_id).exists()


def test_every_region_has_some_of_everything():
    for area in read_ground().areas:
        here = {body.pk for body in area.all_bodies()}
        rows = {
            "answers yes, no and none": {i.answer for i in MeetingInvitation.objects.filter(municipality__in=here)},
            "kinds of meetings": set(
                Meeting.objects.filter(invitations__municipality__in=here).values_list("kind", flat=True)
            ),
            "forms of meetings": set(
                Meeting.objects.filter(invitations__municipality__in=here)
                .exclude(form="")
                .values_list("form", flat=True)
            ),
            "stages": set(Treatment.objects.filter(municipality__in=here).values_list("stage", flat=True)),
        }
        assert {name: len(values) for name, values in rows.items()} == {
            "answers yes, no and none": 3,
            "kinds of meetings": 9,
            "forms of meetings": 2,
            "stages": 3,
        }, area.region
        for found in (
            Meeting.objects.filter(invitations__municipality__in=here, attendance__count__gt=0),
            FollowUp.objects.filter(municipality__in=here).exclude(done_on=None),
            FollowUp.objects.filter(municipality__in=here, done_on=None),
            Meeting.objects.filter(invitations__municipality__in=here, kind__in=Meeting.Kind.outside_meetings()),
            Gathering.objects.filter(municipalities__in=here),
            Network.objects.filter(invitations__municipality__in=here).exclude(builds_on=""),
            NetworkMembership.objects.filter(municipality__in=here, valid_to=None),
            Plan.objects.filter(municipality__in=here).exclude(adopted_on=None),
            Treatment.objects.filter(stage="decision", on__gt=date(2021, 11, 1), municipality__in=here),
        ):
            assert found.exists(), (area.region, found.query)
        silent_in = [len(here & _without_contact(year, area.bodies[year])) for year in YEARS]
        assert 4 <= sum(silent_in) / len(silent_in) <= 12, (area.region, silent_in)


def test_every_municipality_of_today_was_offered_a_meeting_and_invited_to_a_network():
    facts = read_facts(reform=Reform.objects.get(), starts_on=FIRST, as_of=LAST)
    shares = compute_all(facts)

    assert not shares["meeting_offered"].missing
    assert not shares["network_invited"].missing


def test_the_country_moves_through_the_phases():
    figures = {year: _figures(date(year, 1, 1), date(year, 12, 31)) for year in YEARS}

    decided, planned = ([figures[y][code] for y in YEARS] for code in ("decision_made", "plan_adopted"))
    assert decided == sorted(set(decided))
    assert planned == sorted(set(planned))
    assert 0.6 < decided[-1] / 356 < 0.9
    assert figures[2020]["meeting_held"] < figures[2019]["meeting_held"] < figures[2021]["meeting_held"]
    assert figures[2021]["network_participation"] > 1.3 * figures[2019]["network_participation"]


def test_spring_2020_was_digital_and_quiet():
    meetings = Meeting.objects.exclude(kind__in=Meeting.Kind.outside_meetings())
    held = meetings.filter(held_on__range=(CLOSED_FROM, CLOSED_TO))
    year_before = meetings.filter(held_on__range=(CLOSED_FROM.replace(year=2019), CLOSED_TO.replace(year=2019)))
    called_off = Meeting.objects.filter(planned_on__range=(CLOSED_FROM, CLOSED_TO), held_on=None)

    assert set(held.values_list("form", flat=True)) == {Meeting.Form.DIGITAL}
    assert held.count() < year_before.count() / 2
    assert called_off.count() >= 10


def test_some_predecessors_decided_and_their_decisions_are_to_be_confirmed():
    facts = read_facts(reform=Reform.objects.get(), starts_on=FIRST, as_of=date(2020, 1, 31))
    decided = compute_all(facts)["decision_made"]

    inherited = [r for rows in decided.beside.values() for r in rows if r.why_not.startswith("Arvet fra")]
    assert len(inherited) >= 5


def test_regions_differ():
    facts = read_facts(reform=Reform.objects.get(), starts_on=FIRST, as_of=date(2021, 11, 1))
    decided = compute_all(facts)["decision_made"]

    per_region = Counter(facts.municipalities[pk].region for pk in decided.counted)
    base = Counter(body.region for body in facts.municipalities.values())
    shares = {region: per_region[region] / base[region] for region in base}
    assert len(shares) == 10
    assert min(shares.values()) > 0.1
    assert max(shares.values()) - min(shares.values()) > 0.1


def test_offices_that_write_nynorsk_write_nynorsk():
    names = {language: {s.name_in(language) for s in Solution.objects.all()} for language in ("nb", "nn")}
    drafts = {"nb": {""}, "nn": {""}}
    cells = {"nb": set(), "nn": set()}
    for asking in (*QUESTIONS_2021, *QUESTIONS_MAY_2022, *QUESTIONS_NOVEMBER_2022, *QUESTIONS_2023):
        for language, text in zip(("nb", "nn"), asking.draft, strict=True):
            drafts[language].add(marked(text))
        for row in asking.rows:
            for language, text in zip(("nb", "nn"), row[-1], strict=True):
                cells[language].add(marked(text))
    for region in Region.objects.all():
        own, other = ("nn", "nb") if region.language == "nn" else ("nb", "nn")
        titles = " ".join(Meeting.objects.filter(host=region.office).values_list("title", flat=True))
        assert any(name in titles for name in names[own] - names[other]), region
        # A name of the one form may be part of a name in the other.
        foreign = {name for name in names[other] if not any(name in mine for mine in names[own])}
        assert not [name for name in foreign if name in titles], region
        answers = Answer.objects.filter(report__region=region)
        assert set(answers.values_list("text", flat=True)) <= drafts[own]
        tables = [answer.value["rows"] for answer in answers.filter(question__kind="table")]
        assert {row["Formål/status/neste steg"] for rows in tables for row in rows} <= cells[own]
    assert Answer.objects.filter(report__region__language="nn").exists()


def test_the_files_could_have_been_attached_in_the_portal_and_say_that_they_are_made_up():
    kept = AttachmentContent.objects.select_related("attachment")

    assert kept.exists()
    for content in kept:
        assert recognise(bytes(content.data)).media_type == content.attachment.media_type
        assert LABEL.encode() in bytes(content.data)


def test_free_text_is_marked_and_links_lead_nowhere_real():
    for model, field in (
        (Meeting, "outcome"),
        (Treatment, "note"),
        (Plan, "note"),
        (StatusEntry, "note"),
        (Measure, "note"),
        (Answer, "text"),
    ):
        written = model._base_manager.exclude(**{field: ""})
        assert written.exists()
        assert not written.exclude(**{f"{field}__startswith": LABEL}).exists()
    for model in (Treatment, Plan, StatusEntry):
        links = model._base_manager.exclude(link="")
        assert links.exists()
        assert not links.exclude(link__startswith="https://example.no/").exists()


def test_each_round_has_a_report_per_region_and_its_questions():
    rounds = {round.name_nb: round for round in Round.objects.all()}

    assert {name: (r.cut_off, r.due_on, r.layout, r.questions.count()) for name, r in rounds.items()} == {
        "Årsrapport 2021": (date(2021, 11, 1), date(2021, 12, 1), "annual", 8),
        "Status per 15. mai 2022": (date(2022, 5, 15), date(2022, 6, 1), "short", 2),
        "Rapport per 1. november 2022": (date(2022, 11, 1), date(2022, 12, 1), "annual", 3),
        "Årsrapport 2023": (date(2023, 12, 31), date(2024, 2, 1), "annual", 4),
    }
    for round in rounds.values():
        assert round.reports.filter(region__isnull=False).count() == 10
        assert round.reports.filter(region=None).count() == 1
    assert Report.objects.filter(answers=None).exists()


def test_the_annual_round_asks_in_every_way_and_offices_have_answered_in_both_forms():
    annual = Round.objects.get(name_nb="Årsrapport 2021")

    assert annual.sections.count() == 3
    assert set(annual.questions.values_list("kind", flat=True)) == set(Question.Kind.values)
    for question in annual.questions.exclude(kind="text"):
        answers = Answer.objects.filter(question=question)
        assert {answer.report.region.language for answer in answers} == {"nb", "nn"}
        assert [answer.value for answer in answers] == [checked(question, answer.value) for answer in answers]
    drafted = Report.objects.filter(round=annual, contributions__isnull=False).distinct()
    assert any(not missing_answers(report) for report in drafted)
    assert any(missing_answers(report) for report in drafted)
    assert annual.extensions.count() == 1


def test_there_is_a_user_for_every_role_and_an_adviser_for_every_office():
    users = User.objects.filter(is_demo=True)

    assert users.count() == User.objects.count()
    assert not any(user.has_usable_password() for user in users)
    assert {m.role for m in Membership.objects.all()} == set(Role)
    advisers = Membership.objects.filter(role=Role.ADVISER)
    assert {m.organisation.region.code for m in advisers} == set(Region.objects.values_list("code", flat=True))
    assert User.objects.filter(name="Demo rådgiver, Vestland", email="demo.raadgiver.vestland@example.no").exists()
    contacts = Municipality.objects.filter(organisation__memberships__role=Role.CONTACT)
    assert contacts.count() == 2
    assert contacts.filter(changes_in__kind="merge").distinct().count() == 1


def test_what_the_demos_people_have_saved_opens_as_saved(settings):
    settings.DEMO = True  # elsewhere they cannot log in
    views = SavedView.objects.filter(owner__email="demo.analytiker@example.no").select_related("owner")
    client = Client()
    client.force_login(views[0].owner)

    pages = [client.get(view.get_absolute_url()) for view in views]

    assert [page.context["saved_views"].current for page in pages] == list(views)
    assert [page.context["filter_form"].errors for page in pages] == [{}] * len(views)


def test_demo_logins_lists_who_one_can_be():
    said = run("demo_logins")

    lines = said.splitlines()
    assert lines[0].split() == ["Navn", "Rolle", "Organisasjon"]
    assert any("Demo rådgiver, Vestland" in line and "Statsforvalteren i Vestland" in line for line in lines)
    assert len(lines) == User.objects.count() + 2
    assert "ett klikk" in lines[-1]


def _figures(starts_on: date, as_of: date) -> dict[str, int]:
    facts = read_facts(reform=Reform.objects.get(), starts_on=starts_on, as_of=as_of)
    return {code: share.value for code, share in compute_all(facts).items()}


def _without_contact(year: int, bodies: tuple[Municipality, ...]) -> set[int]:
    met = MeetingInvitation.objects.filter(present=True, meeting__held_on__year=year)
    gathered = Presence.objects.filter(gathering__held_on__year=year)
    return {body.pk for body in bodies}.difference(
        *(rows.values_list("municipality_id", flat=True) for rows in (met, gathered))
    )
