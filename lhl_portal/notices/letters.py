"""A mail in words."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lhl_portal.notices.models import Mail
from lhl_portal.notices.reading import Line

LONGEST = 40  # lines; the portal shows the rest


def message_id(mail: Mail) -> str:
    """The same in each attempt, so that whoever gets the mail twice can see that it is one."""
    return f"<{mail.number}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def letter(mail: Mail, told: Sequence[Line]) -> EmailMessage:
    """To the user's own address and nobody else. Written in the mail's language, which must be active for `told` too.

    The subject says how many notices there are and not what they are about: it is shown where others may look.
    """
    with translation.override(mail.language):
        subject = ngettext(
            "%(count)d varsel fra Leve hele livet", "%(count)d varsler fra Leve hele livet", len(told)
        ) % {"count": len(told)}
        body = _body(mail.user.name, told)
    headers = {
        "Message-ID": message_id(mail),
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
    }
    return EmailMessage(subject=subject, body=body, to=[mail.user.email], headers=headers)


def _body(name: str, told: Sequence[Line]) -> str:
    """Plain text: a greeting, a paragraph for each line with its address, and the way to the choices."""
    more = len(told) - LONGEST
    paragraphs = [
        _("Hei %(name)s,") % {"name": _one_line(name)},
        _("Dette er nytt for deg i portalen for Leve hele livet:"),
        *("\n  ".join(filter(None, [f"- {_one_line(line.text)}", _absolute(line.url)])) for line in told[:LONGEST]),
    ]
    if more > 0:
        rest = ngettext(
            "Og %(count)d varsel til, som du finner i portalen.",
            "Og %(count)d varsler til, som du finner i portalen.",
            more,
        )
        paragraphs.append(rest % {"count": more})
    paragraphs += [
        "\n  ".join([_("Alle varslene dine:"), _absolute(reverse("notices:list"))]),
        "\n  ".join([_("Velg hva du vil varsles om, og hvordan:"), _absolute(reverse("notices:choices"))]),
        _("Denne e-posten er sendt automatisk og kan ikke besvares."),
    ]
    return "\n\n".join(paragraphs) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}" if path else ""
