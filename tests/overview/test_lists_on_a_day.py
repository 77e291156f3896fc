"""The lists of records on a day that has passed: what was known then, in the names of then, and nothing to edit."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from tests import factories as f
from tests.pages import cells

THEN, LATER = date(2021, 6, 1), date(2022, 6, 1)
PAST = {"dato": "2021-12-31"}


def meeting(body, title, day):
    return f.InvitationFactory(
        municipality=body, meeting__title=title, meeting__held_on=day, offered_on=day, present=False
    )


def follow_up(body, title, day):
    return f.FollowUpFactory(meeting=meeting(body, "Møtet", day).meeting, municipality=body, what=title, due_on=None)


def network(body, title, day):
    return f.NetworkMembershipFactory(municipality=body, valid_from=day, network__name=title, network__starts_on=day)


def plan(body, title, day):
    return f.PlanFactory(municipality=body, title=title, adopted_on=day)


LISTS: dict[str, Callable[..., object]] = {
    "dialogue_meetings:list": meeting,
    "dialogue_meetings:follow_up_list": follow_up,
    "learning_networks:list": network,
    "reform_phases:treatment_list": lambda body, title, day: f.TreatmentFactory(
        municipality=body, stage="agenda" if title == "Tidlig" else "decision", on=day
    ),
    "reform_phases:plan_list": plan,
    "reform_phases:measure_list": lambda body, title, day: f.MeasureFactory(
        municipality=body, title=title, starts_on=day
    ),
}
# What the rows of the lists without titles say instead.
WORDS = {
    "reform_phases:treatment_list": ("På dagsorden", "Vedtak"),
}


@pytest.fixture(autouse=True)
def reform(db):
    return f.ReformFactory()


@pytest.fixture
def voss(county):
    """A municipality of 2019, and what makes it part of a new one in 2022."""
    body = f.MunicipalityFactory(county=county, name="Gamlevik")
    return body, lambda: f.merge(date(2022, 1, 1), [body], name="Nyvik")


def table(response):
    return " ".join(" ".join(line) for line in cells(response.text)) if "<tbody>" in response.text else ""


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_what_was_known_on_the_day_in_the_names_of_then(adviser_client, voss, name):
    body, merge = voss
    LISTS[name](body, "Tidlig", THEN)
    merge()
    LISTS[name](body, "Sen", LATER)
    early, late = WORDS.get(name, ("Tidlig", "Sen"))

    then, now = adviser_client.get(reverse(name), PAST), adviser_client.get(reverse(name))

    assert early in table(then)
    assert late not in table(then)
    assert early in table(now)
    assert late in table(now)
    if name != "learning_networks:list":  # names no municipalities
        assert "Gamlevik" in table(then)
        assert "Gamlevik (til 2021)" not in table(then)
        assert "Gamlevik (til 2021)" in table(now)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_list_of_the_past_says_so_and_offers_nothing_to_edit(adviser_client, voss, name, headers):
    LISTS[name](voss[0], "Tidlig", THEN)
    url = reverse(name)

    then = adviser_client.get(url, PAST, headers=headers).text
    now = adviser_client.get(url, headers=headers).text

    assert "Slik det var 31.12.2021" in then
    assert "åpnes som de er i dag" in then
    assert '<a href="?">Vis i dag</a>' in then
    main = then.partition("<main")[2].partition("</main>")[0] or then
    for edits in ("/ny/", "/endre/", 'method="post"'):
        assert edits not in main
    assert "Slik det var 3" not in now
    if name == "dialogue_meetings:follow_up_list":
        assert "Marker som gjort" in now
    else:
        assert f"{url}ny/" in now


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("day", "message"),
    [("2999-01-01", "Datoen er fram i tid"), ("tull", "Oppgi en gyldig dato"), ("0201-01-01", "Registeret begynner")],
)
def test_a_day_that_cannot_be_used_gives_a_message_and_no_rows(adviser_client, voss, name, day, message):
    LISTS[name](voss[0], "Tidlig", THEN)

    response = adviser_client.get(reverse(name), {"dato": day})

    assert message in response.text
    assert table(response) == ""
    assert adviser_client.post(reverse(name), PAST).status_code == 405


def test_links_on_a_list_of_the_past_keep_the_day(adviser_client, voss):
    treatment = f.TreatmentFactory(municipality=voss[0], on=THEN)

    page = adviser_client.get(reverse("reform_phases:treatment_list"), PAST).text

    assert f'href="{reverse("reform_phases:municipality", args=[voss[0].pk])}?dato=2021-12-31"' in page
    assert f'href="{reverse("reform_phases:measure_list")}?dato=2021-12-31"' in page
    assert f'href="{treatment.get_absolute_url()}"' in page


def test_a_meeting_held_later_was_only_offered_and_answers_that_came_later_are_not_there(adviser_client, county):
    def offered(name, **answer):
        return f.InvitationFactory(
            municipality=f.MunicipalityFactory(county=county, name=name),
            meeting__title=name,
            present=False,
            offered_on=THEN,
            **({"answer": "waiting"} | answer),
        )

    offered("Alver", meeting__held_on=LATER)
    offered("Bømlo", meeting__held_on=None, answer="declined", answered_on=LATER)
    offered("Voss", meeting__held_on=None, answer="declined", answered_on=THEN)
    offered("Lærdal", meeting__held_on=None, answer="accepted", answered_on=THEN)
    late = offered("Stord", meeting__held_on=None)
    f.InvitationFactory(
        meeting=late.meeting, municipality=f.MunicipalityFactory(county=county, name="Tysnes"), offered_on=LATER
    )
    url = reverse("dialogue_meetings:list")

    rows = cells(adviser_client.get(url, PAST).text)
    found = {
        state: {row[1] for row in cells(page)} if "<tbody>" in page else set()
        for state in ("holdt", "tilbudt", "avslatt")
        for page in [adviser_client.get(url, PAST | {"status": state}).text]
    }

    assert {row[1]: (row[0], row[3], row[4]) for row in rows} == {
        "Alver": ("1.6.2021", "Alver", "Tilbudt"),
        "Bømlo": ("1.6.2021", "Bømlo", "Tilbudt"),
        "Voss": ("1.6.2021", "Voss", "Avslått"),
        "Lærdal": ("1.6.2021", "Lærdal", "Takket ja, uten dato"),
        "Stord": ("1.6.2021", "Stord", "Tilbudt"),
    }
    assert found == {"holdt": set(), "tilbudt": {"Alver", "Bømlo", "Lærdal", "Stord"}, "avslatt": {"Voss"}}


def test_a_follow_up_done_later_was_open(adviser_client, voss):
    row = follow_up(voss[0], "Sende mal", THEN)
    row.due_on, row.done_on = date(2021, 9, 1), LATER
    row.save()
    url = reverse("dialogue_meetings:follow_up_list")

    assert "Over frist" in table(adviser_client.get(url, PAST | {"status": "forfalt"}))
    assert table(adviser_client.get(url, PAST | {"status": "gjort"})) == ""
    assert "Gjort 1.6.2022" in table(adviser_client.get(url, {"status": "gjort"}))


def test_a_network_counts_those_invited_and_taking_part_by_then(adviser_client, county, voss):
    row = network(voss[0], "Matnettverket", THEN)
    f.NetworkMembershipFactory(network=row.network, municipality=f.MunicipalityFactory(county=county), valid_from=LATER)
    url = reverse("learning_networks:list")

    assert cells(adviser_client.get(url, PAST).text)[0][-2:] == ["1", "1"]
    assert cells(adviser_client.get(url).text)[0][-2:] == ["2", "2"]


def test_a_plan_under_work_and_the_state_of_a_measure_are_not_known_of_another_day(adviser_client, voss):
    f.PlanFactory(municipality=voss[0], title="Under arbeid", adopted_on=None)
    f.MeasureFactory(municipality=voss[0], starts_on=THEN, state="stopped")
    plans, measures = reverse("reform_phases:plan_list"), reverse("reform_phases:measure_list")

    assert "Under arbeid" in table(adviser_client.get(plans))
    assert table(adviser_client.get(plans, PAST)) == ""
    assert "Startet" in table(adviser_client.get(measures, PAST))
    asked = adviser_client.get(measures, PAST | {"status": "stopped"})
    assert "Statusen er bare kjent for i dag." in asked.text
    assert table(asked) == ""


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_the_past_costs_the_same_for_few_and_many(
    adviser_client, county, name, django_assert_max_num_queries, django_assert_num_queries
):
    def log(count):
        for body in f.MunicipalityFactory.create_batch(count, county=county):
            LISTS[name](body, "Tidlig", THEN)

    log(2)
    adviser_client.get(reverse(name), PAST)
    with django_assert_max_num_queries(30) as captured:
        adviser_client.get(reverse(name), PAST)
    log(10)
    with django_assert_num_queries(len(captured)):
        adviser_client.get(reverse(name), PAST)
