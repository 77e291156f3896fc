"""The parts a report is made of, each alone."""

import gc
from datetime import date

import pydyf
import pytest
from django.utils import translation

from lhl_portal.pdf import conformance, engine
from lhl_portal.pdf.manifests import canonical
from lhl_portal.ui.numbers import percent
from reporting.charts import FLOOR, TOP, ColumnChart, Point
from reporting.embedded import embedded_files
from reporting.pdf import render
from reporting.pdf.pages import read_pages
from tests.reporting.manifests import sample, sample_bytes


@pytest.fixture(autouse=True)
def _norwegian():
    with translation.override("nb"):
        yield


@pytest.mark.parametrize(
    ("value", "base", "shown"),
    [
        (0, 0, "–"),
        (0, 43, "0 %"),
        (43, 43, "100 %"),
        (1, 357, "< 1 %"),
        (356, 357, "> 99 %"),
        (1, 8, "13 %"),
        (31, 43, "72 %"),
    ],
)
def test_only_none_is_0_and_only_all_is_100_per_cent(value, base, shown):
    assert percent(value, base).replace("\u00a0", " ") == shown


def test_population_is_summed_only_when_all_of_it_is_known():
    known, unknown = sample(3), sample(6)
    assert unknown["municipalities"][5]["population"] is None

    assert read_pages(known, checksum="").totals == ("1\u00a0149", "303")
    assert read_pages(unknown, checksum="").totals == ("–", "–")
    assert read_pages(unknown, checksum="").bodies[5].age_65_plus == "–"


def test_the_newest_records_are_shown_and_the_rest_counted():
    manifest = sample(1)
    days = ["2019-02-01", "2019-03-01", "2020-04-01", "2021-05-01", "2021-06-01"]
    manifest["figures"][0]["counted"] = [
        {"municipality": "4601", "records": [{"kind": "Vedtak", "label": "Sak", "on": day} for day in days]}
    ]

    [entry] = read_pages(manifest, checksum="").figures[0].counted.entries

    assert entry.records == ("Sak,\u00a01.6.2021", "Sak,\u00a01.5.2021", "Sak,\u00a01.4.2020")
    assert entry.earlier == "og\u00a02\u00a0tidligere"


def test_a_record_that_does_not_count_says_why_and_a_municipality_without_any_is_only_named():
    manifest = sample(2)
    late = {"kind": "Vedtak", "label": "Sak 1", "on": "2021-11-20", "why": "Etter skjæringsdatoen"}
    manifest["figures"][0] |= {
        "counted": [],
        "missing": [{"municipality": "4601", "records": [late]}, {"municipality": "4602", "records": []}],
    }

    missing = read_pages(manifest, checksum="").figures[0].missing

    assert missing.entries[0].records == ("Vedtak: Sak 1,\u00a020.11.2021 (etter skjæringsdatoen)",)
    assert missing.without == (manifest["municipalities"][1]["name"],)


def test_a_municipality_outside_the_base_of_a_figure_is_neither_yes_nor_no():
    manifest = sample(2)
    manifest["figures"][0] |= {"counted": [], "missing": [{"municipality": "4601", "records": []}]}

    bodies = read_pages(manifest, checksum="").bodies

    assert [body.counts[0] for body in bodies] == [False, None]


def test_columns_are_scaled_to_the_largest_base_and_an_empty_one_is_no_zero():
    chart = ColumnChart.of(
        "x", [Point(date(2019, 12, 31), 0, 0), Point(date(2020, 12, 31), 10, 20), Point(date(2021, 11, 1), 0, 10)]
    )
    empty, half, none = chart.columns

    assert (empty.value_text, empty.base_text, empty.base_height) == ("–", "", "0")
    assert (float(half.base_y), float(half.base_height)) == (TOP, FLOOR - TOP)
    assert float(half.value_height) == (FLOOR - TOP) / 2
    assert (none.value_text, none.value_height, none.value_inside) == ("0", "0", False)
    assert half.day == "31.12.2020"


def test_a_text_that_looks_like_a_formula_stays_a_text_in_the_spreadsheet():
    manifest = sample(1)
    manifest["municipalities"][0]["name"] = "=HYPERLINK(1)"

    _, table = embedded_files(canonical(manifest))

    assert ";'=HYPERLINK(1);" in table.data.decode("utf-8-sig")


def _file(*contents: bytes) -> pydyf.PDF:
    pdf = pydyf.PDF()
    for content in contents:
        pdf.add_object(pydyf.Stream([content], compress=True))
    return pdf


def test_no_packed_stream_ends_in_a_carriage_return():
    contents = [bytes([number]) for number in range(256)]
    naive, finished = _file(*contents), _file(*contents)

    conformance.finish(finished)

    def bad(pdf: pydyf.PDF) -> list[pydyf.Object]:
        streams = [item for item in pdf.objects if isinstance(item, pydyf.Stream)]
        return [item for item in streams if item.data.endswith(b"\r\nendstream")]

    assert bad(naive) != []  # or there would be nothing to mend
    assert bad(finished) == []


def test_packing_changes_no_byte_of_what_is_packed():
    naive, finished = _file(b"1 0 0 1 0 0 cm\n" * 50), _file(b"1 0 0 1 0 0 cm\n" * 50)

    conformance.finish(finished)

    assert finished.objects[-1].data == naive.objects[-1].data


def test_metadata_of_an_unknown_form_are_not_guessed_at():
    pdf = pydyf.PDF()
    pdf.add_object(pydyf.Stream([b"<x/>"], {"Type": "/Metadata"}))

    with pytest.raises(ValueError, match="unexpected form"):
        conformance.finish(pdf)


def test_a_file_whose_index_ends_badly_is_written_again(monkeypatch):
    judged = []
    monkeypatch.setattr(engine, "is_clean", lambda data: judged.append(data) or len(judged) > 1)

    pdf = render(sample_bytes(1))

    assert [len(judged), pdf.data == judged[1], judged[0] == judged[1]] == [2, True, False]


def test_the_collector_rests_during_the_work_and_runs_after_it():
    seen = set()
    render(sample_bytes(1), progress=lambda *_: seen.add(gc.isenabled()))

    assert seen == {False}
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
