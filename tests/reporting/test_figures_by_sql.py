"""Every figure of a report counted again by SQL, written from the words of its definition and not from the code.

Sets are compared and not only their sizes, in three generated countries, for each region and for the nation, on the day
of a merger and two years later.
"""

from datetime import date

import pytest
from django.db import connection

from reporting.indicators import DECLARED, INDICATORS, versions
from reporting.manifest import read_manifest
from reporting.models import RoundIndicator
from tests import factories as f
from tests.reporting.worlds import MERGER, make_world

COUNTRIES = [
    {"seed": 7, "regions": 2, "municipalities": 9, "mergers": 2},
    {"seed": 2021, "regions": 3, "municipalities": 14, "mergers": 3},
    {"seed": 356, "regions": 4, "municipalities": 18, "mergers": 4},
]
PERIODS = [(f.START, MERGER), (date(2019, 6, 1), date(2021, 11, 1))]
SCHEMES = {"the current versions": INDICATORS, "the newest versions": [versions(i.code)[-1] for i in INDICATORS]}

# Who exists on the day, and whom each municipality of the past has become by then.
GEOGRAPHY = """
WITH RECURSIVE here AS (
    SELECT m.id, s.number, s.name_unique AS name, c.name AS county, cr.region_id AS region, s.sort_key
    FROM municipalities_municipality m
    JOIN municipalities_spell s ON s.municipality_id = m.id
        AND s.valid_from <= %(day)s AND (s.valid_to IS NULL OR s.valid_to > %(day)s)
    JOIN access_county c ON c.id = s.county_id
    JOIN access_countyregion cr ON cr.county_id = s.county_id
        AND cr.valid_from <= %(day)s AND (cr.valid_to IS NULL OR cr.valid_to > %(day)s)
    WHERE m.valid_from <= %(day)s AND (m.valid_to IS NULL OR m.valid_to > %(day)s)
), steps AS (
    SELECT m.id AS origin, m.id AS body FROM municipalities_municipality m
    UNION
    SELECT steps.origin, change.successor_id
    FROM steps JOIN municipalities_change change
        ON change.predecessor_id = steps.body AND change.is_main AND change.effective_on <= %(day)s
), becomes AS (
    SELECT steps.origin, steps.body AS now, steps.origin <> steps.body AS merged
    FROM steps JOIN here ON here.id = steps.body
), member AS (
    SELECT becomes.now AS id, membership.network_id AS network, becomes.merged
    FROM learning_networks_membership membership
    JOIN learning_networks_network network ON network.id = membership.network_id
    JOIN municipalities_municipality body ON body.id = membership.municipality_id
    JOIN becomes ON becomes.origin = body.id
    WHERE membership.valid_from <= %(day)s
        AND (network.ends_on IS NULL OR network.ends_on >= %(day)s)
        AND (membership.valid_to IS NULL OR membership.valid_to > %(day)s OR membership.valid_to = body.valid_to)
)
"""

# Those that count, by code and version.
COUNTED = {
    ("network_participation", 1): "SELECT id FROM member",
    ("network_participation", 2): """
        SELECT member.id FROM member
        WHERE 2 <= (
            SELECT count(DISTINCT gathering.id)
            FROM learning_networks_gathering gathering
            JOIN learning_networks_presence presence ON presence.gathering_id = gathering.id
            JOIN becomes ON becomes.origin = presence.municipality_id AND becomes.now = member.id
            WHERE gathering.network_id = member.network
                AND gathering.held_on BETWEEN %(start)s AND %(day)s
                AND (NOT becomes.merged OR EXISTS (
                    SELECT 1 FROM member over
                    WHERE over.id = member.id AND over.network = member.network AND over.merged
                ))
        )""",
    ("network_invited", 1): """
        SELECT becomes.now FROM learning_networks_invitation invitation
        JOIN becomes ON becomes.origin = invitation.municipality_id
        WHERE invitation.invited_on BETWEEN %(start)s AND %(day)s
            AND (NOT becomes.merged OR EXISTS (
                SELECT 1 FROM member
                WHERE member.id = becomes.now AND member.network = invitation.network_id AND member.merged
            ))""",
    ("support_given", 1): """
        SELECT invitation.municipality_id FROM dialogue_meetings_invitation invitation
        JOIN dialogue_meetings_meeting meeting ON meeting.id = invitation.meeting_id
        WHERE invitation.present AND meeting.held_on BETWEEN %(start)s AND %(day)s""",
    ("meeting_offered", 1): """
        SELECT invitation.municipality_id FROM dialogue_meetings_invitation invitation
        JOIN dialogue_meetings_meeting meeting ON meeting.id = invitation.meeting_id
        WHERE meeting.kind = 'dialogue' AND invitation.offered_on BETWEEN %(start)s AND %(day)s""",
    ("meeting_held", 1): """
        SELECT invitation.municipality_id FROM dialogue_meetings_invitation invitation
        JOIN dialogue_meetings_meeting meeting ON meeting.id = invitation.meeting_id
        WHERE meeting.kind = 'dialogue' AND invitation.present
            AND meeting.held_on BETWEEN %(start)s AND %(day)s""",
    ("decision_made", 1): """
        SELECT municipality_id FROM reform_phases_treatment
        WHERE reform_id = %(reform)s AND stage = 'decision' AND "on" <= %(day)s""",
    ("intention_documented", 1): """
        SELECT municipality_id FROM reform_phases_treatment
        WHERE reform_id = %(reform)s AND stage = 'intention' AND "on" <= %(day)s""",
    ("plan_adopted", 1): """
        SELECT municipality_id FROM reform_phases_plan
        WHERE reform_id = %(reform)s AND adopted_on <= %(day)s AND (ends_on IS NULL OR ends_on >= %(day)s)""",
}


