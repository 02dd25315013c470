"""The private address at which a person's calendar program reads their deadlines: made anew, and revoked."""

import secrets

from sqlalchemy.orm import Session

from workflows import clock, history
from workflows.credentials import fingerprint, new_token
from workflows.models import CalendarFeed
from workflows.policy import Actor


def renew(session: Session, actor: Actor) -> tuple[str, str]:
    """Make a new address for the actor and return its two parts, public id and secret; one of before works no more.

    The secret is known only now: the table keeps its hash.
    """
    feed = session.get(CalendarFeed, actor.account_id) or CalendarFeed(account_id=actor.account_id)
    secret = new_token()
    feed.public_id, feed.token_hash = secrets.token_urlsafe(9), fingerprint(secret)
    feed.created_at, feed.revoked_at = clock.utcnow(), None
    session.add(feed)
    history.record(session, actor, "feed_made", after={"account_id": actor.account_id})
    return feed.public_id, secret


def revoke(session: Session, actor: Actor) -> None:
    """Let the actor's address answer no more. Where there is none, nothing changes."""
    feed = session.get(CalendarFeed, actor.account_id)
    if feed is None or feed.revoked_at is not None:
        return
    feed.revoked_at = max(clock.utcnow(), feed.created_at)
    history.record(session, actor, "feed_revoked", after={"account_id": actor.account_id})
