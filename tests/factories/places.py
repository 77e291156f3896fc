"""Regions, organisations, people and municipalities."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from lhl_portal.access import models as access
from lhl_portal.access import secret
from lhl_portal.access.roles import OrganisationKind, Role
from lhl_portal.calendar.models import Feed
from municipalities import models as places

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


def leader(region: access.Region | None = None) -> access.User:
    """Who signs for the office of `region`, or of a new one."""
    office = access.Organisation.objects.filter(region=region).first() if region else None
    return member(Role.LEADER, office or OfficeFactory(**({"region": region} if region else {})))


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


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = places.District

    municipality = factory.SubFactory(MunicipalityFactory)
    number = factory.Sequence(lambda n: f"{n:06}")
    name = factory.Sequence(lambda n: f"Bydel {n}")


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


class SavedViewFactory(DjangoModelFactory):
    class Meta:
        model = access.SavedView

    owner = factory.SubFactory(UserFactory)
    page = "overview:list"
    name = factory.Sequence(lambda n: f"Visning {n}")


class FeedFactory(DjangoModelFactory):
    """A feed whose secret is `secret_of` it."""

    class Meta:
        model = Feed

    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Telefon {n}")
    scope = Feed.Scope.REACH
    made_on = date(2021, 11, 1)
    secret_sum = factory.LazyAttribute(lambda o: secret.sum_of(secret_of(o)))


def secret_of(feed: Feed) -> str:
    return f"hemmelig-{feed.name}".replace(" ", "-")
