"""One line of a file as a form. The rules are those of the forms that people fill in; only the reading is different."""

from typing import Any, ClassVar

from lhl_portal.access.models import User
from municipalities.models import Municipality
from reform_phases.forms.politics import PlanForm, TreatmentForm
from reform_phases.forms.records import Link, OfMunicipalityForm
from reform_phases.importing.cells import (
    Cell,
    ChoiceCell,
    DayCell,
    MunicipalityCell,
    ReformCell,
    SolutionCell,
    SolutionsCell,
)
from reform_phases.importing.known import Known
from reform_phases.models import Plan, StatusEntry, Treatment

LOOKED_UP_OR_ASKED = {"municipality", "solution", "reform", "intended_on", "ends_on"}


class Line(OfMunicipalityForm):
    """`day` names the field that says on which day the municipality is meant; today where that is empty.

    Asks the database nothing: there may be thousands.
    """

    municipality = MunicipalityCell()  # type: ignore[assignment]
    day: ClassVar[str] = "on"

    def __init__(self, cells: dict[str, str], *, known: Known) -> None:
        self.known = known
        # An empty cell is left out, so that what has a default gets it.
        written = {name: text for name, text in cells.items() if text}
        super().__init__(written, user=known.user, today=known.today, permission=known.permission)
        self.order_fields([self.day])

    def offer(self, user: User, permission: str) -> None:
        for field in self.fields.values():
            if isinstance(field, Cell):
                field.known = self.known
        if "reform" in self.fields and len(self.known.reforms) == 1:
            del self.fields["reform"]
            self.instance.reform = self.known.reforms[0]

    def clean_municipality(self) -> Municipality | None:
        written: str = self.cleaned_data["municipality"]
        if self.day in self.errors:
            self.known.recogniser.find(written, None)
            return None
        return self.known.municipality(written, self.cleaned_data.get(self.day) or self.today)

    def words(self, name: str) -> str:
        """What the cell was read as."""
        field: Any = self.fields.get(name)
        value = self.cleaned_data.get(name)
        if field is None or value in field.empty_values:
            return ""
        return str(field.words(value)) if hasattr(field, "words") else str(value)

    def _get_validation_exclusions(self) -> set[str]:
        # Rows that were looked up do exist, and `clean` has asked what the constraints would: by a query for each line.
        return super()._get_validation_exclusions() | LOOKED_UP_OR_ASKED  # type: ignore[misc]


class StatusLine(Line):
    solutions = None  # type: ignore[assignment]
    solution = SolutionCell()
    state = ChoiceCell(StatusEntry.State)
    on = DayCell()
    source = ChoiceCell(StatusEntry.Source, required=False)
    link = Link()

    class Meta:
        model = StatusEntry
        fields = ("municipality", "solution", "state", "on", "source", "link", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_happened("on")
        return cleaned


class TreatmentLine(Line, TreatmentForm):
    solutions = SolutionsCell(required=False)  # type: ignore[assignment]
    reform = ReformCell()
    stage = ChoiceCell(Treatment.Stage)
    on = DayCell()
    body = ChoiceCell(Treatment.Body, required=False)
    intended_on = DayCell(required=False)


class PlanLine(Line, PlanForm):
    day = "adopted_on"
    solutions = SolutionsCell(required=False)  # type: ignore[assignment]
    reform = ReformCell()
    kind = ChoiceCell(Plan.Kind)
    adopted_on = DayCell(required=False)
    ends_on = DayCell(required=False)
