"""Coming in, leaving, passwords, accounts and tokens for programs."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from workflows import clock, dates, history
from workflows.credentials import (
    DEMO_PASSWORD,
    NOBODY,
    fingerprint,
    hash_password,
    is_dated,
    new_token,
    password_faults,
    username_key,
    verified,
)
from workflows.errors import Invalid, NotFound
from workflows.models import Account, ApiToken, Person, SignInAttempt, WebSession
from workflows.policy import Actor, demand_administrator, load_actor
from workflows.rules.names import person_sort_key, search_key


@dataclass(frozen=True)
class Limit:
    """So many failures within so long; then one waits until the oldest of them is out of the window."""

    failures: int
    window: timedelta


# Argon2id makes a guess cost about 50 ms; ten guesses per quarter of an hour make a dictionary hopeless, and leave
# room for a person who tries the passwords of three other systems first.
ACCOUNT_LIMIT = Limit(10, timedelta(minutes=15))
# A whole office may share one address behind a router, so this one is wider; it stops guessing across accounts.
ADDRESS_LIMIT = Limit(50, timedelta(minutes=15))
ATTEMPTS_KEPT = timedelta(days=30)  # addresses are personal data; a month is enough to look into an attack
SESSION_LENGTH = timedelta(hours=12)  # a working day with overtime: nobody is signed out in the middle of a form
TOKEN_LENGTH_DAYS = 365
SCOPES = ("read", "write")
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}")


@dataclass(frozen=True)
class NewAccount:
    """What an account is made of."""

    person_id: int
    username: str
    password: str
    administrator: bool = False


@dataclass(frozen=True)
class SignIn:
    """The answer to a try: a token for the cookie, or None and how long to wait before the next try counts."""

    token: str | None = None
    expires_at: datetime | None = None
    wait: timedelta = timedelta(0)


def sign_in(session: Session, username: str, password: str, address: str) -> SignIn:
    """Check a password and open a new session.

    Nothing is raised for a wrong password, because the attempt must be kept: the caller commits in any case. The
    answer and its time are the same for an unknown user, a disabled account and a wrong password.
    """
    now = clock.utcnow()
    key = username_key(username)
    wait = max(
        _wait(session, SignInAttempt.username_key == key, ACCOUNT_LIMIT, now),
        _wait(session, SignInAttempt.address == address, ADDRESS_LIMIT, now),
    )
    if wait:
        return SignIn(wait=wait)
    account = session.scalar(select(Account).where(Account.username == key, Account.disabled_at.is_(None)))
    succeeded = verified(account.password_hash if account else NOBODY, password) and account is not None
    session.add(SignInAttempt(username_key=key, address=address, attempted_at=now, succeeded=succeeded))
    session.execute(delete(SignInAttempt).where(SignInAttempt.attempted_at < now - ATTEMPTS_KEPT))
    if account is None or not succeeded:
        return SignIn()
    if is_dated(account.password_hash):
        account.password_hash = hash_password(password)
    token = new_token()
    expires_at = now + SESSION_LENGTH
    session.add(WebSession(token_hash=fingerprint(token), account_id=account.id, created_at=now, expires_at=expires_at))
    return SignIn(token, expires_at)


def sign_out(session: Session, token: str) -> None:
    """End the session of this token; an unknown token is none."""
    session.execute(
        update(WebSession)
        .where(WebSession.token_hash == fingerprint(token), WebSession.revoked_at.is_(None))
        .values(revoked_at=clock.utcnow())
    )


def change_password(session: Session, actor: Actor, old: str, new: str, *, keep: str = "") -> None:
    """Give the actor's account a new password and end its sessions, except that of the token `keep`.

    Raises Invalid with the field names old_password and new_password.
    """
    account = session.get_one(Account, actor.account_id)
    if not verified(account.password_hash, old):
        raise Invalid({"old_password": ["Mật khẩu đang dùng chưa đúng."]})
    if faults := password_faults(new, account.username):
        raise Invalid({"new_password": faults})
    if new in (old, DEMO_PASSWORD):
        raise Invalid({"new_password": ["Mật khẩu mới phải khác mật khẩu đang dùng và khác mật khẩu dùng thử."]})
    account.password_hash = hash_password(new)
    account.password_changed_at = clock.utcnow()
    _end_sessions(session, account.id, keep=keep)
    history.record(session, actor, "password_changed", after={"account_id": account.id})


def create_account(session: Session, actor: Actor | None, new: NewAccount) -> Account:
    """Give a person the means to sign in. `actor` None: the operator at the command line, who owns the machine.

    Raises Invalid with the field names person_id, username and password; NotFound without such a person.
    """
    if actor is not None:
        demand_administrator(actor)
    key = username_key(new.username)
    if session.get(Person, new.person_id) is None:
        raise NotFound
    if errors := _faults(session, key, new):
        raise Invalid(errors)
    account = Account(
        person_id=new.person_id,
        username=key,
        password_hash=hash_password(new.password),
        password_changed_at=clock.utcnow(),
        administrator=new.administrator,
    )
    session.add(account)
    session.flush()  # history names the account by its id
    facts = {"account_id": account.id, "administrator": new.administrator}
    history.record(session, actor, "account_created", after=facts)
    return account


def create_first_administrator(session: Session, username: str, name: str, password: str) -> Account:
    """Give a new person an administrator's account: for the operator at the command line.

    Raises Invalid with the field names name, username and password.
    """
    if not name.strip():
        raise Invalid({"name": ["Ghi họ và tên người quản trị."]})
    person = Person(full_name=name.strip(), search_key=search_key(name), sort_key=person_sort_key(name))
    session.add(person)
    session.flush()  # the account names the person by id
    return create_account(session, None, NewAccount(person.id, username, password, administrator=True))


def reset_password(session: Session, username: str, password: str) -> None:
    """Give an account a new password and end its sessions: for the operator at the command line.

    Raises NotFound; Invalid with the field name password.
    """
    account = _by_name(session, username)
    if faults := password_faults(password, account.username):
        raise Invalid({"password": faults})
    account.password_hash = hash_password(password)
    account.password_changed_at = clock.utcnow()
    _end_sessions(session, account.id)
    history.record(session, None, "password_reset", after={"account_id": account.id})


def disable_account(session: Session, actor: Actor | None, username: str) -> None:
    """Close an account, its sessions and tokens. Raises NotFound; Invalid for one's own."""
    if actor is not None:
        demand_administrator(actor)
    account = _by_name(session, username)
    if actor is not None and account.id == actor.account_id:
        raise Invalid({"username": ["Không thể khóa tài khoản đang dùng."]})
    if account.disabled_at is not None:
        return
    now = clock.utcnow()
    account.disabled_at = now
    _end_sessions(session, account.id)
    open_tokens = update(ApiToken).where(ApiToken.account_id == account.id, ApiToken.revoked_at.is_(None))
    session.execute(open_tokens.values(revoked_at=now))
    history.record(session, actor, "account_disabled", after={"account_id": account.id})


