"""Secrets that open something without log-in: made, known again by their sum, and kept out of the logs."""

import logging
import re
import secrets
from hashlib import sha256

BYTES = 32
KEY_MARK = "lhl_"  # stands before a machine's key, so that one that goes astray is known for what it is


def make() -> str:
    """A new secret, of letters that an address takes as they are."""
    return secrets.token_urlsafe(BYTES)


def sum_of(secret: str) -> str:
    """What is stored instead of the secret. It has 256 bits of its own, so a plain sum is enough."""
    return sha256(secret.encode()).hexdigest()


class HideSecrets(logging.Filter):
    """Takes the secret out of what is logged about a feed's address, as Django does of every 404 and 500.

    And every key of a machine, wherever it was written.
    """

    ADDRESS = re.compile(r"(/kalender/abonnement/)[^/\s?\"']+(\.ics)")
    KEY = re.compile(rf"({KEY_MARK}[\w-]{{4}})[\w-]{{20,}}")

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = self.KEY.sub(r"\1…", self.ADDRESS.sub(r"\1…\2", message))
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
