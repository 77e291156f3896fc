"""Rows for tests. A factory names only what matters; the rest is plausible.

`MunicipalityFactory` makes a whole body: organisation, one spell and one jurisdiction in `county`, which lies in a
region with an office. Everything exists from `START` on unless told otherwise.
"""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from dialogue_meetings import models as meetings
from learning_networks import models as networks
from lhl_portal.access import models as access
from lhl_portal.access.roles import OrganisationKind, Role
from municipalities import models as places
from reform_phases import models as reforms
from reporting import models as reports

START = date(2019, 1, 1)


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = access.Region

    code = factory.Sequence(lambda n: f"region-{n}")
    name = factory.Sequence(lambda n: f"Region {n}")
    language = "nb"
    sort_key = factory.SelfAttribute("name")


class CountyFactory(DjangoModelFactory):
    """A county in one region. The office of that region covers it."""

    class Meta:
        model = access.County
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: f"{n % 100:02d}")
    name = factory.Sequence(lambda n: f"Fylke {n}")
    name_official = factory.SelfAttribute("name")
    sort_key = factory.SelfAttribute("name")
    valid_from = START
    region = factory.SubFactory(RegionFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        region = kwargs.pop("region")
        while model_class.objects.filter(number=kwargs["number"], valid_from=kwargs["valid_from"]).exists():
            kwargs["number"] = f"{(int(kwargs['number']) + 1) % 100:02d}"
        county = super()._create(model_class, *args, **kwargs)
        period = {"valid_from": county.valid_from, "valid_to": county.valid_to}
        access.CountyRegion.objects.create(county=county, region=region, **period)
        office = access.Organisation.objects.filter(region=region).first() or OfficeFactory(region=region)
        access.Coverage.objects.create(organisation=office, county=county, **period)
        return county


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = access.Organisation

    code = factory.Sequence(lambda n: f"organisasjon-{n}")
    kind = OrganisationKind.OTHER
    name = factory.Sequence(lambda n: f"Organisasjon {n}")
    sort_key = factory.SelfAttribute("name")


class OfficeFactory(OrganisationFactory):
    kind = OrganisationKind.GOVERNOR
    region = factory.SubFactory(RegionFactory)
    name = factory.LazyAttribute(lambda o: f"Statsforvalteren i {o.region.name}")


class CentreFactory(OrganisationFactory):
    """A USHT. Give it a county with `Coverage`, or `county=` here."""

    class Meta:
        skip_postgeneration_save = True

    kind = OrganisationKind.USHT
    name = factory.Sequence(lambda n: f"USHT {n}")

    @factory.post_generation
    def county(self, create, county, **kwargs):
        if county:
            access.Coverage.objects.create(organisation=self, county=county, valid_from=START)


class DirectorateFactory(OrganisationFactory):
    kind = OrganisationKind.DIRECTORATE
    name = "Helsedirektoratet"


class UserFactory(DjangoModelFactory):
    """A user without any role."""

    class Meta:
        model = access.User

    email = factory.Sequence(lambda n: f"bruker{n}@example.no")
    name = factory.Sequence(lambda n: f"Bruker {n}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = access.Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.READER
    valid_from = START


def member(role: Role, organisation: access.Organisation, **user: object) -> access.User:
    """A user with `role` in `organisation`."""
    return MembershipFactory(role=role, organisation=organisation, user=UserFactory(**user)).user


def adviser(region: access.Region | None = None) -> access.User:
    """An adviser at the office of `region`, or of a new one."""
    office = access.Organisation.objects.filter(region=region).first() if region else None
    return member(Role.ADVISER, office or OfficeFactory(**({"region": region} if region else {})))


def coordinator(county: access.County) -> access.User:
    """A coordinator at a new USHT that covers `county`."""
    return member(Role.COORDINATOR, CentreFactory(county=county))


def analyst() -> access.User:
    return member(Role.ANALYST, _directorate())


def administrator() -> access.User:
    return member(Role.ADMINISTRATOR, _directorate())


def contact(municipality: places.Municipality) -> access.User:
    return member(Role.CONTACT, municipality.organisation)


def reader(organisation: access.Organisation) -> access.User:
    return member(Role.READER, organisation)


def _directorate() -> access.Organisation:
    return access.Organisation.objects.filter(kind=OrganisationKind.DIRECTORATE).first() or DirectorateFactory()


class MunicipalityFactory(DjangoModelFactory):
    """A municipality with its organisation, designation and jurisdiction; `county=` says where."""

    class Meta:
        model = places.Municipality

    code = factory.Sequence(lambda n: f"{1000 + n}-2019")
    name = factory.Sequence(lambda n: f"Kommune {n:03d}")
    number = factory.Sequence(lambda n: f"{1000 + n}")
    sort_key = factory.LazyAttribute(lambda o: o.name.lower())
    valid_from = START
    valid_to = None
    county = factory.SubFactory(CountyFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        county = kwargs.pop("county")
        kwargs["organisation"] = OrganisationFactory(
            kind=OrganisationKind.MUNICIPALITY, code=f"kommune-{kwargs['code']}", name=f"{kwargs['name']} kommune"
        )
        municipality = super()._create(model_class, *args, **kwargs)
        period = {"valid_from": municipality.valid_from, "valid_to": municipality.valid_to}
        places.Spell.objects.create(
            municipality=municipality,
            number=municipality.number,
            name=municipality.name,
            name_official=municipality.name,
            name_unique=municipality.name,
            sort_key=municipality.sort_key,
            county=county,
            **period,
        )
        places.Jurisdiction.objects.create(municipality=municipality, steward=municipality, county=county, **period)
        return municipality


class PositionFactory(DjangoModelFactory):
    """A square of its own for a municipality, from `START` on unless told otherwise."""

    class Meta:
        model = places.Position

    municipality = factory.SubFactory(MunicipalityFactory)
    column = factory.Sequence(lambda n: n % 50)
    row = factory.Sequence(lambda n: n // 50)
    latitude = 60.0
    longitude = 10.0
    valid_from = START


def merge(on: date, predecessors: list[places.Municipality], **kwargs: object) -> places.Municipality:
    """A new municipality from `on`, made of `predecessors`, which end; in the first one's county unless told."""
    kwargs.setdefault("county", predecessors[0].spells.order_by("-valid_from")[0].county)
    successor = MunicipalityFactory(valid_from=on, **kwargs)
    for body in predecessors:
        places.Municipality.objects.filter(pk=body.pk).update(valid_to=on)
        body.spells.filter(valid_to=None).update(valid_to=on)
        body.jurisdictions.filter(valid_to=None).update(valid_to=on)
        places.Jurisdiction.objects.create(municipality=body, steward=successor, county=kwargs["county"], valid_from=on)
        places.Change.objects.create(
            predecessor=body, successor=successor, effective_on=on, kind=places.Change.Kind.MERGE, is_main=True
        )
        body.refresh_from_db()
    return successor


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


class SavedViewFactory(DjangoModelFactory):
    class Meta:
        model = access.SavedView

    owner = factory.SubFactory(UserFactory)
    page = "overview:list"
    name = factory.Sequence(lambda n: f"Visning {n}")


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = meetings.Meeting

    title = factory.Sequence(lambda n: f"Dialogmøte {n}")
    host = factory.SubFactory(OfficeFactory)
    held_on = date(2020, 3, 2)


class InvitationFactory(DjangoModelFactory):
    """A municipality at a meeting, present unless told otherwise."""

    class Meta:
        model = meetings.Invitation

    meeting = factory.SubFactory(MeetingFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    offered_on = date(2020, 2, 1)
    answer = meetings.Invitation.Answer.ACCEPTED
    present = True


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = meetings.FollowUp

    meeting = factory.SubFactory(MeetingFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    what = factory.Sequence(lambda n: f"Sende utkast {n}")
    due_on = date(2020, 5, 1)


def support(
    municipality: places.Municipality | None = None,
    on: date = date(2020, 4, 1),
    kind: meetings.Meeting.Kind = meetings.Meeting.Kind.CALL,
    **meeting: object,
) -> meetings.Meeting:
    """A call, or another kind of contact outside meetings, with one municipality."""
    made: meetings.Meeting = MeetingFactory(kind=kind, held_on=on, **meeting)
    InvitationFactory(
        meeting=made, municipality=municipality or MunicipalityFactory(), offered_on=on, answer="accepted", present=True
    )
    return made


class NetworkFactory(DjangoModelFactory):
    class Meta:
        model = networks.Network

    name = factory.Sequence(lambda n: f"Læringsnettverk {n}")
    owner = factory.SubFactory(OfficeFactory)
    starts_on = date(2020, 1, 15)


class NetworkInvitationFactory(DjangoModelFactory):
    class Meta:
        model = networks.Invitation

    network = factory.SubFactory(NetworkFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    invited_on = date(2020, 1, 2)


class NetworkMembershipFactory(DjangoModelFactory):
    """A municipality in a network; it is invited as well."""

    class Meta:
        model = networks.Membership

    network = factory.SubFactory(NetworkFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    valid_from = date(2020, 1, 15)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        networks.Invitation.objects.get_or_create(
            network=kwargs["network"],
            municipality=kwargs["municipality"],
            defaults={"invited_on": kwargs["valid_from"], "answer": networks.Invitation.Answer.ACCEPTED},
        )
        return super()._create(model_class, *args, **kwargs)


class GatheringFactory(DjangoModelFactory):
    class Meta:
        model = networks.Gathering

    network = factory.SubFactory(NetworkFactory)
    title = factory.Sequence(lambda n: f"Samling {n}")
    held_on = date(2020, 3, 15)


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = reports.Round

    name_nb = factory.Sequence(lambda n: f"Runde {n}")
    name_nn = factory.SelfAttribute("name_nb")
    reform = factory.SubFactory(ReformFactory)
    starts_on = START
    cut_off = date(2021, 11, 1)
    due_on = date(2021, 12, 1)


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = reports.Question

    round = factory.SubFactory(RoundFactory)
    number = factory.Sequence(lambda n: n + 1)
    text_nb = "Hvordan går arbeidet?"
    text_nn = "Korleis går arbeidet?"


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = reports.Report

    round = factory.SubFactory(RoundFactory)
    region = factory.SubFactory(RegionFactory)
