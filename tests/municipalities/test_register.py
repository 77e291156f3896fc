"""What must hold in the register that the project ships."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.models import Count, Sum

from lhl_portal.access.models import County, CountyRegion, Coverage, Organisation, OrganisationName, Region
from lhl_portal.access.roles import OrganisationKind
from lhl_portal.access.sorting import norwegian_key
from municipalities.models import Change, Jurisdiction, Municipality, Population, Position, Spell

pytestmark = pytest.mark.usefixtures("register")

START = date(2019, 1, 1)
TODAY = date(2026, 11, 22)


def municipality(code):
    return Municipality.objects.get(code=code)


def steward(code, day):
    return Jurisdiction.objects.as_of(day).get(municipality__code=code).steward


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (START, 422),
        (date(2019, 12, 31), 422),
        (date(2020, 1, 1), 356),
        (date(2023, 12, 31), 356),
        (date(2024, 1, 1), 357),
        (TODAY, 357),
    ],
)
def test_the_number_of_municipalities_is_that_of_statistics_norway(day, count):
    assert Municipality.objects.as_of(day).count() == count
    assert Spell.objects.as_of(day).count() == count


@pytest.mark.parametrize(("day", "count"), [(START, 18), (date(2020, 1, 1), 11), (date(2024, 1, 1), 15)])
def test_the_number_of_counties_is_that_of_statistics_norway(day, count):
    assert County.objects.as_of(day).count() == count


def days_of_change():
    """Every day on which something begins or ends, and the day before."""
    days = {START, TODAY}
    for model in (Municipality, Spell, Position, County, CountyRegion):
        for period in model.objects.values_list("valid_from", "valid_to"):
            days.update(day for day in period if day)
    return sorted(day for day in days | {day - timedelta(days=1) for day in days} if day >= START)


def test_every_municipality_lies_in_exactly_one_of_ten_regions_on_every_day_of_change():
    days = days_of_change()
    assert date(2020, 1, 1) in days
    assert date(2023, 12, 31) in days
    for day in days:
        rows = list(Municipality.objects.with_designation(day).values_list("pk", "name_then", "region_then"))

        assert len(rows) == Municipality.objects.as_of(day).count(), day
        assert max(Counter(pk for pk, _, _ in rows).values()) == 1, day
        assert max(Counter(name for _, name, _ in rows).values()) == 1, day
        assert len({region for _, _, region in rows}) == Region.objects.count() == 10, day


def test_no_municipality_exists_before_the_register_begins():
    assert not Municipality.objects.as_of(START - timedelta(days=1)).exists()


def test_a_renumbered_municipality_is_one_body_with_three_spells():
    halden = municipality("0101-2019")

    assert list(halden.spells.values_list("number", "county__name")) == [
        ("0101", "Østfold"),
        ("3001", "Viken"),
        ("3101", "Østfold"),
    ]
    assert halden.valid_to is None
    assert (halden.name, halden.number) == ("Halden", "3101")


@pytest.mark.parametrize("number", ["1103", "5001"])
def test_a_merger_makes_a_new_body_even_when_the_number_is_kept(number):
    old, new = municipality(f"{number}-2019"), municipality(f"{number}-2020")

    assert old.valid_to == new.valid_from == date(2020, 1, 1)
    change = Change.objects.get(predecessor=old, successor=new)
    assert (change.kind, change.is_main) == (Change.Kind.MERGE, True)
    assert not Spell.objects.filter(municipality=old, valid_to=None).exists()


def test_a_boundary_adjustment_makes_no_new_body():
    change = Change.objects.get(predecessor__code="1539-2019", kind=Change.Kind.BOUNDARY)

    assert change.successor.code == "1535-2019"
    assert change.partial
    assert not change.is_main
    assert change.predecessor.valid_to is None


def test_an_official_name_changes_on_its_day_for_the_same_body():
    trondheim = municipality("5001-2020").spells

    assert trondheim.as_of(date(2022, 12, 31)).get().name_official == "Trondheim"
    assert trondheim.as_of(date(2023, 1, 1)).get().name_official == "Trondheim - Tråante"


def test_municipalities_of_the_same_name_are_told_apart_by_county():
    names = Municipality.objects.with_designation(date(2021, 6, 1)).filter(spell__name="Våler")

    assert set(names.values_list("name_then", flat=True)) == {"Våler (Viken)", "Våler (Innlandet)"}


def test_a_municipality_answers_for_itself_while_it_exists():
    assert steward("0711-2019", date(2019, 12, 31)) == municipality("0711-2019")


def test_the_main_successor_answers_for_a_municipality_that_is_no_more():
    """Svelvik went from Vestfold into Drammen, which lay in Viken and lies in Buskerud."""
    drammen = municipality("3005-2020")

    assert steward("0711-2019", TODAY) == drammen
    counties = Jurisdiction.objects.filter(municipality__code="0711-2019").order_by("valid_from")
    assert list(counties.values_list("county__name", flat=True)) == ["Vestfold", "Viken", "Buskerud"]


def test_stewardship_is_followed_through_two_mergers():
    """Haram went into Ålesund in 2020, whose main successor in 2024 is the new Ålesund."""
    assert steward("1534-2019", date(2021, 1, 1)) == municipality("1507-2020")
    assert steward("1534-2019", TODAY) == municipality("1508-2024")


def test_every_municipality_has_one_living_steward_on_every_day_of_change():
    for day in days_of_change():
        rows = Jurisdiction.objects.as_of(day)
        assert rows.count() == Municipality.objects.filter(valid_from__lte=day).count(), day
        living = set(Municipality.objects.as_of(day).values_list("pk", flat=True))
        assert set(rows.values_list("steward", flat=True)) == living, day


def test_every_steward_is_in_the_county_of_its_own_spell():
    for day in days_of_change():
        spells = dict(Spell.objects.as_of(day).values_list("municipality", "county"))
        for who, county in Jurisdiction.objects.as_of(day).values_list("steward", "county"):
            assert spells[who] == county, day


def test_every_municipality_has_a_square_of_its_own_on_every_day_of_change():
    for day in days_of_change():
        placed = list(Position.objects.as_of(day).values_list("municipality", "column", "row"))
        existing = Municipality.objects.as_of(day).values_list("pk", flat=True)

        assert sorted(pk for pk, _, _ in placed) == sorted(existing), day
        assert len({(column, row) for _, column, row in placed}) == len(placed), day


@pytest.mark.parametrize("day", [START, date(2020, 1, 1), date(2024, 1, 1)])
def test_each_region_is_one_piece_on_the_map_and_so_is_the_country(day):
    positions = {p.municipality_id: (p.column, p.row) for p in Position.objects.as_of(day)}
    regions = {}
    for pk, region in Municipality.objects.with_designation(day).values_list("pk", "region_then"):
        regions.setdefault(region, set()).add(positions[pk])

    for squares in [*regions.values(), set(positions.values())]:
        assert one_piece(squares)


def one_piece(squares):
    """Whether one can go from any square to any other over sides."""
    reached, ahead = set(), {next(iter(squares))}
    while ahead:
        reached |= ahead
        beside = {(x + dx, y + dy) for x, y in ahead for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))}
        ahead = beside & squares - reached
    return reached == squares


def test_a_municipality_that_goes_on_keeps_its_point():
    points = Position.objects.values("municipality").annotate(
        points=Count("latitude", distinct=True) + Count("longitude", distinct=True)
    )

    assert set(points.values_list("points", flat=True)) == {2}


@pytest.mark.parametrize(
    ("year", "total"),
    [
        (2019, 5_328_212),
        (2020, 5_367_580),
        (2021, 5_391_369),
        (2022, 5_425_270),
        (2023, 5_488_984),
        (2024, 5_550_203),
        (2025, 5_594_340),
        (2026, 5_627_400),
    ],
)
def test_the_inhabitants_of_the_municipalities_sum_to_the_nation(year, total):
    rows = Population.objects.filter(year=year)

    assert rows.aggregate(total=Sum("total"))["total"] == total
    assert rows.count() == Municipality.objects.as_of(date(year, 1, 1)).count()


def test_each_region_has_one_office_that_covers_its_counties():
    offices = Organisation.objects.filter(kind=OrganisationKind.GOVERNOR)
    assert offices.count() == 10
    for office in offices:
        covered = Coverage.objects.filter(organisation=office).values_list("county", "valid_from", "valid_to")
        region = CountyRegion.objects.filter(region=office.region).values_list("county", "valid_from", "valid_to")
        assert set(covered) == set(region)


def test_an_office_has_the_name_of_the_day_in_both_forms():
    office = Organisation.objects.get(code="statsforvalter-vestland")

    def names(day):
        name = OrganisationName.objects.as_of(day).get(organisation=office)
        return name.name_nb, name.name_nn

    assert names(date(2020, 12, 31)) == ("Fylkesmannen i Vestland", "Fylkesmannen i Vestland")
    assert names(date(2021, 1, 1)) == ("Statsforvalteren i Vestland", "Statsforvaltaren i Vestland")
    assert office.name == "Statsforvalteren i Vestland"


def test_only_two_offices_write_nynorsk():
    nynorsk = Region.objects.filter(language="nn").values_list("code", flat=True)

    assert set(nynorsk) == {"vestland", "more-og-romsdal"}


def test_a_development_centre_follows_its_county_through_merger_and_split():
    covered = Coverage.objects.filter(organisation__code="usht-vestfold").order_by("valid_from")

    assert list(covered.values_list("county__number", flat=True)) == ["07", "38", "39"]


def test_every_county_has_a_development_centre_on_every_day():
    for day in days_of_change():
        centres = Coverage.objects.as_of(day).filter(organisation__kind=OrganisationKind.USHT)
        assert set(centres.values_list("county", flat=True)) == set(
            County.objects.as_of(day).values_list("pk", flat=True)
        ), day


def test_a_municipality_is_an_organisation_of_its_own():
    stavanger = municipality("1103-2020").organisation

    assert (stavanger.code, stavanger.name) == ("kommune-1103-2020", "Stavanger kommune")
    assert municipality("1103-2019").organisation.name == "Stavanger kommune (til 2019)"
    assert municipality("0137-2019").organisation.name == "Våler kommune (Østfold)"


def test_municipalities_sort_the_norwegian_way():
    names = list(Municipality.objects.as_of(TODAY).values_list("name", flat=True))

    assert names == sorted(names, key=norwegian_key)
    last = ["Vågå", "Østre Toten", "Ål", "Ålesund"]
    assert [name for name in names if name in last] == last
    assert names[-1].startswith("Å")
