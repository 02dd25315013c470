"""The rail: which places a person is shown, at most seven words, by what the person does."""

from contextlib import suppress
from dataclasses import dataclass

from flask import Flask, current_app, g, request, url_for

from service.web import DATABASE_ERRORS, reading
from workflows.policy import Actor
from workflows.queries.incidents import open_count


@dataclass(frozen=True)
class Place:
    """An entry of the rail: for everyone, or only for those who sit in a council, or only for administrators."""

    word: str
    icon: str
    endpoint: str
    seated: bool = False
    administrators: bool = False
    also: tuple[str, ...] = ()
    """Other blueprints whose pages belong here."""


PLACES = (
    Place("Trang chủ", "home", "home.index"),
    Place("Việc", "inbox", "inbox.index"),
    Place("Hồ sơ", "folder", "dossiers.index"),
    Place("Hội đồng", "users-group", "council.index", seated=True),
    Place("Phong trào", "flag", "campaigns.index"),
    Place("Sổ khen", "book-2", "register.index"),
    Place(
        "Quy trình",
        "route",
        "processes.index",
        administrators=True,
        also=("incidents", "calendar", "due_rules", "recalculations"),
    ),
)


@dataclass(frozen=True)
class Link:
    """An entry as the template draws it."""

    word: str
    icon: str
    href: str
    here: bool
    count: int = 0
    """How many incidents wait there; 0 shows nothing."""


def links(actor: Actor) -> list[Link]:
    """Return the places of `actor`; a place whose pages are not installed is left out."""
    here = request.blueprint
    return [
        Link(
            place.word,
            place.icon,
            url_for(place.endpoint),
            here in (place.endpoint.partition(".")[0], *place.also),
            _open_incidents() if "incidents" in place.also else 0,
        )
        for place in PLACES
        if place.endpoint in current_app.view_functions
        and (not place.seated or actor.seats)
        and (not place.administrators or actor.administrator)
    ]


def _open_incidents() -> int:
    # The page that says that the database is away has this rail too.
    with suppress(*DATABASE_ERRORS), reading() as session:
        return open_count(session)
    return 0


def register(app: Flask) -> None:
    """Tell the templates the places of the signed-in person."""

    @app.context_processor
    def show() -> dict[str, object]:
        actor = g.get("actor")
        return {
            "places": links(actor) if actor else [],
            "has_page": lambda endpoint: endpoint in current_app.view_functions,
        }
