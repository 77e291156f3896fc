"""Which pages there are to visit, and for whom."""

from django.urls import reverse
from django.utils import timezone

from dialogue_meetings.models import Attachment, FollowUp, Invitation, Meeting, MeetingImport, Need, NeedTopic
from learning_networks.models import Gathering, Network
from lhl_portal.access.declarations import LIBRARY_PAGES, walk
from lhl_portal.access.models import SavedView, User
from lhl_portal.access.scoping import reach
from lhl_portal.calendar.models import Feed
from municipalities.models import Municipality
from reform_phases.models import Act, FocusArea, Import, Measure, Plan, Solution, Treatment
from reporting.models import (
    ApiKey,
    Edition,
    ExternalFigure,
    Question,
    Report,
    Round,
    Section,
    Snapshot,
    Thread,
)
from tests.permission_rows import ROW

ADVISER = "demo.raadgiver.rogaland@example.no"
LEADER = "demo.leder.rogaland@example.no"
ANALYST = "demo.analytiker@example.no"
ADMINISTRATOR = "demo.administrator@example.no"
# What is no page: answers without HTML, downloads, and what only takes a POST.
NOT_PAGES = {"live", "ready", "set_language", "reporting:snapshot_pdf", "reporting:round_pdfs", "account_logout"} | {
    "reform_phases:import_template",
    "reform_phases:import_errors",
    "dialogue_meetings:import_template",
    "dialogue_meetings:import_errors",
    "dialogue_meetings:support_detail",
    "calendar:meeting_file",
    "calendar:gathering_file",
    "calendar:feed",
    "reporting:data_accepted",
    "reporting:data_accepted_json",
    "reporting:data_accepted_municipalities",
    "reporting:data_catalogue",
    "reporting:data_edition",
    "reporting:data_openapi",
    "reporting:data_round",
    "reporting:data_rounds",
    "dialogue_meetings:attachment",
    "dialogue_meetings:minutes_pdf",
    "reform_phases:sheet_pdf",
}
EVERYBODY = {"account_login", "account_reset_password", "account_reset_password_done", "account_inactive"}
NEEDS_A_KEY = {"account_reset_password_from_key", "account_reset_password_from_key_done", "account_set_password"}
"""The holder of a mailed key; and whoever has no password yet."""


VISITORS = (ADVISER, LEADER, ANALYST, ADMINISTRATOR)


def addresses_of(user: User) -> dict[str, str]:
    """Each page that the user may open, by URL name, for the first row within reach."""
    found = {}
    for name, pattern in walk():
        if name in NOT_PAGES | EVERYBODY | NEEDS_A_KEY:
            continue
        view = getattr(pattern.callback, "view_class", None)
        if name not in LIBRARY_PAGES:
            permission = getattr(view, "permission", None)
            if (
                not hasattr(view, "get")
                or "get" not in view.http_method_names
                or (permission and not user.has_perm(permission))
            ):
                continue
        parameters = pattern.pattern.converters
        arguments = arguments_for(name, view, user, set(parameters)) if parameters else {}
        if arguments is not None:
            found[name] = reverse(name, kwargs=arguments)
    return found


MODELS = {
    "act": Act.objects,
    "municipality": Municipality.objects.filter(valid_to=None),
    "treatment": Treatment.objects,
    "plan": Plan.objects,
    "measure": Measure.objects,
    "solution": Solution.objects,
    "import": Import.objects,
    "meeting": Meeting.objects.exclude(kind__in=Meeting.Kind.outside_meetings()),
    "recorded": Meeting.objects.exclude(kind__in=Meeting.Kind.outside_meetings()),
    "offer": Invitation.objects.offers(),
    "districted": Invitation.objects.with_districts(),
    "need": Need.objects,
    "topic": NeedTopic.objects,
    "meeting_import": MeetingImport.objects,
    "follow_up": FollowUp.objects,
    "attachment": Attachment.objects,
    "network": Network.objects,
    "gathering": Gathering.objects,
    "round": Round.objects,
    "question": Question.objects,
    "section": Section.objects,
    "report": Report.objects,
    "sent": Edition.objects,
    "snapshot": Snapshot.objects,
    "thread": Thread.objects,
    "user": User.objects,
    "settled": Round.objects.filter(reports__editions__state="accepted").distinct(),
    "national": Report.objects.filter(region=None),
    "external": ExternalFigure.objects,
    "saved_view": SavedView.objects,
    "feed": Feed.objects,
    "key": ApiKey.objects,
}


def arguments_for(name, view, user, parameters) -> dict[str, object] | None:
    """The path arguments of the first row that the user reaches with the page's permission."""
    if parameters == {"code"}:
        return {"code": "support_given" if name == "reporting:figure" else "network_participation"}
    rows, today = MODELS[ROW[name]].order_by("pk"), timezone.localdate()
    if rows.model in (Feed, SavedView):
        rows = rows.filter(owner=user)
    if hasattr(rows, "within"):
        rows = rows.within(reach(user, view.permission, today=today), today=today)
    row = rows.first()
    if isinstance(row, Edition):
        parts = {"pk": row.report_id, "number": row.number, "code": "support_given"}
        return {name: parts[name] for name in parameters}
    if name == "reporting:national_figure":
        return {"pk": row.pk, "code": "support_given"} if row else None
    if row and len(parameters) > 1 and not isinstance(row, Gathering):
        more = {"solution_pk": Solution.objects.order_by("pk"), "area_pk": FocusArea.objects.order_by("pk")}
        return {"pk": row.pk} | {name: more[name].values_list("pk", flat=True)[0] for name in parameters - {"pk"}}
    if isinstance(row, Attachment):
        return {"key": row.key}
    if isinstance(row, Gathering):
        return {"pk": row.network_id, "gathering_pk": row.pk}
    return {"pk": row.pk} if row else None
