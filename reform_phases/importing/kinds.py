"""What can be imported: which columns a file has, and which line says the same as another."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from reform_phases.importing.lines import Line, PlanLine, StatusLine, TreatmentLine
from reform_phases.models import Import, Plan, StatusEntry, Treatment

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Column:
    """`field` of the line's form. `codes`: a spreadsheet may have taken 3.4 for the third of April.

    `help` stands in the guidance, and so do the labels of `choices`.
    """

    field: str
    label: "StrOrPromise"
    help: "StrOrPromise" = ""
    required: bool = False
    codes: bool = False
    day: bool = False
    choices: type[TextChoices] | None = None


@dataclass(frozen=True)
class Kind:
    """`once` names the columns that a file may only have once together, and `value` what is then said.

    What the portal has already is left out; with a `value`, only where that is the same.
    """

    key: str
    label: "StrOrPromise"
    permission: str
    form: type[Line]
    columns: tuple[Column, ...]
    once: tuple[str, ...]
    value: str = ""

    @property
    def model(self) -> Any:
        return self.form._meta.model


MUNICIPALITY = Column(
    "municipality",
    _("Kommune"),
    _("Nummer eller navn, nytt eller gammelt. Heter flere det samme, skriv nummeret, eller fylket etter navnet."),
    required=True,
)
SOLUTIONS = Column(
    "solutions", _("Løsninger"), _("Koder med komma mellom. Tomt når det gjelder reformen som helhet."), codes=True
)
REFORM = Column("reform", _("Reform"), _("Må fylles ut når portalen har flere reformer."))
CASE = Column("case_number", _("Saksnummer"))
LINK = Column("link", _("Lenke til dokument"), _("Begynner med https:// eller http://."))
NOTE = Column("note", _("Merknad"))
DATE = _("Dato i Excel, 31.12.2021 eller 2021-12-31.")

KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            key=Import.Kind.STATUSES,
            label=Import.Kind.STATUSES.label,
            permission="reform_phases.add_status",
            form=StatusLine,
            columns=(
                MUNICIPALITY,
                Column("solution", _("Løsning"), _("Kode eller navn."), required=True, codes=True),
                Column("state", _("Status"), required=True, choices=StatusEntry.State),
                Column("on", _("Dato"), DATE, required=True, day=True),
                Column("source", _("Kilde"), _("Tomt betyr rådgivers vurdering."), choices=StatusEntry.Source),
                LINK,
                NOTE,
            ),
            once=("municipality_id", "solution_id", "on"),
            value="state",
        ),
        Kind(
            key=Import.Kind.TREATMENTS,
            label=Import.Kind.TREATMENTS.label,
            permission="reform_phases.add_treatment",
            form=TreatmentLine,
            columns=(
                MUNICIPALITY,
                REFORM,
                Column("stage", _("Steg"), required=True, choices=Treatment.Stage),
                Column("on", _("Dato"), DATE, required=True, day=True),
                Column("body", _("Organ"), _("Tomt betyr kommunestyret."), choices=Treatment.Body),
                CASE,
                LINK,
                Column("intended_on", _("Planlagt vedtatt"), _("Bare for intensjon."), day=True),
                SOLUTIONS,
                NOTE,
            ),
            once=("municipality_id", "reform_id", "stage", "on", "body", "case_number"),
        ),
        Kind(
            key=Import.Kind.PLANS,
            label=Import.Kind.PLANS.label,
            permission="reform_phases.add_plan",
            form=PlanLine,
            columns=(
                MUNICIPALITY,
                REFORM,
                Column("kind", _("Plantype"), required=True, choices=Plan.Kind),
                Column("title", _("Tittel"), required=True),
                Column("adopted_on", _("Vedtatt"), _("Tomt mens planen er under arbeid."), day=True),
                Column("ends_on", _("Gjelder til og med"), _("Planens siste dag."), day=True),
                CASE,
                LINK,
                SOLUTIONS,
                NOTE,
            ),
            once=("municipality_id", "reform_id", "kind", "title", "adopted_on"),
        ),
    )
}
