"""Municipalities beside one for comparison: the nearest and those of like size, as of a day."""

from datetime import date

import pytest

from municipalities.models import Population
from municipalities.nearby import kilometres, like_size, nearest
from tests.factories import CountyFactory, MunicipalityFactory, PositionFactory, merge

DAY = date(2022, 6, 1)


def placed(name, latitude, longitude=10.0, **values):
    body = MunicipalityFactory(name=name, **values)
    PositionFactory(municipality=body, latitude=latitude, longitude=longitude, valid_from=body.valid_from)
    return body


def inhabited(name, total, year=2022, **values):
    body = MunicipalityFactory(name=name, **values)
    counted(body, year, total)
    return body


def counted(body, year, total):
    Population.objects.create(municipality=body, year=year, total=total, age_65_plus=0, age_80_plus=0)


def test_a_quarter_of_the_way_round_the_earth_is_ten_thousand_kilometres():
    assert round(kilometres((0, 0), (90, 0))) == round(kilometres((0, 0), (0, 90))) == 10008


def test_degrees_of_longitude_are_shorter_in_the_north():
    """Half as long at 60 degrees as at the equator, a little less along the great circle."""
    assert kilometres((60, 5), (60, 6)) == pytest.approx(kilometres((0, 5), (0, 6)) / 2, rel=1e-3)


def test_the_nearest_come_first_with_whole_kilometres(county):
    here = placed("Her", 60.0, county=county)
    far = placed("Langt", 62.0, county=county)
    near = placed("Nær", 60.5, county=county)
    middle = placed("Midt", 59.0, county=county)

    assert nearest(here, DAY) == [(near.pk, "Nær", 56), (middle.pk, "Midt", 111), (far.pk, "Langt", 222)]
    assert nearest(here, DAY, count=1) == [(near.pk, "Nær", 56)]


def test_the_nearest_are_those_of_the_day(county):
    here = placed("Her", 60.0, county=county)
    old = placed("Gammel", 60.1, county=county)
    new = merge(date(2020, 1, 1), [old], name="Ny")
    old.positions.update(valid_to=date(2020, 1, 1))
    PositionFactory(municipality=new, latitude=61.0, valid_from=date(2020, 1, 1))

    assert [near.name_then for near in nearest(here, date(2019, 12, 31))] == ["Gammel"]
    assert [near.name_then for near in nearest(here, date(2020, 1, 1))] == ["Ny"]


def test_the_nearest_may_lie_in_another_region(county):
    here = placed("Her", 60.0, county=county)
    other = placed("Der", 60.1, county=CountyFactory())

    assert [near.pk for near in nearest(here, DAY)] == [other.pk]


def test_a_municipality_that_does_not_exist_on_the_day_has_none_beside_it(county):
    placed("Her", 60.0, county=county)
    ended = placed("Borte", 60.1, county=county)
    merge(date(2020, 1, 1), [ended])
    counted(ended, 2019, 100)
    inhabited("Folk", 100, county=county)

    assert nearest(ended, DAY) == []
    assert like_size(ended, DAY) == []


def test_like_in_size_is_by_ratio(county):
    here = inhabited("Her", 1000, county=county)
    inhabited("Halve", 490, county=county)
    inhabited("Doble", 2000, county=county)
    inhabited("Ti ganger", 10_000, county=county)

    assert [peer.name_then for peer in like_size(here, DAY)] == ["Doble", "Halve", "Ti ganger"]
    assert [peer.name_then for peer in like_size(here, DAY, count=1)] == ["Doble"]


def test_the_newest_population_on_or_before_the_day_counts(county):
    here = inhabited("Her", 1000, county=county)
    grown = inhabited("Vokst", 500, year=2020, county=county)
    counted(grown, 2022, 1000)
    counted(grown, 2023, 4000)
    behind = inhabited("Etter", 900, year=2020, county=county)

    assert like_size(here, DAY) == [(grown.pk, "Vokst", 1000), (behind.pk, "Etter", 900)]


def test_a_municipality_where_nobody_is_counted_has_no_like_and_is_nobodys(county):
    empty = MunicipalityFactory(name="Tom", county=county)
    nobody = inhabited("Ingen", 0, county=county)
    here = inhabited("Her", 1000, county=county)

    assert like_size(empty, DAY) == like_size(nobody, DAY) == like_size(here, DAY) == []


@pytest.mark.parametrize("find", [nearest, like_size])
def test_the_country_is_read_in_one_query(county, django_assert_num_queries, find):
    here, *_ = [placed(f"Kommune {n}", 60 + n / 10, county=county) for n in range(12)]
    for body in [here, *type(here).objects.exclude(pk=here.pk)]:
        counted(body, 2022, 1000)

    with django_assert_num_queries(1):
        assert len(find(here, DAY)) == 5
