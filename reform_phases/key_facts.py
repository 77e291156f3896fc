"""Phase, solutions under way, and the chain to a plan, of many municipalities at once."""

from datetime import date

from django.utils.translation import gettext as _

from municipalities.key_facts import Bodies, KeyFact, by_steward
from municipalities.profile import short
from reform_phases.chain import Link, chain
from reform_phases.models import PhaseEntry, Plan, Reform, Solution, Treatment
from reform_phases.presentation import entry_in_words, progress
from reform_phases.progress import statuses


def how_far(bodies: Bodies, day: date) -> dict[int, list[KeyFact]]:
    """In the reform in force on `day`; nothing where there is none."""
    reform = Reform.objects.in_force(day)
    if reform is None:
        return {}
    phases, solutions, links = (
        _phases(bodies, reform, day),
        _solutions(bodies, reform, day),
        _links(bodies, reform, day),
    )
    return {
        municipality: [
            KeyFact(_("Fase"), phases.get(municipality) or _("Ikke registrert")),
            KeyFact(_("Løsninger i gang"), solutions[municipality]),
            _decision(links[municipality]),
            _plan(links[municipality]),
        ]
        for municipality in bodies
    }


def _phases(bodies: Bodies, reform: Reform, day: date) -> dict[int, str]:
    """The phase of the whole reform, then the areas that are in another one."""
    found: dict[int, dict[str, str]] = {}
    for entry in PhaseEntry.objects.as_of(day).filter(municipality__in=bodies, reform=reform).in_words():
        found.setdefault(entry.municipality_id, {})[entry.area.code if entry.area else ""] = entry_in_words(entry)
    return {municipality: _phase(phases.pop("", ""), phases) for municipality, phases in found.items()}


def _phase(whole: str, areas: dict[str, str]) -> str:
    others = [
        _("område %(area)s: %(phase)s") % {"area": area, "phase": phase}
        for area, phase in sorted(areas.items())
        if phase != whole
    ]
    return "; ".join([*filter(None, [whole]), *others])


def _solutions(bodies: Bodies, reform: Reform, day: date) -> dict[int, str]:
    every = list(Solution.objects.filter(area__reform=reform).values_list("pk", flat=True))
    held = statuses(reform, day, bodies)
    told = {}
    for municipality in bodies:
        counts = progress(held.get((municipality, solution)) for solution in every)
        words = {"started": counts.started, "base": counts.base}
        told[municipality] = (
            _("%(started)s av %(base)s") % words if counts.registered else _("Ikke registrert")
        )  # nothing reported is not zero
    return told


def _links(bodies: Bodies, reform: Reform, day: date) -> dict[int, dict[str, Link]]:
    whose, every = by_steward(bodies), [body for all_of in bodies.values() for body in all_of]
    treatments: dict[int, list[Treatment]] = {municipality: [] for municipality in bodies}
    plans: dict[int, list[Plan]] = {municipality: [] for municipality in bodies}
    about = {"municipality__in": every, "reform": reform}
    for treatment in Treatment.objects.treated_by(day).filter(**about).select_related("municipality"):
        treatments[whose[treatment.municipality_id]].append(treatment)
    for plan in Plan.objects.known_on(day, in_the_past=True).filter(**about).select_related("municipality"):
        plans[whose[plan.municipality_id]].append(plan)
    return {
        municipality: {
            link.key: link for link in chain(municipality, treatments[municipality], plans[municipality], today=day)
        }
        for municipality in bodies
    }


def _decision(links: dict[str, Link]) -> KeyFact:
    """Intention and decision are two facts: the one is the note of the other."""
    decision, intention = links[Treatment.Stage.DECISION], links[Treatment.Stage.INTENTION]
    note = _("Dokumentert intensjon %(day)s") % {"day": short(intention.on)} if intention.on else ""
    return KeyFact(_("Siste vedtak"), short(decision.on) if decision.on else _without_own(decision), note)


def _plan(links: dict[str, Link]) -> KeyFact:
    plan = links["plan"]
    own = [record for record in plan.records if record.on == plan.on and not record.inherited_from]
    if plan.on is None or not own:
        return KeyFact(_("Siste plan"), _without_own(plan))
    return KeyFact(_("Siste plan"), f"{own[0].what}, {short(plan.on)}")


def _without_own(link: Link) -> str:
    return {"inherited": _("Bare fra før sammenslåingen"), "expired": _("Utløpt")}.get(
        link.state, _("Ingen registrert")
    )
