"""Change a diagram by words instead of by drawing: each edit takes the text of a file and gives the text of a file.

What an edit does not touch stays as it was; the drawing is kept in order, so that whoever draws finds it tidy.
"""

from workflows.outlining.adding import AT_END, KINDS, Place, add
from workflows.outlining.changing import Changed, change
from workflows.outlining.connecting import connect, disconnect, reconnect
from workflows.outlining.describing import FIELDS, PARAMETER, rename, set_flow, set_values, values
from workflows.outlining.document import Document
from workflows.outlining.laning import add_lane, put_into_lane, remove_lane
from workflows.outlining.laying_out import draw_anew
from workflows.outlining.removing import move, remove

__all__ = [
    "AT_END",
    "FIELDS",
    "KINDS",
    "PARAMETER",
    "Changed",
    "Document",
    "Place",
    "add",
    "add_lane",
    "change",
    "connect",
    "disconnect",
    "draw_anew",
    "move",
    "put_into_lane",
    "reconnect",
    "remove",
    "remove_lane",
    "rename",
    "set_flow",
    "set_values",
    "values",
]
