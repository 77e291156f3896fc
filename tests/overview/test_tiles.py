import pytest

from lhl_portal.overview.tiles import CHECK, Frame, Paint, Square, abbreviation, borders, draw, frame_of

YES = Paint("5", CHECK, "Vedtak – Ja")


def square(pk, column, row, county="Fylket", name="Kommunen"):
    return Square(pk, name, county, column, row)


@pytest.mark.parametrize(
    ("name", "letters", "short"),
    [
        ("Hå", 4, "Hå"),
        ("Lier", 4, "Lier"),
        ("Kristiansand", 4, "Kris"),
        ("Nord-Aurdal", 4, "NoAu"),
        ("Evje og Hornnes", 4, "EvHo"),
        ("Øvre Eiker", 6, "ØvrEik"),
        ("Våler (Innlandet)", 6, "Våler"),
        ("Kautokeino – Guovdageaidnu", 4, "Kaut"),
    ],
)
def test_a_name_is_shortened_to_what_reminds_of_it(name, letters, short):
    assert abbreviation(name, letters) == short


def test_two_squares_of_one_county_have_one_outline_without_a_line_between_them():
    pair = [square(1, 0, 0), square(2, 1, 0)]

    assert borders(pair, pair) == "M0 0v30M60 0v30M0 0h60M0 30h60"


def test_a_line_between_two_counties_is_drawn_once():
    pair = [square(1, 0, 0, "Øst"), square(2, 1, 0, "Vest")]

    assert borders(pair, pair).count("M30 0v30") == 1


def test_the_frame_is_what_is_shown_with_two_squares_round_it_as_far_as_the_country_goes():
    country = [square(pk, pk, pk) for pk in range(30)]

    assert frame_of([country[10], country[12]], country) == Frame(left=8, top=8, columns=7, rows=7)
    assert frame_of(country[:1], country) == Frame(left=0, top=0, columns=3, rows=3)
    assert not frame_of(country, country).near


def test_others_in_the_frame_are_drawn_without_a_link_and_those_outside_it_not_at_all():
    country = [square(1, 0, 0, name="Lier"), square(2, 1, 0, name="Asker"), square(3, 9, 9, name="Vadsø")]

    drawing = draw(country, {1: YES}, "/kommuner/0/?dato=2021-12-31")

    assert drawing is not None
    assert drawing.tiles.count("<a ") == 1
    assert 'href="/kommuner/1/?dato=2021-12-31"' in drawing.tiles
    assert "<title>Lier: Vedtak – Ja</title>" in drawing.tiles
    assert "<title>Asker</title>" in drawing.context
    assert "Vadsø" not in drawing.tiles + drawing.context


def test_names_are_escaped():
    drawing = draw([square(1, 0, 0, name="<b>")], {1: YES}, "/kommuner/0/")

    assert drawing is not None
    assert "<title>&lt;b&gt;: Vedtak – Ja</title>" in drawing.tiles


def test_there_is_no_drawing_where_nobody_has_a_square():
    assert draw([square(1, 0, 0)], {2: YES}, "/kommuner/0/") is None
