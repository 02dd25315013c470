"""How passwords and tokens are made, kept and compared."""

import hashlib
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

PASSWORD_MIN_LENGTH = 10
PASSWORD_MAX_LENGTH = 200  # argon2 reads all of it; longer is an attack, not a sentence
# What the demo people have. Everyone can read it here: nobody may choose it, and only demo mode takes it.
DEMO_PASSWORD = "trinh-khen-dung-thu"  # noqa: S105

_hasher = PasswordHasher()
# Verified when nobody has the username, so that the answer takes as long as for a wrong password.
NOBODY = _hasher.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """Return the argon2id hash to keep."""
    return _hasher.hash(password)


def verified(password_hash: str, password: str) -> bool:
    """Tell whether `password` is the one behind `password_hash`. Takes about 50 ms, on purpose."""
    try:
        return _hasher.verify(password_hash, password[:PASSWORD_MAX_LENGTH])
    except (VerifyMismatchError, InvalidHashError):
        return False


def is_dated(password_hash: str) -> bool:
    """Tell whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def password_faults(password: str, username: str) -> list[str]:
    """Return why `password` is refused; empty if it may be taken. Length counts, not kinds of signs (NIST 800-63B)."""
    if not PASSWORD_MIN_LENGTH <= len(password) <= PASSWORD_MAX_LENGTH:
        return [f"Mật khẩu dài từ {PASSWORD_MIN_LENGTH} đến {PASSWORD_MAX_LENGTH} ký tự."]
    if len(set(password)) < 5 or username in password.lower():
        return ["Mật khẩu quá dễ đoán: không lặp vài ký tự, không chứa tên đăng nhập."]
    return []


def username_key(username: str) -> str:
    """Return the form in which usernames are kept and compared."""
    return unicodedata.normalize("NFC", username).strip().lower()[:200]


def new_token() -> str:
    """Return 256 random bits for a cookie or a program."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """Return what the database keeps of a token. Tokens are random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
