"""Triggers write history for every route. Each tracked model, inserted, updated and deleted by each route."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction
from django.forms import modelform_factory
from django.urls import reverse
from django.utils import timezone

from lhl_portal.access.models import Organisation
from lhl_portal.audit.models import AccessEvent
from municipalities.models import District
from reform_phases.models import FocusArea, Solution, Strategy, Treatment
from tests import factories as f

OURS = {"access", "audit", "calendar", "municipalities", "notices", "reform_phases", "reporting"} | {
    "dialogue_meetings",
    "learning_networks",
}
# Rows that are a record of their own: the queues, what cannot change, and the log of access. And the bytes of files,
# which are to be gone when they are deleted.
UNTRACKED = (
    {
        "audit.AccessEvent",
        "dialogue_meetings.AttachmentContent",
        "dialogue_meetings.Minutes",
        "reporting.Build",
        "reporting.Edition",
        "reporting.Snapshot",
        "reporting.Transition",
    }
    | {f"reform_phases.{name}" for name in ("Act", "StatusEntry", "PhaseEntry", "OrganisingEntry", "ElderCouncilEntry")}
    | {f"notices.{name}" for name in ("Notice", "Mail", "Watermark")}
)
EVENTS = {model.pgh_tracked_model: model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")}


def test_every_model_is_tracked_or_named_as_not():
    named = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in OURS and model not in EVENTS and model not in EVENTS.values()
    }
    assert named == UNTRACKED


def labels(model: type[models.Model], pk: int) -> list[str]:
    return list(EVENTS[model].objects.filter(pgh_obj_id=pk).order_by("pgh_id").values_list("pgh_label", flat=True))


MAKERS = {
    "access.Region": f.RegionFactory,
    "access.County": lambda: _create("access.County", number="99", name="Fylke", name_official="Fylke"),
    "access.CountyRegion": lambda: f.CountyFactory().regions.get(),
    "access.Organisation": f.OrganisationFactory,
    "access.OrganisationName": lambda: _create("access.OrganisationName", organisation=f.OfficeFactory(), name_nb="A"),
    "access.Coverage": lambda: f.CountyFactory().coverage.get(),
    "access.User": f.UserFactory,
    "access.Membership": f.MembershipFactory,
    "access.SavedView": f.SavedViewFactory,
    "calendar.Feed": f.FeedFactory,
    "notices.Preference": lambda: _create("notices.Preference", user=f.UserFactory(), kind="answer", choice="off"),
    "notices.MailLanguage": lambda: _create("notices.MailLanguage", user=f.UserFactory(), language="nn"),
    "municipalities.Municipality": lambda: _create(
        "municipalities.Municipality", code="9999-2019", name="K", number="9999", organisation=f.OrganisationFactory()
    ),
    "municipalities.Spell": lambda: f.MunicipalityFactory().spells.get(),
    "municipalities.Position": f.PositionFactory,
    "municipalities.District": f.DistrictFactory,
    "municipalities.Change": lambda: f.merge(date(2020, 1, 1), [f.MunicipalityFactory()]).changes_in.get(),
    "municipalities.Jurisdiction": lambda: f.MunicipalityFactory().jurisdictions.get(),
    "municipalities.Population": lambda: _create(
        "municipalities.Population",
        municipality=f.MunicipalityFactory(),
        year=2020,
        total=3,
        age_65_plus=2,
        age_80_plus=1,
    ),
    "reform_phases.Reform": f.ReformFactory,
    "reform_phases.Phase": lambda: _create("reform_phases.Phase", reform=f.ReformFactory(), number=1, name_nb="F"),
    "reform_phases.FocusArea": f.FocusAreaFactory,
    "reform_phases.Solution": f.SolutionFactory,
    "reform_phases.Treatment": f.TreatmentFactory,
    "reform_phases.TreatmentSolution": lambda: _link(f.TreatmentFactory(), "treatment"),
    "reform_phases.Plan": f.PlanFactory,
    "reform_phases.PlanSolution": lambda: _link(f.PlanFactory(), "plan"),
    "reform_phases.Strategy": f.StrategyFactory,
    "reform_phases.Import": f.ImportFactory,
    "reform_phases.FreshnessLimit": f.FreshnessLimitFactory,
    "reform_phases.Measure": f.MeasureFactory,
    "reform_phases.MeasureSolution": lambda: _link(f.MeasureFactory(), "measure"),
    "reform_phases.MeasureStrategy": lambda: _create(
        "reform_phases.MeasureStrategy", measure=f.MeasureFactory(), strategy=f.StrategyFactory()
    ),
    "dialogue_meetings.Meeting": f.MeetingFactory,
    "dialogue_meetings.MeetingArea": lambda: _create(
        "dialogue_meetings.MeetingArea", meeting=f.MeetingFactory(), area=f.FocusAreaFactory()
    ),
    "dialogue_meetings.MeetingSolution": lambda: _link(f.MeetingFactory(), "meeting"),
    "dialogue_meetings.Invitation": lambda: f.InvitationFactory(answer="declined", present=False),
    "dialogue_meetings.Attendance": lambda: _create(
        "dialogue_meetings.Attendance", meeting=f.MeetingFactory(), role="staff", count=3
    ),
    "dialogue_meetings.FollowUp": f.FollowUpFactory,
    "dialogue_meetings.Reminder": f.ReminderFactory,
    "dialogue_meetings.InvitationDistrict": lambda: _create(
        "dialogue_meetings.InvitationDistrict", invitation=f.InvitationFactory(), district=f.DistrictFactory()
    ),
    "dialogue_meetings.NeedTopic": f.NeedTopicFactory,
    "dialogue_meetings.Need": f.NeedFactory,
    "dialogue_meetings.MeetingImport": f.MeetingImportFactory,
    "dialogue_meetings.ColumnMapping": lambda: _create(
        "dialogue_meetings.ColumnMapping", organisation=f.OfficeFactory(), signature="0" * 64
    ),
    "dialogue_meetings.ImportedMeeting": lambda: _create(
        "dialogue_meetings.ImportedMeeting",
        origin=f.MeetingImportFactory(),
        line=2,
        meeting=f.MeetingFactory(),
        key="0" * 64,
    ),
    "dialogue_meetings.Attachment": lambda: _without_content(f.AttachmentFactory()),
    "dialogue_meetings.AgendaItem": f.AgendaItemFactory,
    "learning_networks.Network": f.NetworkFactory,
    "learning_networks.NetworkSolution": lambda: _link(f.NetworkFactory(), "network"),
    "learning_networks.Invitation": f.NetworkInvitationFactory,
    "learning_networks.Membership": f.NetworkMembershipFactory,
    "learning_networks.Gathering": f.GatheringFactory,
    "learning_networks.Presence": lambda: _create(
        "learning_networks.Presence", gathering=f.GatheringFactory(), municipality=f.MunicipalityFactory()
    ),
    "reporting.Round": f.RoundFactory,
    "reporting.Question": f.QuestionFactory,
    "reporting.RoundIndicator": lambda: _create(
        "reporting.RoundIndicator", round=f.RoundFactory(), code="decision_made", version=1
    ),
    "reporting.Section": f.SectionFactory,
    "reporting.Extension": lambda: _create(
        "reporting.Extension",
        round=f.RoundFactory(),
        region=f.RegionFactory(),
        due_on=f.START,
        reason="Sykdom",
        at=datetime(2021, 11, 20, tzinfo=UTC),
    ),
    "reporting.Contribution": lambda: _create(
        "reporting.Contribution", report=f.ReportFactory(), organisation=f.OrganisationFactory()
    ),
    "reporting.Report": f.ReportFactory,
    "reporting.Sentence": f.SentenceFactory,
    "reporting.NumberNote": f.NumberNoteFactory,
    "reporting.Thread": lambda: _thread(),
    "reporting.Comment": lambda: _create(
        "reporting.Comment", thread=_thread(), by=f.UserFactory(), at=timezone.now(), text="Hvorfor?"
    ),
    "reporting.ExternalFigure": f.ExternalFigureFactory,
    "reporting.Answer": lambda: _create(
        "reporting.Answer", report=f.ReportFactory(), question=f.QuestionFactory(), text="Bra"
    ),
    "reporting.ApiKey": lambda: f.api_key()[0],
    "reporting.OpenReport": lambda: _create(
        "reporting.OpenReport", report=f.ReportFactory(), decided_by=f.UserFactory(), decided_on=date(2021, 12, 1)
    ),
}


def _create(label: str, **values):
    model = apps.get_model(label)
    if any(field.name == "valid_from" for field in model._meta.fields):
        values.setdefault("valid_from", f.START)
    return model.objects.create(**values)


def _thread():
    return _create(
        "reporting.Thread",
        report=f.ReportFactory(),
        edition=1,
        anchor="general",
        begun_by=f.UserFactory(),
        begun_at=timezone.now(),
    )


def _without_content(attachment):
    attachment.content.delete()
    return attachment


def _link(owner, field: str):
    model = type(owner).solutions.through
    return model.objects.create(**{field: owner, "solution": f.SolutionFactory()})


RELATED = {
    Organisation: f.OrganisationFactory,
    District: f.DistrictFactory,
    FocusArea: f.FocusAreaFactory,
    Solution: f.SolutionFactory,
    Strategy: f.StrategyFactory,
}


def changed(row) -> tuple[str, object]:
    """A field of the row and a new value that the database takes."""
    kept = {field.name for field in EVENTS[type(row)]._meta.fields}
    for field in row._meta.fields:
        value = getattr(row, field.attname)
        if field.name not in kept:
            continue
        if isinstance(field, models.CharField | models.TextField) and not field.choices and not field.unique:
            return field.attname, (value or "")[: (field.max_length or 9) - 1] + "x"
        if isinstance(field, models.PositiveSmallIntegerField | models.PositiveIntegerField):
            return field.attname, value + 1
        if isinstance(field, models.DateField) and field.name in {"valid_to", "sent_on"}:
            return field.attname, date(2031, 1, 1)
    for field in row._meta.fields:
        if isinstance(field, models.ForeignKey) and field.related_model in RELATED:
            return field.attname, RELATED[field.related_model]().pk
        if isinstance(field, models.ForeignKey) and field.name == "municipality":
            return field.attname, f.MunicipalityFactory().pk
        if isinstance(field, models.ForeignKey) and field.name == "region":
            return field.attname, f.RegionFactory().pk
        if field.name in kept and field.choices:
            return field.attname, next(value for value, _label in field.choices if value != getattr(row, field.attname))
    raise AssertionError(f"nothing to change in {row._meta.label}")


def by_form(row, name, value):
    field = next(field for field in row._meta.fields if field.attname == name)
    if not field.editable:
        return by_save(row, name, value)
    form = modelform_factory(type(row), fields=[field.name])({field.name: value}, instance=row)
    assert form.is_valid(), form.errors
    form.save()


def by_save(row, name, value):
    setattr(row, name, value)
    row.save()


def by_update(row, name, value):
    type(row)._base_manager.filter(pk=row.pk).update(**{name: value})


def by_bulk(row, name, value):
    setattr(row, name, value)
    field = next(field for field in row._meta.fields if field.attname == name)
    type(row)._base_manager.bulk_update([row], [field.name])


def by_raw_sql(row, name, value):
    column = next(field.column for field in row._meta.fields if field.attname == name)
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{row._meta.db_table}" SET "{column}" = %s WHERE id = %s', [value, row.pk])  # noqa: S608


@pytest.mark.parametrize("route", [by_form, by_update, by_bulk, by_raw_sql], ids=lambda route: route.__name__)
@pytest.mark.parametrize("model", EVENTS, ids=lambda model: model._meta.label)
def test_an_update_by_any_route_leaves_before_and_after(db, model, route):
    row = MAKERS[model._meta.label]()
    name, value = changed(row)
    before = getattr(row, name)

    route(row, name, value)

    events = EVENTS[model].objects.filter(pgh_obj_id=row.pk, pgh_label__in=["insert", "update"]).order_by("pgh_id")
    told = [getattr(event, name) for event in events]
    assert labels(model, row.pk)[-1] == "update"
    assert told[-2:] == [before, value]


@pytest.mark.parametrize("model", EVENTS, ids=lambda model: model._meta.label)
def test_an_insert_and_a_delete_by_raw_sql_and_bulk_leave_their_events(db, model):
    copy = _copy_of(MAKERS[model._meta.label]())
    columns = [field.column for field in model._meta.fields if not field.primary_key]
    table = model._meta.db_table
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        values = [
            field.get_db_prep_save(getattr(copy, field.attname), connection)
            for field in model._meta.fields
            if not field.primary_key
        ]
        holes = ", ".join(["%s"] * len(columns))
        names = ", ".join(f'"{column}"' for column in columns)
        cursor.execute(f'INSERT INTO "{table}" ({names}) VALUES ({holes}) RETURNING id', values)  # noqa: S608
        by_sql = cursor.fetchone()[0]
        cursor.execute(f'DELETE FROM "{table}" WHERE id = %s', [by_sql])  # noqa: S608
    copy.pk = None
    in_bulk = model._base_manager.bulk_create([copy])[0].pk
    model._base_manager.filter(pk=in_bulk)._raw_delete("default")

    assert labels(model, by_sql) == ["insert", "delete"]
    assert labels(model, in_bulk) == ["insert", "delete"]


def _copy_of(row):
    """A row like `row`, which is gone, so that no unique constraint is in the way."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no triggers: the way is cleared without a trace
        cursor.execute(f'DELETE FROM "{row._meta.db_table}" WHERE id = %s', [row.pk])  # noqa: S608
        cursor.execute("SET session_replication_role = DEFAULT")
    return row


