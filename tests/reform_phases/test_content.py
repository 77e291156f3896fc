"""The reform as data: what is shipped, loading it again, names that were edited, and files that are refused."""

import shutil
from datetime import date
from io import StringIO

import pghistory.models
import pytest
from django.core.management import CommandError, call_command

from reform_phases.content import DATA
from reform_phases.models import FocusArea, Phase, Reform, Solution
from tests.files import edit


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped files, to change."""
    return shutil.copytree(DATA, tmp_path / "data")


@pytest.fixture
def reform(db):
    load()
    return Reform.objects.get(code="leve-hele-livet")


def load(folder=DATA, **options):
    out = StringIO()
    call_command("load_reform", data=folder, stdout=out, **options)
    return out.getvalue()


def history():
    return pghistory.models.Events.objects.count()


def test_the_reform_that_ships_is_leve_hele_livet(reform):
    assert (reform.name_in("nb"), reform.name_in("nn")) == ("Leve hele livet", "Leve heile livet")
    assert reform.phases.count() == 4
    assert reform.areas.count() == 5
    assert [area.solutions.count() for area in reform.areas.all()] == [5, 5, 5, 5, 5]


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        (date(2018, 12, 31), []),
        (date(2019, 1, 1), [1, 2]),
        (date(2020, 12, 31), [2]),
        (date(2021, 1, 1), [3]),
        (date(2023, 6, 1), [3, 4]),
        (date(2023, 12, 31), [3, 4]),
        (date(2024, 1, 1), []),
    ],
)
def test_the_phases_overlap(reform, day, numbers):
    assert list(reform.phases.as_of(day).values_list("number", flat=True)) == numbers


def test_the_reform_ends_with_2023(reform):
    assert Reform.objects.as_of(date(2023, 12, 31)).exists()
    assert not Reform.objects.as_of(date(2024, 1, 1)).exists()


def test_everything_has_a_name_in_each_language(reform):
    for model in (Reform, Phase, FocusArea, Solution):
        for row in model.objects.all():
            assert all(row.name_in(language) for language in ("nb", "nn", "en")), row


def test_a_second_run_writes_nothing_and_leaves_no_history(reform):
    before = history()

    assert "Rader: 0 nye, 0 endret." in load()

    assert history() == before


def test_a_name_that_was_edited_in_the_portal_stays(reform):
    Solution.objects.filter(code="1.1").update(name_nb="Planlegg alderdommen")

    assert "1 rader er endret i portalen og står som de er." in load()

    assert Solution.objects.get(code="1.1").name_nb == "Planlegg alderdommen"


def test_overwriting_is_asked_for(reform):
    Solution.objects.filter(code="1.1").update(name_nb="Planlegg alderdommen")

    assert "Rader: 0 nye, 1 endret." in load(overwrite=True)

    assert Solution.objects.get(code="1.1").name_nb == "Planlegg egen alderdom"


def test_what_was_added_in_the_portal_stays(reform):
    added = Solution.objects.create(area=reform.areas.first(), code="1.6", name_nb="Ny", name_nn="Ny", name_en="New")

    load(overwrite=True)

    assert Solution.objects.filter(pk=added.pk).exists()


def test_history_tells_which_command_wrote_a_row(reform):
    event = Solution.pgh_event_model.objects.get(code="5.5")

    assert event.pgh_context.metadata["command"] == "load_reform"


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("reform.csv", "2019-01-01", "1.1.2019", "valid_from «1.1.2019» er ikke en dato på formen ÅÅÅÅ-MM-DD"),
        ("phases.csv", "2023-01-01,2024-01-01", "2023-01-01,2025-01-01", "fase 4 går ut over reformens periode"),
        ("phases.csv", "hele-livet,4,", "hele-livet,fire,", "number «fire» er ikke et helt tall"),
        ("areas.csv", "hele-livet,3,", "halve-livet,3,", "reformen «leve-halve-livet» er ukjent"),
        ("areas.csv", "hele-livet,3,Mat og måltider,", "hele-livet,3,,", "name_nb mangler"),
        ("solutions.csv", "hele-livet,2,2.3,", "hele-livet,7,2.3,", "innsatsområdet «7» er ukjent i «leve-hele-livet»"),
        ("solutions.csv", "hele-livet,2,2.3,", "hele-livet,2,2.2,", "løsningen står også på linje"),
        ("solutions.csv", "hele-livet,2,2.3,", "hele-livet,2.3,", "raden har 7 kolonner, det skal være 8"),
    ],
)
def test_a_broken_file_is_refused_whole_with_file_line_and_reason(db, folder, file, old, new, reason):
    line = edit(folder / file, old, new)

    with pytest.raises(CommandError) as refused:
        load(folder)

    assert f"{file}, linje {line}: {reason}" in str(refused.value)
    assert not any(model.objects.exists() for model in (Reform, Phase, FocusArea, Solution))


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.name)
def test_each_shipped_file_tells_source_and_date_first(path):
    first, second = path.read_text(encoding="utf-8").splitlines()[:2]

    assert first.startswith("# Kilde: ")
    assert second.startswith("# Dato: ")
