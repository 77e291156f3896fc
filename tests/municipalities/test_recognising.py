"""Who is meant by a number or a name in a list, in the shipped register."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from municipalities.recognising import Recogniser

THEN, LATER, NOW = date(2019, 6, 1), date(2021, 6, 1), date(2026, 6, 1)


@pytest.fixture
def recogniser(register):
    return Recogniser.read()


@pytest.mark.parametrize(
    ("written", "day", "code"),
    [
        ("0301", NOW, "0301-2019"),
        ("301", NOW, "0301-2019"),  # a spreadsheet took it for a number
        ("Oslo", NOW, "0301-2019"),
        ("OSLO KOMMUNE", NOW, "0301-2019"),
        (" oslo ", NOW, "0301-2019"),
        ("0301 Oslo", NOW, "0301-2019"),
        ("3114", NOW, "0137-2019"),
        ("0137", NOW, "0137-2019"),  # its number of 2019
        ("3018", THEN, "0137-2019"),  # and a number it had not got yet
        ("Våler (Østfold)", NOW, "0137-2019"),
        ("Våler (Hedmark)", NOW, "0426-2019"),  # a county that is no more
        ("Våler, Innlandet", NOW, "0426-2019"),
        ("Voss, Vestland", NOW, "4621-2020"),
        ("Asker", THEN, "0220-2019"),
        ("Asker", NOW, "3025-2020"),
        ("1103", THEN, "1103-2019"),  # the same number before and after a merger
        ("1103", NOW, "1103-2020"),
        ("Os", LATER, "0441-2019"),  # the other one was no more
        ("Askim", THEN, "0124-2019"),
        ("Guovdageaidnu", NOW, "2011-2019"),
        ("Guovdageaidnu – Kautokeino", NOW, "2011-2019"),
        ("Ka\u030afjord", NOW, "1940-2019"),  # å in two pieces, as from a Mac
    ],
)
def test_a_municipality_is_known_by_what_it_is_or_was_called(recogniser, written, day, code):
    assert recogniser.find(written, day).code == code


@pytest.mark.parametrize(
    ("written", "day", "reason"),
    [
        ("Oslø", NOW, "Fant ingen kommune som heter «Oslø»."),
        ("9999", NOW, "Fant ingen kommune med nummer 9999."),
        ("0301 Bergen", NOW, "Fant ingen kommune som heter «0301 Bergen»."),
        (
            "Våler",
            NOW,
            "Flere kommuner heter «Våler»: 3114 Våler (Østfold) og 3419 Våler (Innlandet). Skriv kommunenummeret.",
        ),
        (
            "Herøy",
            NOW,
            "Flere kommuner heter «Herøy»: 1515 Herøy (Møre og Romsdal) og 1818 Herøy (Nordland)."
            " Skriv kommunenummeret.",
        ),
        (
            "Os",
            THEN,
            "Flere kommuner heter «Os»: 0441 Os (Hedmark) og 1243 Os (Hordaland). Skriv kommunenummeret.",
        ),
        ("0124", LATER, "Askim fantes ikke 1.6.2021. Ble del av Indre Østfold 1.1.2020."),
        ("Askim", LATER, "Askim fantes ikke 1.6.2021. Ble del av Indre Østfold 1.1.2020."),
        ("Indre Østfold", THEN, "Indre Østfold fantes ikke 1.6.2019. Kommunen ble til 1.1.2020."),
    ],
)
def test_what_means_nobody_or_several_is_refused_with_the_reason(recogniser, written, day, reason):
    with pytest.raises(ValidationError) as refused:
        recogniser.find(written, day)

    assert refused.value.messages == [reason]


def test_without_a_day_it_is_enough_that_somebody_is_called_so(recogniser):
    assert recogniser.find("Askim", None).code == "0124-2019"
    with pytest.raises(ValidationError):
        recogniser.find("Oslø", None)


def test_once_read_nothing_is_asked_of_the_database(recogniser):
    with CaptureQueriesContext(connection) as queries:
        recogniser.find("Oslo", THEN)
        for written in ("Våler", "Indre Østfold"):
            with pytest.raises(ValidationError):
                recogniser.find(written, THEN)
        with pytest.raises(ValidationError):
            recogniser.find("Askim", LATER)
    assert len(queries) == 0
