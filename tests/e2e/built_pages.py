"""Shows a piece of HTML in the browser with the built style sheets and scripts, under the product's security policy."""

import mimetypes
from pathlib import Path

from playwright.sync_api import Page, Route

from service.security import POLICY

BUILT = Path(__file__).parents[2] / "service" / "static" / "build"
ADDRESS = "http://trinhkhen.test"
HEAD = """<!doctype html><html lang="vi" class="govuk-template"><head><meta charset="utf-8"><title>Thử</title>
<link rel="stylesheet" href="/app.css"><link rel="stylesheet" href="/viewer.css">
<script type="module" src="/app.js"></script><script type="module" src="/viewer.js"></script></head>
<body class="govuk-template__body"><main>"""


def show(page: Page, body: str) -> list[str]:
    """Open a page with `body`; return the list that will hold whatever the browser complains about."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{ADDRESS}/")
        if not name:
            policy = "; ".join(f"{directive} {sources}" for directive, sources in POLICY.items())
            headers = {"Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=f"{HEAD}{body}</main></body></html>", headers=headers)
        elif (BUILT / name).is_file():
            route.fulfill(body=(BUILT / name).read_bytes(), content_type=mimetypes.guess_type(name)[0] or "font/woff2")
        else:
            route.fulfill(status=204)

    page.route(f"{ADDRESS}/**", answer)
    page.goto(f"{ADDRESS}/")
    return said
