"""What narrows the list of municipalities. Place and day are asked of the database, the rest of the rows read."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lhl_portal.overview.columns import LINKS
from lhl_portal.overview.rows import EXPIRED, INHERITED, OWN, Overview, Row
from lhl_portal.ui.forms import GroupedModelChoiceIterator
from lhl_portal.ui.tables import TableForm
from municipalities.asof import AsOfForm
from municipalities.filters import MunicipalityFilter
from municipalities.models import Municipality
from reform_phases.models import FocusArea, Solution, StatusEntry
from reform_phases.presentation import NOT_REGISTERED, NOTHING
from reform_phases.progress import STARTED
from reporting import facts as kinds

SIZES = {"liten": (0, 5_000), "middels": (5_000, 20_000), "stor": (20_000, None)}
STARTED_OR_FURTHER = "started"
MISSING = "missing"
LINK_ASKED = {OWN: _("har"), MISSING: _("mangler"), INHERITED: _("arvet"), EXPIRED: _("utløpt")}


class OverviewForm(TableForm, AsOfForm):
    """Columns, order and day, and that a state is asked for something."""

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        about = values.get("losning") or values.get("omrade")
        if values.get("tilstand") and not about:
            self.add_error("tilstand", ValidationError(_("Velg også en løsning eller et innsatsområde.")))
        if about and not values.get("tilstand") and "tilstand" not in self.errors:
            self.add_error("tilstand", ValidationError(_("Velg hvilken status det skal gjelde.")))
        return values


class MapForm(AsOfForm):
    """Place, day and what colours the map, which the view offers. The answer is the attribute `colour`."""

    vis = forms.ChoiceField(
        label=_("Farge etter"),
        required=False,
        error_messages={"invalid_choice": _("Kartet kan ikke farges etter «%(value)s».")},
    )
    field_order = ("vis", *AsOfForm.field_order)
    colour: str

    def offer(self, choices: Sequence[Any], default: str) -> None:
        vis: Any = self.fields["vis"]
        vis.choices = choices
        self.colour = default
        if not self.data.get("vis"):  # the select shows what is chosen when nothing is said
            self.data = dict(self.data.items()) | {"vis": default}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        self.colour = values.pop("vis", self.colour)
        return values


class MapFilter(MunicipalityFilter):
    class Meta:
        model = Municipality
        form = MapForm
        fields: list[str] = []


class SolutionChoice(django_filters.ModelChoiceFilter):
    """Solutions under their areas."""

    class field_class(django_filters.fields.ModelChoiceField):
        iterator = GroupedModelChoiceIterator
        group_by = "area"


class OverviewFilter(MunicipalityFilter):
    omrade = django_filters.ModelChoiceFilter(
        label=_("Innsatsområde"),
        queryset=FocusArea.objects.order_by("reform", "code"),
        empty_label=_("Alle områder"),
        method="of_rows",
    )
    losning = SolutionChoice(
        label=_("Løsning"),
        queryset=Solution.objects.select_related("area").order_by("area__reform", "area__code", "code"),
        empty_label=_("Alle løsninger"),
        method="of_rows",
    )
    tilstand = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[
            (STARTED_OR_FURTHER, _("Under gjennomføring eller lenger")),
            *StatusEntry.State.choices,
            (NOT_REGISTERED, NOTHING),
        ],
        empty_label=_("Alle"),
        method="of_rows",
    )
    ledd = django_filters.ChoiceFilter(
        label=_("Vedtak og planer"),
        choices=[
            (f"{kind}-{state}", format_lazy("{link}: {state}", link=LINKS[kind], state=LINK_ASKED[state]))
            for kind, more in (
                (kinds.AGENDA, ()),
                (kinds.INTENTION, ()),
                (kinds.DECISION, (INHERITED,)),
                (kinds.PLAN, (EXPIRED,)),
                (kinds.ECONOMY, (EXPIRED,)),
            )
            for state in (OWN, MISSING, *more)
        ],
        empty_label=_("Alle"),
        method="of_rows",
    )
    nettverk = django_filters.ChoiceFilter(
        label=_("I nettverk"), choices=[("ja", _("Ja")), ("nei", _("Nei"))], empty_label=_("Alle"), method="of_rows"
    )
    kontakt = django_filters.ChoiceFilter(
        label=_("Siste kontakt"),
        choices=[("fersk", _("Innenfor grensen")), ("gammel", _("Eldre enn grensen")), ("ingen", _("Ingen"))],
        empty_label=_("Alle"),
        method="of_rows",
    )
    ferskhet = django_filters.ChoiceFilter(
        label=_("Uferske statuser"),
        choices=[("ja", _("Har uferske")), ("nei", _("Har ingen uferske"))],
        empty_label=_("Alle"),
        method="of_rows",
    )
    storrelse = django_filters.ChoiceFilter(
        label=_("Innbyggere"),
        choices=[
            ("liten", _("Under 5 000")),
            ("middels", _("5 000 til 19 999")),
            ("stor", _("20 000 og flere")),
        ],
        empty_label=_("Alle"),
        method="of_rows",
    )

    class Meta:
        model = Municipality
        form = OverviewForm
        fields: list[str] = []

    MAIN = ("tekst", "region", "fylke", "dato")

    @property
    def more(self) -> list[Any]:
        """The fields that stand folded."""
        return [self.form[name] for name in self.filters if name not in self.MAIN and name in self.form.fields]

    @property
    def more_in_use(self) -> bool:
        return any(self.form.data.get(name) for name in self.filters if name not in self.MAIN)

    def of_rows(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset  # asked of the rows, by `narrow`

    def narrow(self, overview: Overview) -> list[Row]:
        """The rows that pass. The form must be valid."""
        asked = self.form.cleaned_data
        tests: list[Callable[[Row], bool]] = []
        if asked.get("tilstand"):
            tests.append(_in_state(asked, overview))
        if asked.get("ledd"):
            kind, _dash, state = asked["ledd"].partition("-")
            tests.append(lambda row: row.chain[kind] == state if state != MISSING else row.chain[kind] != OWN)
        if asked.get("nettverk"):
            tests.append(lambda row: row.in_network is (asked["nettverk"] == "ja"))
        if asked.get("kontakt"):
            tests.append(lambda row: contact(row.last_contact, overview.contact_since) == asked["kontakt"])
        if asked.get("ferskhet"):
            tests.append(lambda row: bool(row.stale) is (asked["ferskhet"] == "ja"))
        if asked.get("storrelse"):
            low, high = SIZES[asked["storrelse"]]
            tests.append(lambda row: row.people is not None and low <= row.people and (not high or row.people < high))
        return [row for row in overview.rows if all(test(row) for test in tests)]


def contact(last: date | None, since: date) -> str:
    """How long ago the last contact was: a choice of the filter. Contact before `since` is old."""
    if last is None:
        return "ingen"
    return "fersk" if last >= since else "gammel"


def _in_state(asked: dict[str, Any], overview: Overview) -> Callable[[Row], bool]:
    """Whether the solution, or any of the area's, is in the state asked for."""
    state = asked["tilstand"]
    solution = asked.get("losning")
    among = [solution.pk] if solution else [s.pk for s in overview.solutions if s.area_id == asked["omrade"].pk]

    def passes(row: Row) -> bool:
        held = [row.states[pk].state if pk in row.states else NOT_REGISTERED for pk in among]
        return any(one in STARTED if state == STARTED_OR_FURTHER else one == state for one in held)

    return passes
