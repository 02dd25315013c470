"""Deadlines as a calendar that Outlook, Google and Apple subscribe to (RFC 5545, without METHOD)."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from workflows.queries.feeds import Deadline

PRODUCT = "-//Trình Khen//Hạn công việc//VI"
NAME = "Hạn trong Trình Khen"
ZONE = "Asia/Ho_Chi_Minh"
ASK_AGAIN_AFTER = timedelta(hours=1)
SHOWN_BEFORE = timedelta(minutes=30)
"""A limit with an hour is drawn as the half hour before it: an event without length is hard to see."""


def calendar(deadlines: Iterable[Deadline], base_url: str) -> bytes:
    """Return the calendar in UTF-8. `base_url` is where people reach the product; without a slash at its end.

    Whole days need no time zone; hours are written in UTC, which every program converts by itself.
    """
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("name", NAME)
    found.add("x-wr-calname", NAME)
    found.add("x-wr-timezone", ZONE)
    found.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT1H")
    for each in deadlines:
        found.add_component(_event(each, base_url))
    return found.to_ical()


def _event(deadline: Deadline, base_url: str) -> Event:
    event = Event()
    event.add("uid", f"{deadline.key}@{urlsplit(base_url).hostname}")
    event.add("dtstamp", deadline.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", deadline.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", deadline.sequence)
    event.add("status", "CANCELLED" if deadline.is_off else "CONFIRMED")
    if deadline.at is None:
        event.add("dtstart", deadline.day)
        event.add("dtend", deadline.day + timedelta(days=1))  # the day after: the end does not belong to an event
    else:
        event.add("dtstart", (deadline.at - SHOWN_BEFORE).astimezone(UTC))
        event.add("dtend", deadline.at.astimezone(UTC))
    event.add("summary", f"Hạn: {deadline.title} ({deadline.reference})" if deadline.reference else deadline.title)
    link = base_url + deadline.link
    event.add("description", "\n".join(text for text in (deadline.about, deadline.unit, f"Mở việc: {link}") if text))
    event.add("url", link)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # a limit keeps nobody busy
    return event
