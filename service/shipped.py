"""The data that ships with the product: diagrams, tables, forms and plans."""

from pathlib import Path

from forms import DEFINITIONS

ROOT = Path(__file__).parent.parent
CAMPAIGNS = ROOT / "campaigns"
DIAGRAMS = ROOT / "bpmn"
SCENARIOS = DIAGRAMS / "scenarios"
SUFFIXES = (".bpmn", ".dmn", ".form", ".scenario")


def definitions() -> dict[str, bytes]:
    """Return every shipped diagram, decision table and form by file name."""
    return read_folder(DIAGRAMS) | read_folder(DEFINITIONS)


def scenarios() -> dict[str, bytes]:
    """Return every shipped scenario by file name; none where they were left out."""
    return read_folder(SCENARIOS) if SCENARIOS.is_dir() else {}


def bundle() -> dict[str, bytes]:
    """Return all that is deployed where nothing else was: the definitions with their scenarios."""
    return definitions() | scenarios()


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the definitions of a folder, or the one file that the path names."""
    paths = [folder] if folder.is_file() else sorted(folder.iterdir())
    return {path.name: path.read_bytes() for path in paths if path.suffix in SUFFIXES}
