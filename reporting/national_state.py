"""What stands in the way of making the national report final, in sentences."""

import json

from django.utils.translation import gettext as _

from reporting.models import Report, Round, Snapshot, State
from reporting.national import accepted_editions, named, read_country


def unready(round: Round) -> list[str]:
    """Why the round's national report cannot be made ready; empty where nothing hinders."""
    country = read_country(round)
    if not country.accepted:
        return [_("Ingen region har en godtatt utgave ennå.")]
    reasons = [figure.why_broken for figure in country.broken]
    check = country.check
    for told, municipalities in (
        (_("Er med i utgavene fra flere regioner: %(names)s."), check.doubles),
        (_("Er med i en utgave, men fantes ikke på skjæringsdatoen: %(names)s."), check.strangers),
        (_("Er ikke med i noen utgave, selv om regionens er godtatt: %(names)s."), check.left_out),
    ):
        if municipalities:
            reasons.append(told % {"names": ", ".join(municipalities)})
    return reasons


def outdated(snapshot: Snapshot, report: Report) -> list[str]:
    """Why what was built of the national report no longer is what the regions say, and what to do; empty where it
    is."""
    regions = json.loads(bytes(snapshot.manifest))["regions"]
    built = {row["code"]: row["edition"]["sha256"] for row in regions if row["edition"]}
    editions = accepted_editions(report.round).defer("snapshot__pdf", "snapshot__manifest")
    now = {
        edition.report.region.code: edition
        for edition in editions.select_related("snapshot", "report__region")
        if edition.report.region
    }
    newer = [edition.report.area_name for code, edition in now.items() if built.get(code) != edition.snapshot.sha256]
    if not newer:
        return []
    if report.state == State.ACCEPTED:
        told = _("Etter at rapporten ble bygget, er en utgave godtatt fra %(names)s. Rett rapporten for å få den med.")
    else:
        told = _(
            "Etter at rapporten ble bygget, er en utgave godtatt fra %(names)s. "
            "Ta den tilbake til utkast, og meld klar."
        )
    return [told % {"names": named(newer)}]
