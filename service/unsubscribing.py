"""The signed address in a mail by which its reader stops that group of mails, without signing in."""

import hashlib
import hmac

SIGNATURE_LENGTH = 32


def sign(secret: str, person_id: int, group: str) -> str:
    """Return what names a person and a group of kinds in an address, and cannot be made without the secret."""
    return f"{person_id}.{group}.{_signature(secret, f'{person_id}.{group}')}"


def read(secret: str, token: str) -> tuple[int, str] | None:
    """Return the person and the group that a token names; None for one that was not made here."""
    named, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(secret, named).encode()):
        return None
    person_id, _, group = named.partition(".")
    return int(person_id), group


def _signature(secret: str, named: str) -> str:
    return hmac.new(secret.encode(), f"unsubscribe:{named}".encode(), hashlib.sha256).hexdigest()[:SIGNATURE_LENGTH]
