"""Loading the register again: the same files, changed files, and rows that are gone."""

import shutil
from datetime import date
from io import StringIO

import pghistory.models
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from lhl_portal.access.models import County, Organisation
from municipalities.models import Change, Municipality, Population, Position
from municipalities.register.records import DATA
from tests import factories
from tests.files import edit


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped files, to change."""
    return shutil.copytree(DATA, tmp_path / "data")


def load(folder=DATA):
    out = StringIO()
    call_command("load_register", data=folder, stdout=out)
    return out.getvalue()


def refusal(folder):
    with pytest.raises(CommandError) as refused:
        load(folder)
    return str(refused.value)


def history():
    return pghistory.models.Events.objects.count()


def test_the_command_tells_what_it_loaded(register):
    said = load()

    assert "467 kommuner" in said
    assert "10 regioner" in said
    assert "folketall 2019–2026" in said


def test_a_second_run_writes_nothing_and_leaves_no_history(register):
    before = history()
    assert before > Population.objects.count()

    said = load()

    assert "Rader: 0 nye, 0 endret, 0 slettet." in said
    assert history() == before


def test_history_tells_which_command_wrote_a_row(register):
    event = Municipality.pgh_event_model.objects.get(code="5001-2020")

    assert event.pgh_label == "insert"
    assert event.pgh_context.metadata["command"] == "load_register"


def test_one_changed_row_is_the_only_one_written(register, folder):
    before = history()
    edit(folder / "population.csv", "0101,2019,31177,", "0101,2019,31178,")

    assert "Rader: 0 nye, 1 endret, 0 slettet." in load(folder)

    assert Population.objects.get(municipality__code="0101-2019", year=2019).total == 31178
    assert history() == before + 1


def test_a_new_official_name_ends_the_old_one(register, folder):
    spells = folder / "spells.csv"
    edit(
        spells,
        "0101-2019,3101,Halden,Halden,Halden,31,2024-01-01,\n",
        "0101-2019,3101,Halden,Halden,Halden,31,2024-01-01,2025-01-01\n"
        "0101-2019,3101,Halden,Halden - Prøve,Halden,31,2025-01-01,\n",
    )

    assert "Rader: 1 nye, 1 endret, 0 slettet." in load(folder)

    halden = Municipality.objects.get(code="0101-2019").spells
    assert halden.as_of(date(2024, 12, 31)).get().name_official == "Halden"
    assert halden.as_of(date(2025, 1, 1)).get().name_official == "Halden - Prøve"


def test_two_municipalities_may_trade_squares(register, folder):
    positions = folder / "positions.csv"
    edit(positions, "1508-2024,7,27,", "1508-2024,7,26,")
    edit(positions, "1580-2024,7,26,", "1580-2024,7,27,")

    assert "Rader: 0 nye, 2 endret, 0 slettet." in load(folder)

    connection.check_constraints()  # as when the transaction ends
    squares = Position.objects.filter(municipality__number__in=["1508", "1580"]).values_list(
        "municipality__number", "column", "row"
    )
    assert set(squares) == {("1508", 7, 26), ("1580", 7, 27)}


def test_the_database_refuses_two_municipalities_in_one_square_on_the_same_day(register):
    @transaction.atomic
    def move_haram_to_oslo():
        oslo = Position.objects.get(municipality__number="0301", valid_to=None)
        Position.objects.filter(municipality__number="1580").update(column=oslo.column, row=oslo.row)
        connection.check_constraints()

    with pytest.raises(IntegrityError, match="one_municipality_in_a_square"):
        move_haram_to_oslo()


def test_a_row_that_is_gone_from_the_files_is_deleted(register, folder):
    change = "1103-2020,1124-2019,2020-10-01,boundary,ja,nei,Eiendommer ved Røyneberg\n"
    edit(folder / "changes.csv", change, "")

    assert "Rader: 0 nye, 0 endret, 1 slettet." in load(folder)

    assert not Change.objects.filter(effective_on=date(2020, 10, 1)).exists()


def without_haram(folder):
    """The files as if Ålesund had only been renumbered in 2024."""
    edit(folder / "municipalities.csv", "1580-2024,2024-01-01,\n", "")
    edit(folder / "spells.csv", "1580-2024,1580,Haram,Haram,Haram,15,2024-01-01,\n", "")
    edit(folder / "positions.csv", "1580-2024,7,26,62.5918,6.4656,2024-01-01,\n", "")
    note = "Grensen følger Haram slik kommunen var før 2020"
    edit(folder / "changes.csv", f"1507-2020,1580-2024,2024-01-01,split,ja,nei,{note}\n", "")
    population = folder / "population.csv"
    kept = [line for line in population.read_text(encoding="utf-8").splitlines() if not line.startswith("1580,")]
    population.write_text("\n".join(kept) + "\n", encoding="utf-8")


def test_a_municipality_that_is_gone_is_deleted_with_all_that_is_its_own(register, folder):
    without_haram(folder)

    load(folder)

    assert not Municipality.objects.filter(code="1580-2024").exists()
    assert not Organisation.objects.filter(code="kommune-1580-2024").exists()


def test_a_municipality_that_is_gone_but_in_use_stops_the_loading(register, folder):
    without_haram(folder)
    haram = Municipality.objects.get(code="1580-2024")
    factories.contact(haram)
    before = history()

    said = refusal(folder)

    assert "«Haram kommune» står ikke i filene lenger, men er i bruk: roller (1)" in said
    assert Municipality.objects.filter(pk=haram.pk).exists()
    assert haram.spells.exists()
    assert history() == before


def test_an_organisation_that_an_administrator_added_stays(register):
    added = factories.CentreFactory(county=County.objects.get(number="03"))

    assert "0 slettet" in load()

    assert Organisation.objects.filter(pk=added.pk).exists()
    assert added.coverage.exists()


def test_broken_files_change_nothing_in_a_loaded_register(register, folder):
    before = history()
    edit(folder / "population.csv", "0101,2019,31177,", "0101,2019,31178,")
    edit(folder / "regions.csv", "agder,Agder,nb", "agder,Agder,dansk")

    refusal(folder)

    assert history() == before
