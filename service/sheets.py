"""Tables as files for a spreadsheet: UTF-8 with its mark, so that Excel reads Vietnamese, and nothing that it would run."""

import csv
from collections.abc import Iterable
from io import StringIO

from flask import Response

from workflows.rules.day_files import harmless


def sheet(name: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> Response:
    """Return rows as a file to be kept under this name (ASCII). A text that a spreadsheet takes for a formula is quoted."""
    written = StringIO()
    lines = csv.writer(written)
    lines.writerow(head)
    for row in rows:
        lines.writerow(harmless(cell) if isinstance(cell, str) else cell for cell in row)
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response("\ufeff" + written.getvalue(), mimetype="text/csv", headers=headers)
