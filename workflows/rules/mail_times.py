"""When gathered notices go by mail: each at once, hourly or daily as the person wishes, never on the person's quiet days."""

from datetime import UTC, datetime, time

from workflows.rules.calendar import VIETNAM, Calendar, is_working_day

WISHES = ("at_once", "hourly", "daily")
DAILY_AT = time(7, 30)


def slot(wish: str, now: datetime, calendar: Calendar, *, quiet_days_off: bool, on_leave: bool) -> datetime | None:
    """Return the latest moment up to `now` at which what had come until then may go, as a UTC instant; None: not today.

    `wish`: at_once (a whole minute), hourly (a whole hour) or daily (07:30 of a working day). However many moments have
    passed since the last mail, only the latest counts: what was missed goes with it.
    """
    here = now.astimezone(VIETNAM)
    worked = is_working_day(calendar, here.date())
    if on_leave or (not worked and (quiet_days_off or wish == "daily")):
        return None
    if wish == "daily":
        found = datetime.combine(here.date(), DAILY_AT, tzinfo=VIETNAM)
        return found.astimezone(UTC) if found <= here else None
    minute = 0 if wish == "hourly" else here.minute
    return here.replace(minute=minute, second=0, microsecond=0).astimezone(UTC)
