"""Meetings, networks, rounds and reports."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from dialogue_meetings import models as meetings
from learning_networks import models as networks
from lhl_portal.pdf.manifests import canonical
from municipalities import models as places
from reporting import models as reports
from reporting.editions import next_number
from reporting.publishing.keys import make_key
from reporting.reviewing import Place, begin
from reporting.workflow import perform
from tests.factories.places import START, MunicipalityFactory, OfficeFactory, RegionFactory, UserFactory
from tests.factories.reform import ReformFactory


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


def offer(
    municipality: places.Municipality, on: date, host: object = None, **invitation: object
) -> meetings.Invitation:
    """An offer of a dialogue meeting that nobody has answered, unless told otherwise."""
    meeting = MeetingFactory(held_on=None, **({"host": host} if host else {}))
    row: meetings.Invitation = InvitationFactory(
        meeting=meeting,
        municipality=municipality,
        offered_on=on,
        **({"answer": "waiting", "present": False} | invitation),
    )
    return row


class ReminderFactory(DjangoModelFactory):
    class Meta:
        model = meetings.Reminder

    invitation = factory.SubFactory(InvitationFactory)
    sent_on = date(2020, 2, 20)


class NeedTopicFactory(DjangoModelFactory):
    class Meta:
        model = meetings.NeedTopic

    name_nb = factory.Sequence(lambda n: f"Tema {n}")
    name_nn = factory.SelfAttribute("name_nb")
    name_en = factory.SelfAttribute("name_nb")
    position = factory.Sequence(lambda n: n)


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = meetings.Need

    meeting = factory.SubFactory(MeetingFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    topic = factory.SubFactory(NeedTopicFactory)
    raised_on = date(2020, 3, 2)


class MeetingImportFactory(DjangoModelFactory):
    """A list of meetings that was read and checked, with nothing in it."""

    class Meta:
        model = meetings.MeetingImport

    organisation = factory.SubFactory(OfficeFactory)
    by = factory.SubFactory(UserFactory)
    uploaded_at = datetime(2020, 6, 1, 9, tzinfo=UTC)
    filename = factory.Sequence(lambda n: f"moter-{n}.xlsx")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 5000
    header = ["Dato", "Kommune"]
    columns = ["on", "municipalities"]
    is_checked = True


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = meetings.FollowUp

    meeting = factory.SubFactory(MeetingFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    what = factory.Sequence(lambda n: f"Sende utkast {n}")
    due_on = date(2020, 5, 1)


class AttachmentFactory(DjangoModelFactory):
    """A small file with its content, the bytes `data`."""

    class Meta:
        model = meetings.Attachment

    meeting = factory.SubFactory(MeetingFactory)
    name = factory.Sequence(lambda n: f"Saksliste {n}.pdf")
    media_type = "application/pdf"
    added_at = datetime(2020, 2, 20, 12, tzinfo=UTC)
    added_by = factory.SubFactory(UserFactory)
    data = factory.Sequence(lambda n: f"%PDF-1.7 {n}".encode())

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        data = kwargs.pop("data")
        sha256 = hashlib.sha256(data).hexdigest()
        made = super()._create(model_class, *args, size=len(data), sha256=sha256, **kwargs)
        meetings.AttachmentContent.objects.create(attachment=made, data=data)
        return made


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = meetings.AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Sak {n}")


class MinutesFactory(DjangoModelFactory):
    """An approved edition that says nothing."""

    class Meta:
        model = meetings.Minutes

    meeting = factory.SubFactory(MeetingFactory)
    number = 1
    approved_by = factory.SubFactory(UserFactory)
    approved_at = datetime(2020, 3, 9, 12, tzinfo=UTC)
    manifest = b'{"content":{}}'
    sha256 = "0" * 64
    pdf = b"%PDF-"
    pages = 1


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
    opens_on = START
    due_on = date(2021, 12, 1)


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = reports.Section

    round = factory.SubFactory(RoundFactory)
    number = factory.Sequence(lambda n: n + 1)
    title_nb = factory.Sequence(lambda n: f"Del {n}")
    title_nn = factory.SelfAttribute("title_nb")


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
    state = reports.State.DRAFT


class SentenceFactory(DjangoModelFactory):
    """A draft that the office has taken along as it was."""

    class Meta:
        model = reports.Sentence

    report = factory.SubFactory(ReportFactory)
    key = factory.Sequence(lambda n: f"decision_made-{n}")
    figure = "decision_made"
    drafted = "Asker er ny blant kommunene med politisk vedtak om reformen."
    text = factory.SelfAttribute("drafted")
    state = "accepted"
    at = "2021-11-20T09:00:00Z"


class NumberNoteFactory(DjangoModelFactory):
    class Meta:
        model = reports.NumberNote

    report = factory.SubFactory(ReportFactory)
    where = "answer-1"
    number = factory.Sequence(lambda n: f"{900 + n}")
    context = factory.LazyAttribute(lambda note: f"Embetet sendte {note.number} brev.")
    text = "Tallet er fra embetets eget arkiv."
    at = "2021-11-20T09:00:00Z"


class ExternalFigureFactory(DjangoModelFactory):
    class Meta:
        model = reports.ExternalFigure

    reform = factory.SubFactory(ReformFactory)
    label_nb = factory.Sequence(lambda n: f"Kommuner som har behandlet reformen, telling {n}")
    label_nn = factory.SelfAttribute("label_nb")
    value = 228
    base = 356
    as_of = date(2021, 6, 1)
    source = "Helsedirektoratet, statusrapport 2021"


def snapshot(report: reports.Report, at: datetime, *, edition: int | None = None, said: Any = ()) -> reports.Snapshot:
    """What a finished build of `report` asked for at `at` leaves. The manifest has no figures unless `said`."""
    build = reports.Build.objects.create(
        report=report, edition=edition, state=reports.Build.State.DONE, requested_at=at, rung_at=at, finished_at=at
    )
    plain: dict[str, Any] = {
        "format": 2,
        "build": build.pk,
        "language": report.language,
        "software": "0",
        "built_on": at.date().isoformat(),
        "report": {
            "region": report.area_name,
            "region_code": report.region.code if report.region else "",
            "office": "Embetet",
            "round": str(report.round),
            "reform": str(report.round.reform),
            "due_on": report.due_on.isoformat(),
        },
        "period": {"starts_on": report.round.starts_on.isoformat(), "as_of": report.round.cut_off.isoformat()},
        **{key: [] for key in ("municipalities", "chapters", "figures", "answers")},
    }
    if dict(said).get("kind") == "national":
        del plain["answers"]  # it has none
    manifest, pdf = canonical(plain | dict(said)), b"%PDF-" + str(build.pk).encode()
    return reports.Snapshot.objects.create(
        build=build,
        created_at=at,
        manifest=manifest,
        sha256=hashlib.sha256(manifest).hexdigest(),
        pdf=pdf,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        pages=1,
    )


def edition(report: reports.Report, at: datetime, *, by: Any = None, said: Any = ()) -> reports.Edition:
    """`report`, which is a draft, made ready, built and sent at `at`."""
    perform(report, "ready", by=by, at=at)
    report.builds.active().delete()
    snapshot(report, at, edition=next_number(report), said=said)
    perform(report, "submit", by=by or UserFactory(), at=at)
    report.refresh_from_db()
    return report.editions.get(state=reports.State.SUBMITTED)


def thread(edition: reports.Edition, *, anchor: str = "figure", key: str = "decision_made", **begun: Any) -> Any:
    """What the reviewer has begun on the edition, which waits for review."""
    told = {"text": "Hvorfor er tallet så lavt?", "by": begun.pop("by", None) or UserFactory()} | begun
    told.setdefault("at", edition.submitted_at)
    return begin(report=edition.report, edition=edition.number, place=Place(anchor, key), **told)


def api_key(organisation: Any = None, **key: Any) -> tuple[reports.ApiKey, str]:
    """A key that lasts for long, and its secret."""
    made = reports.ApiKey(
        **{
            "organisation": organisation or OfficeFactory(),
            "name": "Arkivet",
            "expires_on": date(2099, 1, 1),
        }
        | key
    )
    return made, make_key(made, by=UserFactory(), on=date(2021, 1, 1))


def accepted(report: reports.Report, at: datetime, *, said: Any = ()) -> reports.Edition:
    """`report`, which is a draft, sent and accepted at `at`."""
    sent = edition(report, at, said=said)
    perform(report, "accept", by=UserFactory(), at=at)
    report.refresh_from_db()
    sent.refresh_from_db()
    return sent
