"""What to say about many municipalities at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lhl_portal.ui.dates import refuse_future
from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.widgets import DateInput, FilteredCheckboxes
from municipalities.fields import Offered
from municipalities.models import Municipality
from reform_phases.bulk import Wish
from reform_phases.forms.records import Link, Note
from reform_phases.models import Entry, FocusArea, Phase, PhaseEntry, StatusEntry

MOST_MUNICIPALITIES = 400
MOST_ENTRIES = 10_000


class Deed(models.TextChoices):
    STATUS = "status", _("Sett status for en løsning")
    CONFIRM = "confirm", _("Bekreft at statuser er uendret")
    PHASE = "phase", _("Sett fase")


PARTS = {Deed.STATUS: ("solution", "state"), Deed.CONFIRM: ("scope",), Deed.PHASE: ("phase", "area")}


class BulkForm(WithoutIdentityNumbers, forms.Form):
    """The fields in `PARTS` belong to one deed each. What another deed's fields hold is neither read nor refused."""

    kommune = forms.MultipleChoiceField(
        label=_("Kommuner"),
        widget=FilteredCheckboxes(filter_label=_("Søk etter kommune")),
        error_messages={"required": _("Velg minst én kommune.")},
    )
    deed = forms.ChoiceField(label=_("Hva vil du gjøre?"), choices=Deed.choices, widget=forms.RadioSelect)
    solution = forms.ChoiceField(label=_("Løsning"), error_messages={"required": _("Velg en løsning.")})
    state = forms.ChoiceField(
        label=_("Ny status"),
        choices=[("", _("Velg …")), *StatusEntry.State.choices],
        error_messages={"required": _("Velg en status.")},
    )
    scope = forms.ChoiceField(label=_("Hva skal bekreftes?"), required=False)
    phase = forms.ChoiceField(label=_("Ny fase"), error_messages={"required": _("Velg en fase.")})
    area = forms.ChoiceField(label=_("Gjelder"), required=False)
    on = forms.DateField(
        label=_("Dato"), widget=DateInput, help_text=_("Fra og med denne dagen gjelder det. Ikke fram i tid.")
    )
    source = forms.ChoiceField(label=_("Kilde"), choices=Entry.Source.choices)
    link = Link(label=_("Lenke til dokument"))
    note = Note(label=_("Merknad"))

    def __init__(self, *args: Any, offered: Offered, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.offered = today, offered
        areas = FocusArea.objects.select_related("reform").prefetch_related("solutions")
        self.areas = {str(area.pk): area for area in areas.order_by("-reform__valid_from", "code")}
        self.solutions = {str(s.pk): s for area in self.areas.values() for s in area.solutions.all()}
        phases = Phase.objects.select_related("reform").order_by("-reform__valid_from", "number")
        self.phases = {str(phase.pk): phase for phase in phases}
        solutions = [(str(area), [(s.pk, str(s)) for s in area.solutions.all()]) for area in self.areas.values()]
        scopes = [
            (group, [(f"area-{key}", _("Hele %(area)s") % {"area": group}), *((f"solution-{pk}", s) for pk, s in rows)])
            for key, (group, rows) in zip(self.areas, solutions, strict=True)
        ]
        fields: dict[str, Any] = self.fields
        fields["kommune"].choices = self._chosen_first()
        fields["solution"].choices = [("", _("Velg løsning")), *solutions]
        fields["scope"].choices = [("", _("Alle løsninger som har en status")), *scopes]
        fields["phase"].choices = [("", _("Velg fase")), *_by_reform(self.phases)]
        fields["area"].choices = [("", _("Reformen som helhet")), *_by_reform(self.areas)]

    def _chosen_first(self) -> list[tuple[Any, list[tuple[int, str]]]]:
        """The municipalities on offer, those that are ticked before the others."""
        ticked = {str(key) for key in self["kommune"].value() or ()}
        flat: list[tuple[int, str]] = []
        for key, label in self.offered.choices:
            flat += label if isinstance(label, list) else [(key, label)]
        groups = {_("Valgt"): True, _("Flere å velge blant"): False}
        found = [(name, [row for row in flat if (str(row[0]) in ticked) is is_in]) for name, is_in in groups.items()]
        return [(name, rows) for name, rows in found if rows]

    def clean_kommune(self) -> list[Municipality]:
        keys = set(self.cleaned_data["kommune"])
        if len(keys) > MOST_MUNICIPALITIES:
            raise ValidationError(_("Velg høyst %(most)s kommuner om gangen.") % {"most": MOST_MUNICIPALITIES})
        return [body for pk, body in self.offered.by_pk.items() if str(pk) in keys]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        refuse_future(day, today=self.today)
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        deed = values.get("deed")
        for other in PARTS.keys() - {deed}:
            for name in PARTS[other]:
                self.errors.pop(name, None)
        if not self.errors and deed == Deed.PHASE and not self._same_reform(values):
            self.add_error("area", _("Innsatsområdet hører til en annen reform enn fasen."))
        if not self.errors and len(values["kommune"]) * len(self.wish().topics) > MOST_ENTRIES:
            self.add_error("kommune", _("Det blir for mye på én gang. Velg færre kommuner."))
        return values

    def _same_reform(self, values: dict[str, Any]) -> bool:
        area = self.areas.get(values["area"])
        return area is None or area.reform_id == self.phases[values["phase"]].reform_id

    def wish(self) -> Wish:
        """What a form without errors asks for."""
        values = self.cleaned_data
        asked = {Deed.STATUS: self._status, Deed.CONFIRM: self._confirmation, Deed.PHASE: self._phase}
        ground = {name: values[name] for name in ("source", "link", "note")}
        return Wish(**asked[values["deed"]](values), on=values["on"], ground=ground)

    def _status(self, values: dict[str, Any]) -> dict[str, Any]:
        solution = self.solutions[values["solution"]]
        return {
            "log": StatusEntry,
            "topics": [{"solution": solution}],
            "value": values["state"],
            "scope": str(solution),
        }

    def _confirmation(self, values: dict[str, Any]) -> dict[str, Any]:
        kind, _dash, key = values["scope"].partition("-")
        if kind == "area":
            chosen, scope = list(self.areas[key].solutions.all()), str(self.areas[key])
        elif kind == "solution":
            chosen, scope = [self.solutions[key]], str(self.solutions[key])
        else:
            chosen, scope = list(self.solutions.values()), gettext("Alle løsninger")
        return {"log": StatusEntry, "topics": [{"solution": s} for s in chosen], "value": None, "scope": scope}

    def _phase(self, values: dict[str, Any]) -> dict[str, Any]:
        phase = self.phases[values["phase"]]
        topic = {"reform": phase.reform, "area": self.areas.get(values["area"])}
        return {"log": PhaseEntry, "topics": [topic], "value": phase, "scope": PhaseEntry(**topic).about}


def _by_reform(rows: Mapping[str, Phase] | Mapping[str, FocusArea]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, row in rows.items():
        groups.setdefault(str(row.reform), []).append((key, str(row)))
    return list(groups.items())