def create_token(session: Session, actor: Actor, name: str, scopes: list[str], days: int = 90) -> tuple[str, ApiToken]:
    """Return a new key for a program of the actor, and its row. The key is shown this once.

    `days` is how long it works. Raises Invalid with the field names name, scopes and days.
    """
    errors: dict[str, list[str]] = {}
    if not 1 <= len(name.strip()) <= 100:
        errors["name"] = ["Đặt tên cho khóa, tối đa 100 ký tự, để biết chương trình nào đang dùng."]
    if not scopes or set(scopes) - set(SCOPES):
        errors["scopes"] = [f"Chọn phạm vi trong: {', '.join(SCOPES)}."]
    if not 1 <= days <= TOKEN_LENGTH_DAYS:
        errors["days"] = [f"Thời hạn từ 1 đến {TOKEN_LENGTH_DAYS} ngày."]
    if errors:
        raise Invalid(errors)
    now = clock.utcnow()
    key = f"tk_{new_token()}"
    token = ApiToken(
        account_id=actor.account_id,
        name=name.strip(),
        token_hash=fingerprint(key),
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(token)
    session.flush()  # history and the caller name the token by its id
    history.record(session, actor, "token_created", after={"token_id": token.id, "scopes": token.scopes})
    return key, token


def create_token_of(session: Session, username: str, name: str, scopes: list[str], days: int) -> str:
    """Return a new key for a program of an account: for the operator at the command line.

    Raises NotFound for an unknown or closed account, and what `create_token` raises.
    """
    return create_token(session, actor_named(session, username), name, scopes, days)[0]


def actor_named(session: Session, username: str) -> Actor:
    """Return who acts under a username, for the operator at the command line. Raises NotFound."""
    return load_actor(session, _by_name(session, username).id, dates.local_date(clock.utcnow()))


def revoke_token(session: Session, actor: Actor, token_id: int) -> None:
    """End one of the actor's own tokens. Raises NotFound."""
    token = session.get(ApiToken, token_id)
    if token is None or token.account_id != actor.account_id:
        raise NotFound
    if token.revoked_at is None:
        token.revoked_at = clock.utcnow()
        history.record(session, actor, "token_revoked", after={"token_id": token.id})


def _wait(session: Session, whose: ColumnElement[bool], limit: Limit, now: datetime) -> timedelta:
    """Return how long `whose` attempts must rest. A success wipes the failures before it."""
    success = select(func.max(SignInAttempt.attempted_at)).where(whose, SignInAttempt.succeeded)
    since = max(now - limit.window, session.scalar(success) or now - limit.window)
    failures = select(SignInAttempt.attempted_at).where(
        whose, SignInAttempt.succeeded.is_(False), SignInAttempt.attempted_at > since
    )
    newest = session.scalars(failures.order_by(SignInAttempt.attempted_at.desc()).limit(limit.failures)).all()
    return newest[-1] + limit.window - now if len(newest) == limit.failures else timedelta(0)


def _by_name(session: Session, username: str) -> Account:
    account = session.scalar(select(Account).where(Account.username == username_key(username)))
    if account is None:
        raise NotFound(f"Không có tài khoản {username}.")
    return account


def _faults(session: Session, key: str, new: NewAccount) -> dict[str, list[str]]:
    errors = {}
    if not USERNAME.fullmatch(key):
        errors["username"] = ["Tên đăng nhập gồm 3 đến 64 chữ thường không dấu, số, dấu chấm, gạch."]
    elif session.scalar(select(Account.id).where(Account.username == key)):
        errors["username"] = [f"Tên đăng nhập {key} đã có người dùng."]
    if session.scalar(select(Account.id).where(Account.person_id == new.person_id)):
        errors["person_id"] = ["Người này đã có tài khoản."]
    if faults := password_faults(new.password, key):
        errors["password"] = faults
    return errors


def _end_sessions(session: Session, account_id: int, *, keep: str = "") -> None:
    session.execute(
        update(WebSession)
        .where(
            WebSession.account_id == account_id,
            WebSession.revoked_at.is_(None),
            WebSession.token_hash != fingerprint(keep),
        )
        .values(revoked_at=clock.utcnow())
    )