def rows(sql: str, **values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(GEOGRAPHY + sql, values)
        return cursor.fetchall()


def split(key: tuple[str, int], region: int | None, **values: object) -> tuple[list[str], list[str]]:
    """The numbers of the municipalities of `region`, or of the nation, that count and that do not, in order."""
    found = rows(
        f"""SELECT here.number, here.id IN ({COUNTED[key]}) FROM here
        WHERE %(region)s::bigint IS NULL OR here.region = %(region)s
        ORDER BY here.sort_key, here.id""",  # noqa: S608  # our own, above
        region=region,
        **values,
    )
    return [number for number, counts in found if counts], [number for number, counts in found if not counts]


def numbers(entries: list[dict]) -> list[str]:
    return [entry["municipality"] for entry in entries]


def test_there_is_sql_for_every_version_of_every_figure():
    assert set(COUNTED) == {indicator.key for indicator in DECLARED}


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: f"seed {country['seed']}")
def test_every_figure_of_every_report_is_what_sql_makes_of_its_definition(country, scheme):
    world = make_world(**country)
    both_sides = set()
    for starts_on, cut_off in PERIODS:
        round = f.RoundFactory(reform=world.reform, starts_on=starts_on, cut_off=cut_off, due_on=date(2022, 1, 1))
        for indicator in SCHEMES[scheme]:
            RoundIndicator.objects.create(round=round, code=indicator.code, version=indicator.version)
        asked = {"start": starts_on, "reform": world.reform.pk}
        nation: dict[str, list[set[str]]] = {indicator.code: [set(), set()] for indicator in INDICATORS}
        for region in world.regions:
            manifest = read_manifest(f.ReportFactory(round=round, region=region), built_on=date(2022, 1, 2))
            municipalities_are_right(manifest, region.pk, cut_off)
            assert [(x["code"], x["version"]) for x in manifest["figures"]] == [i.key for i in SCHEMES[scheme]]
            for figure in manifest["figures"]:
                key = figure["code"], figure["version"]
                counted, missing = split(key, region.pk, day=cut_off, **asked)
                where = (key, region.name, cut_off)
                assert numbers(figure["counted"]) == counted, where
                assert numbers(figure["missing"]) == missing, where
                assert (figure["value"], figure["base"]) == (len(counted), len(counted) + len(missing)), where
                assert figure["series"] == list(points(key, region.pk, starts_on, cut_off, asked)), where
                assert all(any("why" not in r for r in entry["records"]) for entry in figure["counted"]), where
                assert all("why" in record for entry in figure["missing"] for record in entry["records"]), where
                nation[figure["code"]][0].update(counted)
                nation[figure["code"]][1].update(missing)
        for indicator in SCHEMES[scheme]:
            counted, missing = split(indicator.key, None, day=cut_off, **asked)
            assert nation[indicator.code] == [set(counted), set(missing)]
            both_sides |= {(indicator.key, side) for side, found in ((1, counted), (0, missing)) if found}
    # A country where everybody or nobody counts would not tell a right rule from a wrong one.
    assert both_sides == {(indicator.key, side) for indicator in SCHEMES[scheme] for side in (0, 1)}


def points(key, region, starts_on, cut_off, asked):
    for day in [*(date(year, 12, 31) for year in range(starts_on.year, cut_off.year)), cut_off]:
        counted, missing = split(key, region, day=day, **asked)
        yield {"on": day.isoformat(), "value": len(counted), "base": len(counted) + len(missing)}


def municipalities_are_right(manifest, region, cut_off) -> None:
    found = rows(
        """SELECT here.number, here.name, here.county, people.year, people.total, people.age_65_plus, people.age_80_plus
        FROM here LEFT JOIN LATERAL (
            SELECT * FROM municipalities_population p
            WHERE p.municipality_id = here.id AND p.year <= extract(year FROM %(day)s::date)
            ORDER BY p.year DESC LIMIT 1
        ) people ON true
        WHERE here.region = %(region)s ORDER BY here.sort_key, here.id""",
        day=cut_off,
        region=region,
    )
    assert [(m["number"], m["name"], m["county"], *people(m)) for m in manifest["municipalities"]] == found


def people(municipality) -> tuple:
    counted = municipality["population"] or {}
    return tuple(counted.get(key) for key in ("year", "total", "age_65_plus", "age_80_plus"))


@pytest.mark.django_db
def test_the_three_countries_tell_the_two_versions_of_participation_apart():
    apart = set()
    for country in COUNTRIES:
        world = make_world(**country)
        asked = {"day": PERIODS[1][1], "start": PERIODS[1][0], "reform": world.reform.pk}
        old, new = (set(split(("network_participation", version), None, **asked)[0]) for version in (1, 2))
        assert new <= old
        apart |= old - new
    assert apart