def test_the_event_says_who_did_it_and_where(adviser, adviser_client, county):
    treatment = f.TreatmentFactory(municipality=f.MunicipalityFactory(county=county))

    adviser_client.post(reverse("reform_phases:treatment_delete", args=[treatment.pk]))

    event = EVENTS[Treatment].objects.get(pgh_obj_id=treatment.pk, pgh_label="delete")
    assert event.pgh_context.metadata["user"] == adviser.pk
    assert event.pgh_context.metadata["url"].endswith("/slett/")


def test_history_itself_cannot_be_rewritten(db):
    treatment = f.TreatmentFactory()
    event = EVENTS[Treatment].objects.get(pgh_obj_id=treatment.pk)

    for change in (lambda: EVENTS[Treatment].objects.update(note="x"), lambda: event.delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


@pytest.mark.parametrize("model", [*EVENTS.values(), AccessEvent], ids=lambda model: model._meta.label)
def test_history_and_the_log_of_access_cannot_be_emptied(db, model):
    with (
        pytest.raises(ProgrammingError, match="Cannot truncate"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f'TRUNCATE "{model._meta.db_table}"')


def test_a_row_saved_without_a_change_leaves_no_event(db):
    treatment = f.TreatmentFactory()
    treatment.save()

    assert labels(Treatment, treatment.pk) == ["insert"]


def test_the_log_of_access_can_only_be_added_to(adviser):
    event = AccessEvent.objects.create(kind=AccessEvent.Kind.LOGIN, user=adviser)

    for change in (lambda: AccessEvent.objects.update(path="/"), lambda: event.delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
