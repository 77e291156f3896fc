"""Learning networks: invitations to all, municipalities that join and leave, gatherings."""

from datetime import date, timedelta

from learning_networks.models import Gathering, Invitation, Membership, Network, NetworkSolution, Presence
from lhl_portal.demo.days import LAST, YEARS, working_day
from lhl_portal.demo.scene import Scene
from municipalities.models import Municipality
from reform_phases.models import Solution

Answer = Invitation.Answer

_STARTED = {2019: 1, 2020: 1, 2021: 2, 2022: 2, 2023: 1}
_JOINS = {2019: 0.2, 2020: 0.2, 2021: 0.27, 2022: 0.3, 2023: 0.3}
_FEWEST = 4
_LATEST = LAST - timedelta(days=20)


def add_networks(scene: Scene) -> None:
    themes = scene.rng.sample(list(scene.ground.solutions), sum(_STARTED.values()))
    for year in YEARS:
        for _n in range(_STARTED[year]):
            _network(scene, year, themes.pop())


def _network(scene: Scene, year: int, theme: Solution) -> None:
    # The first ones start late in 2019, so that the mergers of 2020 fall in the middle of them.
    first, last = (date(year, 9, 2), date(year, 11, 8)) if year == YEARS[0] else (date(year, 2, 10), date(year, 10, 20))
    starts_on = working_day(scene.rng, first, last)
    ends_on = starts_on + timedelta(days=30 * scene.between(12, 26))
    bodies = scene.area.bodies[year]
    more = scene.solutions(0, 2, [s for s in scene.ground.solutions if s.area_id == theme.area_id and s != theme])
    network = scene.rows.add(
        Network(
            name=scene.words.network.format(topic=theme.name_in(scene.language)),
            owner=scene.host([scene.rng.choice(bodies)], year, centre_share=0.6),
            builds_on=scene.rng.choice(scene.words.builds_on) if scene.chance(0.3) else "",
            method=scene.rng.choice(scene.words.methods),
            starts_on=starts_on,
            ends_on=ends_on if ends_on <= LAST else None,
        )
    )
    for solution in [theme, *more]:
        scene.rows.add(NetworkSolution(network=network, solution=solution))
    members = _first_members(scene, network, bodies)
    members += _heirs(scene, network, members)
    _gatherings(scene, network, members, ends_on)


def _first_members(scene: Scene, network: Network, bodies: tuple[Municipality, ...]) -> list[Membership]:
    """Everybody is invited on the same day; some say yes."""
    starts_on = network.starts_on
    invited_on = starts_on - timedelta(days=scene.between(25, 38))
    joining = _willing(scene, bodies, starts_on.year)
    members = []
    for body in bodies:
        joins = body.pk in joining
        no = Answer.DECLINED if scene.chance(0.4) else Answer.WAITING
        scene.rows.add(
            Invitation(
                network=network, municipality=body, invited_on=invited_on, answer=Answer.ACCEPTED if joins else no
            )
        )
        if joins:
            late = scene.between(20, 50) if scene.chance(0.08) else 0
            members.append(_join(scene, network, body, starts_on + timedelta(days=late)))
    return members


def _willing(scene: Scene, bodies: tuple[Municipality, ...], year: int) -> set[int]:
    """Primary keys of those that join: rather the ones with drive, and always enough to be a network."""
    drive = scene.pace.drive
    able = [body.pk for body in bodies if not scene.pace.is_silent(body, year)]
    level = _JOINS[year] * scene.pace.networks
    joining = {pk for pk in able if scene.chance(level * (0.4 + 1.2 * drive[pk]))}
    for pk in sorted(able, key=lambda pk: -drive[pk]):
        if len(joining) >= _FEWEST:
            break
        joining.add(pk)
    return joining


def _heirs(scene: Scene, network: Network, members: list[Membership]) -> list[Membership]:
    """Of the new municipalities whose predecessors were members, some are registered anew; the others only inherit."""
    heirs = {heir.code: heir for m in members if (heir := scene.ground.heirs.get(m.municipality_id)) is not None}
    joined = []
    for _code, heir in sorted(heirs.items()):
        if scene.chance(0.6) and (network.ends_on is None or network.ends_on > heir.valid_from + timedelta(days=60)):
            invited_on = working_day(scene.rng, heir.valid_from, heir.valid_from + timedelta(days=30))
            scene.rows.add(
                Invitation(network=network, municipality=heir, invited_on=invited_on, answer=Answer.ACCEPTED)
            )
            joined.append(_join(scene, network, heir, invited_on + timedelta(days=scene.between(3, 14))))
    return joined


def _join(scene: Scene, network: Network, body: Municipality, day: date) -> Membership:
    """A membership until the network or the municipality ends, or until it leaves."""
    ends = [end for end in (body.valid_to, network.ends_on and network.ends_on + timedelta(days=1)) if end]
    if scene.chance(0.1):
        ends.append(day + timedelta(days=scene.between(90, 300)))
    last = min(ends, default=None)
    return scene.rows.add(
        Membership(
            network=network,
            municipality=body,
            valid_from=day,
            valid_to=last if last is None or last <= LAST + timedelta(days=1) else None,
        )
    )


def _gatherings(scene: Scene, network: Network, members: list[Membership], planned_end: date) -> None:
    """Three or four, evenly spread; those after the demo's last day are not there yet."""
    number = scene.between(3, 4)
    step = (planned_end - network.starts_on) / number
    for n in range(number):
        around = network.starts_on + n * step
        if around > _LATEST:
            return
        held_on = working_day(scene.rng, around, around + timedelta(days=40)) if n else network.starts_on
        there = [m for m in members if _is_member(m, held_on) and _comes(scene, m.municipality, held_on)]
        if not there:
            continue
        gathering = scene.rows.add(
            Gathering(
                network=network,
                title=scene.words.gatherings[n if n < number - 1 else -1],
                held_on=held_on,
                form=Gathering.Form.DIGITAL if scene.by_video(held_on) else Gathering.Form.PHYSICAL,
            )
        )
        for membership in there:
            scene.rows.add(Presence(gathering=gathering, municipality=membership.municipality))


def _is_member(membership: Membership, day: date) -> bool:
    return membership.valid_from <= day and (membership.valid_to is None or day < membership.valid_to)


def _comes(scene: Scene, body: Municipality, day: date) -> bool:
    return not scene.pace.is_silent(body, day.year) and scene.chance(0.84)
