"""Regular expressions as XPath writes them, matched with counted steps so that no pattern can hang.

Python's `re` reads another dialect and cannot be stopped: `(a+)+b` over forty letters would block the server.
"""

from feel.patterns.matching import Match, Pattern, compiled

__all__ = ["Match", "Pattern", "compiled"]
