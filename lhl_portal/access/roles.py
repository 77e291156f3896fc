"""Each role, the organisations it belongs in, and what it may do. The only place where a role is given a permission."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    GOVERNOR = "governor", _("Statsforvalter")
    USHT = "usht", _("Utviklingssenter (USHT)")
    KS = "ks", _("KS regionalt")
    RESEARCH = "research", _("Senter for omsorgsforskning")
    DIRECTORATE = "directorate", _("Helsedirektoratet")
    MINISTRY = "ministry", _("Departement")
    MUNICIPALITY = "municipality", _("Kommune")
    OTHER = "other", _("Annen aktør")


# Their members see the whole country.
NATIONAL = frozenset({OrganisationKind.DIRECTORATE, OrganisationKind.MINISTRY})
# Those that host meetings, give support and run networks.
APPARATUS = frozenset(
    {
        OrganisationKind.GOVERNOR,
        OrganisationKind.USHT,
        OrganisationKind.KS,
        OrganisationKind.RESEARCH,
        OrganisationKind.DIRECTORATE,
        OrganisationKind.OTHER,
    }
)


class Role(models.TextChoices):
    ADVISER = "adviser", _("Rådgiver hos statsforvalteren")
    LEADER = "leader", _("Leder hos statsforvalteren")
    COORDINATOR = "coordinator", _("Koordinator")
    ANALYST = "analyst", _("Rådgiver i direktoratet")
    CONTACT = "contact", _("Kommunekontakt")
    READER = "reader", _("Leser")
    ADMINISTRATOR = "administrator", _("Administrator")


KINDS: dict[Role, frozenset[OrganisationKind]] = {
    Role.ADVISER: frozenset({OrganisationKind.GOVERNOR}),
    Role.LEADER: frozenset({OrganisationKind.GOVERNOR}),
    Role.COORDINATOR: frozenset({OrganisationKind.USHT, OrganisationKind.KS, OrganisationKind.RESEARCH}),
    Role.ANALYST: frozenset({OrganisationKind.DIRECTORATE}),
    Role.CONTACT: frozenset({OrganisationKind.MUNICIPALITY}),
    Role.READER: frozenset(OrganisationKind),
    Role.ADMINISTRATOR: frozenset({OrganisationKind.DIRECTORATE}),
}

_READ = frozenset(
    {
        "municipalities.view_municipality",
        "reform_phases.view_reform",
        "reform_phases.view_treatment",
        "reform_phases.view_plan",
        "reform_phases.view_status",
        "reform_phases.view_measure",
        "dialogue_meetings.view_meeting",
        "dialogue_meetings.view_followup",
        "learning_networks.view_network",
        "reporting.view_figure",
    }
)
_LOG_CONTACT = frozenset(
    {
        "dialogue_meetings.add_meeting",
        "dialogue_meetings.change_meeting",
        "dialogue_meetings.delete_meeting",
        "dialogue_meetings.answer_invitation",
        "dialogue_meetings.change_followup",
        "dialogue_meetings.answer_need",
        "learning_networks.add_network",
        "learning_networks.change_network",
    }
)
_LOG_DECISIONS = frozenset(
    {
        "reform_phases.add_treatment",
        "reform_phases.change_treatment",
        "reform_phases.delete_treatment",
        "reform_phases.add_plan",
        "reform_phases.change_plan",
        "reform_phases.delete_plan",
        "reform_phases.add_status",
    }
)
_KEEP_MEASURES = frozenset(
    {
        "reform_phases.add_measure",
        "reform_phases.change_measure",
        "reform_phases.delete_measure",
    }
)

_ADVISE = (
    _READ
    | _LOG_CONTACT
    | _LOG_DECISIONS
    | _KEEP_MEASURES
    | {"reporting.view_report", "reporting.change_report", "reporting.build_report"}
)

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.ADVISER: _ADVISE,
    # A leader may do what an adviser may, and answers for what the office sends.
    Role.LEADER: _ADVISE | {"reporting.submit_report"},
    Role.COORDINATOR: _READ | _LOG_CONTACT,
    Role.ANALYST: _READ
    | {
        "dialogue_meetings.answer_need",
        "reporting.view_report",
        "reporting.add_round",
        "reporting.change_round",
        "reporting.review_report",
        "reporting.change_externalfigure",
    },
    Role.CONTACT: _READ | _KEEP_MEASURES | {"dialogue_meetings.answer_invitation"},
    Role.READER: _READ,
    Role.ADMINISTRATOR: _READ
    | {
        "access.view_user",
        "access.add_user",
        "access.change_user",
        "reform_phases.change_solution",
        "reform_phases.change_freshness",
        "dialogue_meetings.change_needtopic",
        "reporting.view_report",
        "reporting.change_apikey",
    },
}

ALL_PERMISSIONS: frozenset[str] = frozenset().union(*PERMISSIONS.values())
