"""The shipped diagrams, as the deployment command would hand them to the engine."""

from functools import cache
from pathlib import Path

from workflows.engine import Process, load_process

FOLDER = Path(__file__).parents[2] / "bpmn"
AWARDS = (
    "department_certificate",
    "commune_certificate",
    "provincial_award",
    "prime_minister_award",
    "labour_order",
    "simplified_award",
)
MAIN = (*AWARDS, "campaign_report", "revoke_award")


@cache
def files() -> dict[str, bytes]:
    """Return the content of each file by its name."""
    return {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.bpmn"))}


def process(key: str) -> Process:
    """Return a shipped process."""
    return load_process(key, files(), "shipped")


def flows(key: str) -> set[tuple[str, str, str]]:
    """Return (container, source, target) of each sequence flow of a process, of what it contains and calls."""
    parts = process(key).containers.values()
    return {(part.id, flow.source, flow.target) for part in parts for flow in part.flows}
