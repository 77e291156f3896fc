"""The stored key for Norwegian order."""

import pytest

from lhl_portal.access.sorting import MAX_LENGTH, norwegian_key


def test_the_letters_of_the_alphabet_come_in_norwegian_order():
    norwegian = ["Arendal", "Bø", "Valle", "Zulu", "Ærø", "Øksnes", "Øygarden", "Ål", "Åsnes"]

    by_code_point = sorted(norwegian)
    assert by_code_point != norwegian

    assert sorted(by_code_point, key=norwegian_key) == norwegian


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("Aasnes", "Åsnes"),
        ("AURLAND", "aurland"),
        ("Kárášjohka", "Karasjohka"),
        ("Deatnu - Tana", "Deatnu  Tana"),
        ("Ivgu Đŋŧž", "ivgu dntz"),
        ("Ärla", "Ærla"),
        ("Östre", "Østre"),
        ("Übeda", "Ybeda"),
        ("A\u030as", "Ås"),
        ("Våler (Innlandet)", "Våler Innlandet"),
    ],
)
def test_case_accents_and_punctuation_make_no_difference(text, same_as):
    assert norwegian_key(text) == norwegian_key(same_as)


def test_the_key_sorts_the_same_by_byte_as_by_letter():
    assert norwegian_key("Østre Toten Åsnes Ærø").isascii()


def test_a_shorter_name_comes_before_the_longer_one_that_begins_with_it():
    assert norwegian_key("Nord") < norwegian_key("Nord Odal") < norwegian_key("Nordre Land")


def test_the_key_fits_its_column():
    assert len(norwegian_key("å" * 500)) == MAX_LENGTH
