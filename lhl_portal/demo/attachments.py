"""Files of some meetings: one page each, that says it is made up."""

import hashlib
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from dialogue_meetings.models import Attachment, AttachmentContent, Meeting
from lhl_portal.demo.days import working_day
from lhl_portal.demo.scene import Scene
from lhl_portal.demo.text import marked

_MEETINGS = 4  # of each office, the last ones


def add_attachments(scene: Scene) -> None:
    own = [m for m in scene.rows.of(Meeting) if m.host_id == scene.area.office.pk and m.kind == Meeting.Kind.DIALOGUE]
    held = [(meeting.held_on, place, meeting) for place, meeting in enumerate(own) if meeting.held_on]
    for held_on, _place, meeting in sorted(held, reverse=True)[:_MEETINGS]:
        day = working_day(scene.rng, held_on - timedelta(days=14), held_on - timedelta(days=1))
        opening = datetime.combine(day, time(8), tzinfo=timezone.get_default_timezone())
        data = _page(marked("Saksliste."), meeting.title, f"{held_on.day}.{held_on.month}.{held_on.year}")
        attachment = scene.rows.add(
            Attachment(
                meeting=meeting,
                key=UUID(int=scene.rng.getrandbits(128), version=4),
                name="Saksliste.pdf",
                purpose=Attachment.Purpose.AGENDA,
                media_type="application/pdf",
                size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                added_at=opening + timedelta(minutes=scene.between(0, 465)),
                added_by=scene.adviser,
            )
        )
        scene.rows.add(AttachmentContent(attachment=attachment, data=data))


def _page(*lines: str) -> bytes:
    """A PDF with the lines under each other."""
    shown = b" ".join(b"(%s) Tj T*" % _escaped(line) for line in lines)
    text = b"BT /F1 14 Tf 24 TL 72 760 Td %s ET" % shown
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    file, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        starts.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(file))
    return file + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def _escaped(line: str) -> bytes:
    written = line.encode("cp1252", "replace")
    return written.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
