"""The secret in a feed's address: made, known again by its sum, and kept out of the logs."""

import logging
import re
import secrets
from hashlib import sha256

BYTES = 32


def make() -> str:
    """A new secret, of letters that an address takes as they are."""
    return secrets.token_urlsafe(BYTES)


def sum_of(secret: str) -> str:
    """What is stored instead of the secret. It has 256 bits of its own, so a plain sum is enough."""
    return sha256(secret.encode()).hexdigest()


class HideSecrets(logging.Filter):
    """Takes the secret out of what is logged about a feed's address, as Django does of every 404 and 500."""

    ADDRESS = re.compile(r"(/kalender/abonnement/)[^/\s?\"']+(\.ics)")

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = self.ADDRESS.sub(r"\1…\2", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
