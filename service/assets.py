"""Addresses of built style sheets, scripts and fonts."""

from pathlib import Path

from flask import Flask, url_for


def register(app: Flask) -> None:
    """Give the templates `asset(name)`: the address of a built file, with its age so that browsers may keep it.

    Fonts go without: the style sheet names them without, and a preload must be the same address.
    """
    folder = Path(app.static_folder or "") / "build"
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000

    def asset(name: str, *, versioned: bool = True) -> str:
        path = folder / name
        version = format(int(path.stat().st_mtime), "x") if versioned and path.exists() else None
        return url_for("static", filename=f"build/{name}", v=version)

    app.jinja_env.globals["asset"] = asset
