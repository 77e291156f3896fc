"""One of everything in a region, and which of it each address is about. The tests of permissions walk through it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests import factories as f
from tests.factories import START

NOW = datetime(2021, 11, 20, 9, tzinfo=UTC)
FIGURE = {
    "code": "decision_made",
    "chapter": "anchoring",
    "label": "Kommuner med politisk vedtak om reformen",
    "definition": "En kommune har tatt stilling når et politisk organ har gjort vedtak.",
    "numerator": "Kommuner med vedtak",
    "base_label": "Alle kommuner",
    "source": "Registrerte politiske vedtak",
    "value": 0,
    "base": 0,
    "counted": [],
    "missing": [],
    "series": [],
}


@dataclass
class Side:
    """One region with one of everything."""

    rows: dict[str, Any]

    def pk(self, name: str) -> int:
        return self.rows[name].pk


def make_side() -> Side:
    region = f.RegionFactory()
    county = f.CountyFactory(region=region)
    municipality = f.MunicipalityFactory(county=county)
    reform = f.ReformFactory()
    meeting = f.MeetingFactory(host=region.office)
    f.InvitationFactory(meeting=meeting, municipality=municipality)
    network = f.NetworkFactory(owner=region.office)
    f.NetworkMembershipFactory(network=network, municipality=municipality)
    solution = f.SolutionFactory(area__reform=reform)
    report = f.ReportFactory(region=region, round=f.RoundFactory(reform=reform))
    sent = f.ReportFactory(region=region, round=f.RoundFactory(reform=reform))
    edition = f.edition(sent, NOW, said={"figures": [FIGURE]})
    settled = f.ReportFactory(region=region, round=f.RoundFactory(reform=reform))
    f.accepted(settled, NOW, said={"figures": [FIGURE]})
    asking = f.RoundFactory(reform=reform)  # nothing is built of it yet
    cells = {"municipality": municipality.number, "solution": solution.name, "state": "considered", "on": "2020-06-01"}
    line = {"number": 2, "cells": cells, "shown": {}, "errors": {}, "outcome": "new", "note": ""}
    support = f.support(municipality, host=region.office)
    support.support_number = support.pk
    support.save()
    recorded = f.MeetingFactory(host=region.office)  # one whose minutes are approved, so that it stays
    f.InvitationFactory(meeting=recorded, municipality=municipality)
    return Side(
        {
            "region": region,
            "county": county,
            "municipality": municipality,
            "meeting": meeting,
            "attachment": f.AttachmentFactory(meeting=meeting),
            "follow_up": f.FollowUpFactory(meeting=meeting, municipality=municipality),
            "need": f.NeedFactory(meeting=meeting, municipality=municipality),
            "topic": f.NeedTopicFactory(),
            "offer": f.offer(municipality, START, host=region.office),
            "districted": f.DistrictFactory(municipality=municipality) and f.offer(municipality, START),
            "support": support,
            "recorded": recorded,
            "minutes": f.MinutesFactory(meeting=recorded),
            "act": f.StatusEntryFactory(municipality=municipality, solution__area__reform=reform).act,
            "treatment": f.TreatmentFactory(municipality=municipality, reform=reform),
            "plan": f.PlanFactory(municipality=municipality, reform=reform),
            "measure": f.MeasureFactory(municipality=municipality, reform=reform),
            "network": network,
            "gathering": f.GatheringFactory(network=network),
            "round": report.round,
            "question": f.QuestionFactory.create_batch(2, round=asking)[1],  # with one to change places with
            "section": f.SectionFactory.create_batch(2, round=asking)[1],
            "report": report,
            "sent": sent,
            "edition": edition,
            "thread": f.thread(edition),
            "snapshot": edition.snapshot,
            "key": f.api_key(region.office)[0],
            "settled": settled.round,
            "national": f.ReportFactory(region=None, round=settled.round),
            "external": f.ExternalFigureFactory(reform=reform),
            "solution": solution,
            "area": solution.area,
            "import": f.ImportFactory(organisation=region.office, lines=[line], new=1),
            "meeting_import": f.MeetingImportFactory(
                organisation=region.office,
                lines=[
                    {
                        "number": 2,
                        "written": ["2020-06-01", municipality.number],
                        "shown": {},
                        "errors": {},
                        "outcome": "new",
                        "note": "",
                    }
                ],
                new=1,
            ),
            "user": f.UserFactory(),
            "saved_view": f.SavedViewFactory(),
            "feed": f.FeedFactory(),
            "notice": f.NoticeFactory(),
            "mail": f.MailFactory(state="failed"),
        }
    )


# Which row an address is about. Those in NATIONAL_ROWS belong to no region: whoever has the permission reaches them.
ROW = {
    "overview:municipality": "municipality",
    "overview:timeline": "municipality",
    "municipalities:detail": "municipality",
    "municipalities:history": "municipality",
    "reform_phases:municipality": "municipality",
    "reform_phases:status": "municipality",
    "reform_phases:phase": "municipality",
    "reform_phases:area_phase": "municipality",
    "reform_phases:organising": "municipality",
    "reform_phases:elder_council": "municipality",
    "reform_phases:measures": "municipality",
    "reform_phases:sheet": "municipality",
    "reform_phases:sheet_pdf": "municipality",
    "dialogue_meetings:municipality": "municipality",
    "learning_networks:municipality": "municipality",
    "reform_phases:act": "act",
    "reform_phases:act_undo": "act",
    "reform_phases:treatment_detail": "treatment",
    "reform_phases:treatment_update": "treatment",
    "reform_phases:treatment_delete": "treatment",
    "reform_phases:plan_detail": "plan",
    "reform_phases:plan_update": "plan",
    "reform_phases:plan_delete": "plan",
    "reform_phases:measure_detail": "measure",
    "reform_phases:measure_update": "measure",
    "reform_phases:measure_delete": "measure",
    "reform_phases:solution_update": "solution",
    "reform_phases:import": "import",
    "reform_phases:import_errors": "import",
    "reform_phases:import_confirm": "import",
    "reform_phases:import_discard": "import",
    "reform_phases:import_undo": "import",
    "dialogue_meetings:detail": "meeting",
    "dialogue_meetings:update": "meeting",
    "dialogue_meetings:delete": "meeting",
    "dialogue_meetings:held": "meeting",
    "dialogue_meetings:attachment_create": "meeting",
    "dialogue_meetings:attachment": "attachment",
    "dialogue_meetings:attachment_delete": "attachment",
    "dialogue_meetings:agenda": "meeting",
    "dialogue_meetings:agenda_fill": "meeting",
    "dialogue_meetings:agenda_carry": "meeting",
    "dialogue_meetings:minutes": "meeting",
    "dialogue_meetings:minutes_approve": "meeting",
    "dialogue_meetings:minutes_correct": "recorded",
    "dialogue_meetings:minutes_pdf": "minutes",
    "dialogue_meetings:support_detail": "support",
    "dialogue_meetings:offer_answer": "offer",
    "dialogue_meetings:offer_plan": "offer",
    "dialogue_meetings:districts": "districted",
    "dialogue_meetings:need_raise": "meeting",
    "dialogue_meetings:need_answer": "need",
    "dialogue_meetings:need_delete": "need",
    "dialogue_meetings:topic_update": "topic",
    "dialogue_meetings:import": "meeting_import",
    "dialogue_meetings:import_columns": "meeting_import",
    "dialogue_meetings:import_errors": "meeting_import",
    "dialogue_meetings:import_write": "meeting_import",
    "dialogue_meetings:import_discard": "meeting_import",
    "dialogue_meetings:import_undo": "meeting_import",
    "dialogue_meetings:follow_up_done": "follow_up",
    "dialogue_meetings:follow_up_update": "follow_up",
    "dialogue_meetings:follow_up_verify": "follow_up",
    "dialogue_meetings:follow_up_reopen": "follow_up",
    "learning_networks:detail": "network",
    "learning_networks:update": "network",
    "learning_networks:invite": "network",
    "learning_networks:gathering_create": "network",
    "learning_networks:gathering_update": "gathering",
    "reporting:round": "round",
    "reporting:round_update": "round",
    "reporting:round_indicators": "round",
    "reporting:round_rehearse": "round",
    "reporting:round_copy": "round",
    "reporting:question_create": "round",
    "reporting:section_create": "round",
    "reporting:question_update": "question",
    "reporting:question_delete": "question",
    "reporting:question_move": "question",
    "reporting:section_update": "section",
    "reporting:section_delete": "section",
    "reporting:section_move": "section",
    "reporting:contribution_update": "report",
    "reporting:extension_update": "report",
    "reporting:report": "report",
    "reporting:answers": "report",
    "reporting:build": "report",
    "reporting:round_open": "round",
    "reporting:report_ready": "report",
    "reporting:report_reopen": "report",
    "reporting:report_submit": "report",
    "reporting:report_return": "report",
    "reporting:report_accept": "report",
    "reporting:report_correct": "report",
    "reporting:edition": "sent",
    "reporting:edition_figure": "sent",
    "reporting:since": "report",
    "reporting:numbers": "report",
    "reporting:edition_differences": "sent",
    "reporting:snapshot_pdf": "snapshot",
    "reporting:snapshot_differences": "snapshot",
    "reporting:thread_create": "sent",
    "reporting:thread_list": "sent",
    "reporting:thread": "thread",
    "reporting:thread_answer": "thread",
    "reporting:thread_ask": "thread",
    "reporting:thread_close": "thread",
    "reporting:thread_reopen": "thread",
    "reporting:report_open_data": "report",
    "reporting:key_revoke": "key",
    "reporting:data_round": "round",
    "reporting:data_edition": "sent",
    "reporting:national_build": "national",
    "reporting:national_ready": "national",
    "reporting:national_reopen": "national",
    "reporting:national_accept": "national",
    "reporting:national_correct": "national",
    "reporting:national_figure": "settled",
    "reporting:round_pdfs": "settled",
    "reporting:external_update": "external",
    "reporting:external_delete": "external",
    "access:user_update": "user",
    "access:user_anonymise": "user",
    "access:view_update": "saved_view",
    "access:view_delete": "saved_view",
    "calendar:meeting_file": "meeting",
    "calendar:gathering_file": "gathering",
    "calendar:feed_delete": "feed",
    "notices:read": "notice",
    "notices:failed_mail_retry": "mail",
}
NATIONAL_ROWS = {"round", "question", "section", "settled", "national", "external", "key"} | {
    "solution",
    "topic",
    "user",
    "mail",
}
MOVED = {"dialogue_meetings:support_detail"}  # a page that is elsewhere now
PERSONAL_ROWS = {"feed", "saved_view", "notice"}  # reached by their owner alone, who is none of those who ask
# What a POST without content does at once, where it is allowed. The other addresses answer it with a form.
ACTS = {
    "reform_phases:act_undo",
    "reform_phases:treatment_delete",
    "reform_phases:plan_delete",
    "reform_phases:measure_delete",
    "reform_phases:import_confirm",
    "reform_phases:import_discard",
    "dialogue_meetings:delete",
    "dialogue_meetings:need_delete",
    "dialogue_meetings:import_write",
    "dialogue_meetings:import_discard",
    "dialogue_meetings:attachment_delete",
    "dialogue_meetings:agenda_fill",
    "dialogue_meetings:follow_up_done",
    "reporting:build",
    "reporting:question_delete",
    "reporting:question_move",
    "reporting:section_delete",
    "reporting:section_move",
    "reporting:key_revoke",
    "reporting:external_delete",
    "reporting:national_build",
    "access:view_delete",
    "calendar:feed_delete",
}


def kwargs_for(name: str, side: Side, pattern: Any) -> dict[str, Any]:
    """The path arguments of `name` for the row of `side`."""
    parameters = set(pattern.pattern.converters)
    if parameters == {"code"}:
        return {"code": "decision_made"}
    if name == "reporting:data_edition":
        return {"pk": side.pk("sent"), "number": 1, "name": "tall.json"}
    if name == "reporting:national_figure":
        return {"pk": side.pk("settled"), "code": "decision_made"}
    if parameters >= {"pk", "number"}:
        code = {"code": "decision_made"} if name == "reporting:edition_figure" else {}
        return {"pk": side.pk("sent"), "number": 1, **code}
    if name == "calendar:feed":
        return {"token": f.secret_of(side.rows["feed"])}
    if name == "reform_phases:import_template":
        return {"kind": "plans", "extension": "csv"}
    if name == "dialogue_meetings:import_template":
        return {"extension": "csv"}
    if name == "learning_networks:gathering_update":
        return {"pk": side.pk("network"), "gathering_pk": side.pk("gathering")}
    if parameters == {"key"}:
        return {"key": side.rows[ROW[name]].key}
    assert not parameters or name in ROW, f"{name} has path arguments but no row in the table"
    more = {parameter: side.pk(parameter.removesuffix("_pk")) for parameter in parameters - {"pk"}}
    return more | ({"pk": side.pk(ROW[name])} if parameters else {})
