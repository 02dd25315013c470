"""FEEL, the expression language of the diagrams, tables and forms: parsed once, evaluated safely.

Pure Python that knows nothing of this product. No attribute of a Python object is reachable.
"""

from feel.dates import Date
from feel.durations import DaysDuration, MonthsDuration
from feel.errors import FeelError, FeelWarning
from feel.expression import Expression, Outcome, UnaryTests, check, parse, parse_unary_tests
from feel.host_times import to_python
from feel.times import DateTime, Time

__all__ = [
    "Date",
    "DateTime",
    "DaysDuration",
    "Expression",
    "FeelError",
    "FeelWarning",
    "MonthsDuration",
    "Outcome",
    "Time",
    "UnaryTests",
    "check",
    "parse",
    "parse_unary_tests",
    "to_python",
]
