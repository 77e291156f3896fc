"""The reform, and what is logged about how far municipalities are with it."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from reform_phases import models as reforms
from tests.factories.places import (
    START,
    MunicipalityFactory,
    OfficeFactory,
    UserFactory,
)


class ReformFactory(DjangoModelFactory):
    class Meta:
        model = reforms.Reform
        django_get_or_create = ("code",)

    code = "reformen"
    name_nb = "Reformen"
    name_nn = "Reforma"
    name_en = "The reform"
    valid_from = START
    valid_to = date(2024, 1, 1)


class FocusAreaFactory(DjangoModelFactory):
    class Meta:
        model = reforms.FocusArea

    reform = factory.SubFactory(ReformFactory)
    code = factory.Sequence(lambda n: str(n + 1))
    name_nb = factory.Sequence(lambda n: f"Område {n}")
    name_nn = factory.Sequence(lambda n: f"Område {n}")
    name_en = factory.Sequence(lambda n: f"Area {n}")


class SolutionFactory(DjangoModelFactory):
    class Meta:
        model = reforms.Solution

    area = factory.SubFactory(FocusAreaFactory)
    code = factory.Sequence(lambda n: f"1.{n + 1}")
    name_nb = factory.Sequence(lambda n: f"Løsning {n}")
    name_nn = factory.Sequence(lambda n: f"Løysing {n}")
    name_en = factory.Sequence(lambda n: f"Solution {n}")


class TreatmentFactory(DjangoModelFactory):
    class Meta:
        model = reforms.Treatment

    municipality = factory.SubFactory(MunicipalityFactory)
    reform = factory.SubFactory(ReformFactory)
    stage = reforms.Treatment.Stage.DECISION
    on = date(2020, 6, 1)


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = reforms.Plan

    municipality = factory.SubFactory(MunicipalityFactory)
    reform = factory.SubFactory(ReformFactory)
    kind = reforms.Plan.Kind.HEALTH_CARE
    title = factory.Sequence(lambda n: f"Helse- og omsorgsplan {n}")
    adopted_on = date(2020, 6, 1)


class ActFactory(DjangoModelFactory):
    class Meta:
        model = reforms.Act

    by = factory.SubFactory(UserFactory)
    at = datetime(2020, 6, 1, 9, tzinfo=UTC)


class EntryFactory(DjangoModelFactory):
    """An entry of a log. Give it the `act` that wrote it where who wrote it matters."""

    class Meta:
        abstract = True

    municipality = factory.SubFactory(MunicipalityFactory)
    act = factory.SubFactory(ActFactory)
    on = date(2020, 6, 1)


class StatusEntryFactory(EntryFactory):
    class Meta:
        model = reforms.StatusEntry

    solution = factory.SubFactory(SolutionFactory)
    state = reforms.StatusEntry.State.IN_PROGRESS


class ImportFactory(DjangoModelFactory):
    """A file of statuses that was read and checked."""

    class Meta:
        model = reforms.Import

    kind = reforms.Import.Kind.STATUSES
    filename = factory.Sequence(lambda n: f"statuser-{n}.xlsx")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 5000
    by = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OfficeFactory)
    uploaded_at = datetime(2020, 6, 1, 9, tzinfo=UTC)


class PhaseFactory(DjangoModelFactory):
    class Meta:
        model = reforms.Phase

    reform = factory.SubFactory(ReformFactory)
    number = factory.Sequence(lambda n: n + 1)
    name_nb = factory.Sequence(lambda n: f"Fase {n}")
    name_nn = factory.SelfAttribute("name_nb")
    name_en = factory.SelfAttribute("name_nb")
    valid_from = START


class PhaseEntryFactory(EntryFactory):
    """The phase of the reform as a whole, unless an `area` is given."""

    class Meta:
        model = reforms.PhaseEntry

    phase = factory.SubFactory(PhaseFactory)
    reform = factory.SelfAttribute("phase.reform")


class OrganisingEntryFactory(EntryFactory):
    class Meta:
        model = reforms.OrganisingEntry

    reform = factory.SubFactory(ReformFactory)
    model = reforms.OrganisingEntry.Model.BOTH


class ElderCouncilEntryFactory(EntryFactory):
    class Meta:
        model = reforms.ElderCouncilEntry

    reform = factory.SubFactory(ReformFactory)
    answer = reforms.ElderCouncilEntry.Answer.YES


class FreshnessLimitFactory(DjangoModelFactory):
    class Meta:
        model = reforms.FreshnessLimit
        django_get_or_create = ("kind",)

    kind = reforms.FreshnessLimit.Kind.STATUS
    months = 9


class StrategyFactory(DjangoModelFactory):
    class Meta:
        model = reforms.Strategy

    code = factory.Sequence(lambda n: f"strategi-{n}")
    name_nb = factory.Sequence(lambda n: f"Strategi {n}")
    name_nn = factory.SelfAttribute("name_nb")
    name_en = factory.SelfAttribute("name_nb")


class MeasureFactory(DjangoModelFactory):
    class Meta:
        model = reforms.Measure

    municipality = factory.SubFactory(MunicipalityFactory)
    reform = factory.SubFactory(ReformFactory)
    sector = reforms.Measure.Sector.HEALTH_CARE
    title = factory.Sequence(lambda n: f"Tiltak {n}")
    unit = "Hjemmetjenesten"
    starts_on = date(2020, 6, 1)
