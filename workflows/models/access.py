"""Who may come in: accounts, browser sessions, tokens, and attempts."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, JsonList, Key, in_order, ref
from workflows.models.organisation import Person


class Account(Base):
    """The means by which a person signs in."""

    __tablename__ = "account"

    id: Mapped[Key]
    person_id: Mapped[int] = ref("person.id", index=False)
    username: Mapped[str]
    password_hash: Mapped[str]
    """Argon2id, with its parameters."""
    password_changed_at: Mapped[Instant]
    disabled_at: Mapped[Instant | None]
    administrator: Mapped[bool] = mapped_column(default=False)
    """Manages accounts, plans and processes; gives no right to any dossier or vote."""

    person: Mapped[Person] = relationship()

    __table_args__ = (
        UniqueConstraint("person_id"),
        UniqueConstraint("username"),
        CheckConstraint("username = lower(username) and length(username) >= 3", name="username_is_lower_case"),
    )


class WebSession(Base):
    """A signed-in browser. The cookie holds the token, the table only its hash."""

    __tablename__ = "web_session"

    id: Mapped[Key]
    token_hash: Mapped[str]
    account_id: Mapped[int] = ref("account.id")
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]

    account: Mapped[Account] = relationship()

    __table_args__ = (UniqueConstraint("token_hash"), in_order("created_at", "expires_at"))


class SignInAttempt(Base):
    """One try to sign in; the throttle counts the failures among them."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[Key]
    username_key: Mapped[str]
    address: Mapped[str]
    attempted_at: Mapped[Instant]
    succeeded: Mapped[bool]

    __table_args__ = (
        Index("ix_sign_in_attempt_username", "username_key", "attempted_at"),
        Index("ix_sign_in_attempt_address", "address", "attempted_at"),
    )


class ApiToken(Base):
    """A key for programs. Shown once; the table keeps its hash."""

    __tablename__ = "api_token"

    id: Mapped[Key]
    account_id: Mapped[int] = ref("account.id")
    name: Mapped[str]
    token_hash: Mapped[str]
    scopes: Mapped[JsonList]
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]

    account: Mapped[Account] = relationship()

    __table_args__ = (UniqueConstraint("token_hash"), in_order("created_at", "expires_at"))


class CalendarFeed(Base):
    """The private address at which calendar programs read one person's deadlines; at most one for each account.

    The address holds `public_id` and a secret, of which the table keeps the hash: it is shown once.
    """

    __tablename__ = "calendar_feed"

    account_id: Mapped[int] = ref("account.id", primary_key=True, index=False)
    public_id: Mapped[str]
    token_hash: Mapped[str]
    created_at: Mapped[Instant]
    """When the address that is valid now was made."""
    revoked_at: Mapped[Instant | None]

    account: Mapped[Account] = relationship()

    __table_args__ = (UniqueConstraint("public_id"), in_order("created_at", "revoked_at"))
