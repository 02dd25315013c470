"""Drawings of the interface: Tabler icons (MIT, see icons/LICENSE), inlined to take the text's colour."""

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

FOLDER = Path(__file__).parent / "icons"
OUTLINE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
FILLED = 'fill="currentColor"'


@cache
def icon(name: str, size: int = 18, extra: str = "") -> Markup:
    """Return the drawing `name`, hidden from screen readers: the word beside it says the same.

    Raises FileNotFoundError for a name that is not in icons/.
    """
    source = (FOLDER / f"{name}.svg").read_text()
    body = re.sub(r"<!--.*?-->|<svg[^>]*>|</svg>|\s*\n\s*", "", source, flags=re.DOTALL)
    paint = FILLED if name.endswith("-filled") else OUTLINE
    return Markup(  # noqa: S704 - the body is a file of this package
        f'<svg class="tk-icon {escape(extra)}" width="{size}" height="{size}" viewBox="0 0 24 24" {paint}'
        f' aria-hidden="true" focusable="false">{body}</svg>'
    )
