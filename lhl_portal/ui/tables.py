"""Lists whose columns are defined once, for the page as for the files (`exports`), and chosen in the address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Self, TypeVar

from django import forms
from django.template.loader import render_to_string
from django.utils.formats import date_format, localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lhl_portal.ui.widgets import ColumnMenu

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Value = str | bool | int | float | Decimal | date | None
Row = TypeVar("Row")

NOT_REPORTED = "–"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """What a list tells about each row, and how.

    `key` stands in addresses: an ASCII word that never changes. `value` is what a file gets, as the type it is; None is
    "not reported". The page shows it as `text` does or else as the language writes it, with `link` round it, or through
    the component `template`, which gets ``value``, ``text``, ``link`` and ``mark``: a word of `mark`, such as the key
    of a state. `group` gathers columns in the menu.
    """

    key: str
    label: StrOrPromise
    value: Callable[[Row], Value]
    text: Callable[[Row], str] | None = None
    link: Callable[[Row], str] | None = None
    mark: Callable[[Row], str] | None = None
    template: str = ""
    numeric: bool = False
    heading: bool = False  # names the row
    sortable: bool = True
    sort_key: Callable[[Row], Any] | None = None  # where the value does not sort by itself, as Norwegian names do not
    default: bool = True  # shown when nothing is chosen
    required: bool = False  # shown always
    group: StrOrPromise = ""

    def cell(self, row: Row) -> Cell:
        value = self.value(row)
        text = self.text(row) if self.text else in_words(value)
        link, mark = (of(row) if of else "" for of in (self.link, self.mark))
        return Cell(self, value, text, link, mark)

    def order(self, row: Row) -> Any:
        """What rows are sorted by; None is unknown."""
        if self.sort_key:
            return self.sort_key(row)
        value = self.value(row)
        return value.casefold() if isinstance(value, str) else value


class Cell(NamedTuple):
    """One value, ready for the page."""

    column: Column[Any]
    value: Value
    text: str
    link: str
    mark: str


class Heading(NamedTuple):
    """The top of a column. `sort` is the order that a click asks for, empty where it cannot be sorted."""

    label: StrOrPromise
    sort: str
    aria_sort: str
    classes: str


@dataclass(frozen=True)
class Table(Generic[Row]):
    """`rows` under those of `columns` that are `chosen`, by key; the usual ones when nothing is.

    `sort` is the key of a column, after a minus from high to low. Without one, rows keep the order they come in.
    """

    columns: Sequence[Column[Row]]
    rows: Sequence[Row]
    chosen: Collection[str] = ()
    sort: str = ""

    @property
    def shown(self) -> list[Column[Row]]:
        """The columns chosen, always in the order of their definition."""
        chosen = self.chosen or usual(self.columns)
        return [column for column in self.columns if column.required or column.key in chosen]

    def sorted(self) -> Self:
        """The same table with its rows in order. What is unknown comes last both ways; equals keep their order."""
        column = next((column for column in self.columns if column.key == self.sort.removeprefix("-")), None)
        if column is None:
            return self
        keyed = [(column.order(row), row) for row in self.rows]
        known = [pair for pair in keyed if pair[0] is not None]
        known.sort(key=itemgetter(0), reverse=self.sort.startswith("-"))
        return self.part([row for _key, row in known] + [row for key, row in keyed if key is None])

    def part(self, rows: Sequence[Row]) -> Self:
        """The same table about other rows, such as one page of it. They are taken as they come."""
        return replace(self, rows=rows)

    def headings(self) -> Iterator[Heading]:
        orders = {self.sort: "ascending"} if not self.sort.startswith("-") else {self.sort[1:]: "descending"}
        for column in self.shown:
            aria_sort = orders.get(column.key, "")
            sort = f"-{column.key}" if aria_sort == "ascending" else column.key
            classes = "sortable " * column.sortable + "num" * column.numeric
            yield Heading(column.label, sort if column.sortable else "", aria_sort, classes.strip())

    def body(self) -> SafeString:
        """The rows in HTML, written here and not by a template's loops: there may be 500 of 30 cells."""
        shown, component = self.shown, cache(_component)  # cells that say the same are drawn once
        lines = ("".join(_html(column.cell(row), component) for column in shown) for row in self.rows)
        return mark_safe("\n".join(f"<tr>{cells}</tr>" for cells in lines))  # noqa: S308  `_html` escapes


class TableForm(forms.Form):
    """Mixed into the form of a list: the choice of columns and order, from the address.

    Call `offer` before the form is read. The answers are the attributes `chosen` and `order`: `cleaned_data` keeps what
    narrows the rows, which is all that a filterset may find there.
    """

    kolonne = forms.MultipleChoiceField(
        label=gettext_lazy("Kolonner"),
        required=False,
        widget=ColumnMenu,
        error_messages={"invalid_choice": gettext_lazy("Listen har ingen kolonne «%(value)s».")},
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Rekkefølge"),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": gettext_lazy("Listen kan ikke sorteres etter «%(value)s».")},
    )
    chosen: Collection[str]
    order: str

    def offer(self, columns: Sequence[Column[Any]], *, sort: str = "") -> None:
        """Lets the user choose among `columns`. `sort` is the order when none is asked for."""
        kolonne: Any = self.fields["kolonne"]
        kolonne.choices = [(column.key, column.label) for column in columns]
        kolonne.initial = kolonne.widget.usual = usual(columns)
        kolonne.widget.choices = _grouped([column for column in columns if not column.required])
        keys = [column.key for column in columns if column.sortable]
        order: Any = self.fields["sort"]
        order.choices = [(key, key) for key in (*keys, *(f"-{key}" for key in keys))]
        self.chosen, self.order = kolonne.initial, sort

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        self.chosen = values.pop("kolonne", self.chosen)
        self.order = values.pop("sort", "") or self.order
        return values


def usual(columns: Sequence[Column[Any]]) -> list[str]:
    """Keys of the columns that are shown when nothing is chosen."""
    return [column.key for column in columns if column.default or column.required]


def in_words(value: Value) -> str:
    """`value` as the language of the page writes it."""
    if value is None:
        return NOT_REPORTED
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    if isinstance(value, date):
        return date_format(value, "j.n.Y")
    if isinstance(value, int | float | Decimal):
        return str(localize(value))
    return str(value)


def _html(cell: Cell, component: Callable[..., str]) -> str:
    column, _value, text, link, _mark = cell
    if column.template:
        shown = component(column.template, *cell[1:])
    else:
        shown = conditional_escape(text)
        shown = f'<a href="{conditional_escape(link)}">{shown}</a>' if link else shown
    if column.heading:
        return f'<th scope="row">{shown}</th>'
    return f'<td class="num">{shown}</td>' if column.numeric else f"<td>{shown}</td>"


def _component(template: str, value: Value, text: str, link: str, mark: str) -> str:
    return render_to_string(template, {"value": value, "text": text, "link": link, "mark": mark})


def _grouped(columns: Sequence[Column[Any]]) -> list[tuple[Any, Any]]:
    """Choices of a menu: those without a group first, as they are, then each group with its own."""
    groups: dict[str, list[tuple[str, StrOrPromise]]] = {}
    for column in columns:
        groups.setdefault(str(column.group), []).append((column.key, column.label))
    return [*groups.pop("", []), *groups.items()]
