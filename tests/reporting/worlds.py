"""Generated countries: regions, municipalities, mergers and a history of records, from a few drawn numbers."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from learning_networks.models import Network
from lhl_portal.access.models import Region
from municipalities.models import Municipality, Population
from reform_phases.models import Reform, Treatment
from tests import factories as f

MERGER = date(2020, 1, 1)
SECOND_MERGER = date(2021, 7, 1)
LAST = date(2022, 6, 30)


@dataclass
class World:
    reform: Reform
    regions: list[Region]
    living: list[Municipality]
    ended: list[Municipality]


def make_world(seed: int, *, regions: int, municipalities: int, mergers: int) -> World:
    """A country where some municipalities were merged on `MERGER`, some of them across regions, each with records.

    Where there were two mergers or more, a merged one is merged again on `SECOND_MERGER`.
    """
    draw = Random(seed)
    reform = f.ReformFactory()
    counties = [f.CountyFactory(region=f.RegionFactory()) for _ in range(regions)]
    living = [f.MunicipalityFactory(county=draw.choice(counties)) for _ in range(municipalities)]
    offices = [county.coverage.get().organisation for county in counties]
    before, after = f.NetworkFactory(owner=offices[0], starts_on=f.START), f.NetworkFactory(owner=offices[0])
    for body in living:
        _records(draw, body, reform, before, offices[0], f.START, MERGER)
    ended = []
    for _ in range(mergers):
        old = [body for body in living if body.valid_from < MERGER]
        if len(old) < 2:
            break
        parts = draw.sample(old, 2)
        living = [body for body in living if body not in parts]
        ended += parts
        living.append(f.merge(MERGER, parts))
    again = [living[-1], living[0]] if len(ended) >= 4 and living[0] is not living[-1] else []
    for body in living:
        _records(draw, body, reform, after, offices[0], MERGER, SECOND_MERGER if body in again else LAST)
    if again:
        living = [body for body in living if body not in again]
        ended += again
        living.append(f.merge(SECOND_MERGER, again))
        _records(draw, living[-1], reform, after, offices[0], SECOND_MERGER, LAST)
    _noise(draw, living + ended, [before, after])
    return World(reform, list(Region.objects.all()), living, ended)


def _noise(draw: Random, bodies: list[Municipality], networks: list[Network]) -> None:
    """Gatherings that many came to, members or not; people; a network that ended; and another reform's decisions."""
    other = f.ReformFactory(code=f"annen-{draw.random()}")
    for network in networks:
        for _ in range(4):
            day = f.START + timedelta(days=draw.randrange((LAST - f.START).days))
            there = [body for body in bodies if body.existed_on(day) and draw.random() < 0.6]
            f.GatheringFactory(network=network, held_on=day).municipalities.set(there)
    closed = f.NetworkFactory(
        owner=networks[0].owner, starts_on=f.START, ends_on=MERGER + timedelta(days=draw.randrange(700))
    )
    for body in bodies:
        if draw.random() < 0.3:
            f.NetworkMembershipFactory(network=closed, municipality=body, valid_from=body.valid_from)
        if body.valid_to and draw.random() < 0.5:  # one that lasted until the body ended, written down as that
            for membership in body.network_memberships.filter(valid_to=None, valid_from__lt=body.valid_to):
                membership.valid_to = body.valid_to
                membership.save()
        if draw.random() < 0.3:
            f.TreatmentFactory(municipality=body, reform=other, stage="decision", on=body.valid_from)
        for year in range(body.valid_from.year, 2023):
            if draw.random() < 0.6:
                old = draw.randrange(1000)
                Population.objects.create(
                    municipality=body, year=year, total=old + 4000, age_65_plus=old, age_80_plus=old // 3
                )


def _records(draw: Random, body, reform, network, office, begin: date, end: date) -> None:
    def day() -> date:
        return begin + timedelta(days=draw.randrange((end - begin).days))

    for stage in Treatment.Stage:
        if draw.random() < 0.4:
            f.TreatmentFactory(municipality=body, reform=reform, stage=stage, on=day())
    if draw.random() < 0.5:
        adopted = day()
        expires = adopted + timedelta(days=draw.randrange(30, 900)) if draw.random() < 0.5 else None
        f.PlanFactory(municipality=body, reform=reform, adopted_on=adopted, ends_on=expires)
    if draw.random() < 0.6:
        f.InvitationFactory(
            municipality=body,
            offered_on=day(),
            meeting=f.MeetingFactory(host=office, held_on=day() if draw.random() < 0.8 else None),
            present=draw.random() < 0.7,
        )
    if draw.random() < 0.4:
        f.support(body, day(), host=office)
    if draw.random() < 0.5:
        joined = day()
        left = joined + timedelta(days=draw.randrange(20, 600)) if draw.random() < 0.4 else None
        if left and body.valid_to is None and left > end:
            left = None
        f.NetworkMembershipFactory(network=network, municipality=body, valid_from=joined, valid_to=left)
