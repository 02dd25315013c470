"""What differs between two bundles of diagrams, decision tables, forms and limits: every fact, before and after."""

from workflows.comparing.bundles import read_bundle
from workflows.comparing.items import Aspect, Change, Item, compare

__all__ = ["Aspect", "Change", "Item", "compare", "read_bundle"]
