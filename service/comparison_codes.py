"""The words with which differences of processes are told: of the codes that diagrams, forms and tables hold."""

from dataclasses import replace

from service.condition_labels import SHIPPED
from service.labels import LABELS
from service.vocabulary_words import COUNCILS, MESSAGES
from workflows.queries.comparison_names import Codes

_HIT_POLICIES = ("UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT")
_AGGREGATIONS = {"SUM": "C+", "MIN": "C<", "MAX": "C>", "COUNT": "C#"}
_STYLES = {"primary": "chính", "secondary": "phụ", "warning": "cảnh báo"}

_COLUMNS = {"kind": LABELS["nominee_kind"], "launched_by": LABELS["state_level"]}
CODES = Codes(
    replace(SHIPPED, values={**SHIPPED.values, **_COLUMNS}),
    {
        "property:organ": LABELS["organ"],
        "property:council": COUNCILS,
        "property:stage": LABELS["stage"],
        "property:stopsClock": LABELS["stop_reason"],
        "property:dossierStatus": LABELS["dossier_status"],
        "messageRef": MESSAGES,
        "type": LABELS["element"],
        "properties/style": _STYLES,
        "hitPolicy": {policy: LABELS["hit_policy"][policy[0]] for policy in _HIT_POLICIES},
        "aggregation": {name: LABELS["hit_policy"][code] for name, code in _AGGREGATIONS.items()},
    },
)
"""What the product itself has names for; the buttons of forms bring theirs."""
