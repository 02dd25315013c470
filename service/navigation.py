"""The rail: which places a person is shown, at most seven words, by what the person does."""

from dataclasses import dataclass

from flask import Flask, current_app, g, request, url_for

from workflows.policy import Actor


@dataclass(frozen=True)
class Place:
    """An entry of the rail: for everyone, or only for those who sit in a council, or only for administrators."""

    word: str
    icon: str
    endpoint: str
    seated: bool = False
    administrators: bool = False


PLACES = (
    Place("Trang chủ", "home", "home.index"),
    Place("Việc", "inbox", "inbox.index"),
    Place("Hồ sơ", "folder", "dossiers.index"),
    Place("Hội đồng", "users-group", "council.index", seated=True),
    Place("Phong trào", "flag", "campaigns.index"),
    Place("Sổ khen", "book-2", "register.index"),
    Place("Quy trình", "route", "processes.index", administrators=True),
)


@dataclass(frozen=True)
class Link:
    """An entry as the template draws it."""

    word: str
    icon: str
    href: str
    here: bool


def links(actor: Actor) -> list[Link]:
    """Return the places of `actor`; a place whose pages are not installed is left out."""
    here = request.blueprint
    return [
        Link(place.word, place.icon, url_for(place.endpoint), here == place.endpoint.partition(".")[0])
        for place in PLACES
        if place.endpoint in current_app.view_functions
        and (not place.seated or actor.seats)
        and (not place.administrators or actor.administrator)
    ]


def register(app: Flask) -> None:
    """Tell the templates the places of the signed-in person."""

    @app.context_processor
    def show() -> dict[str, object]:
        actor = g.get("actor")
        return {
            "places": links(actor) if actor else [],
            "has_page": lambda endpoint: endpoint in current_app.view_functions,
        }
