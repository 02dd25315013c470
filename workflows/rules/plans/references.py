"""Proving that every id named in a plan or a reference file exists, that every criterion is used, and that rows agree."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from workflows.rules.plans.files import Folder
from workflows.rules.plans.reminders import reminder_problems
from workflows.rules.plans.simplified import simplified_problems
from workflows.rules.plans.walking import Document, criteria_of, ids_of, leaves_of, tests_of, walk

OWN_ID_KEYS = ("ambiguity", "organ", "criterion", "milestone", "replaced_by")
OWN_LIST_KEYS = ("ambiguities", "affects", "proposed_by", "appraised_by", "contents", "awards", "for")
CITATION_KEYS = ("citation", "copies_citation", "replaced_citation")
CITATION_LIST_KEYS = ("citations", "decided_citations", "proposed_citations")


class Known:
    """The ids of all reference files of one folder."""

    def __init__(self, reference: dict[str, Document]):
        self.units = ids_of(reference["units"]["units"])
        self.awards = ids_of(reference["awards"]["awards"])
        self.papers = ids_of(reference["awards"]["papers"])
        self.measures = ids_of(reference["measures"]["measures"])
        self.instruments = ids_of(reference["legal"]["instruments"])
        self.regimes = ids_of(reference["legal"]["regimes"])
        self.citations = ids_of(reference["legal"]["citations"])
        self.limits = {limit["id"]: limit for limit in reference["limits"]["rules"]}


def folder_problems(folder: Folder) -> list[str]:
    """Return what does not fit together in a folder whose files have the right shape."""
    known = Known(folder.reference)
    problems = []
    for name, plan in folder.plans.items():
        problems += [f"{name}.yaml: {problem}" for problem in _plan_problems(name, plan, known)]
    groups = {group["id"] for plan in folder.plans.values() for group in plan["object_groups"]}
    for name, plan in folder.plans.items():
        named = [value for group in plan["object_groups"] for value in group.get("fallback_groups", [])]
        problems += [f"{name}.yaml: không có nhóm đối tượng {value}" for value in named if value not in groups]
    problems += _twice("mã kế hoạch", [plan["code"] for plan in folder.plans.values()])
    campaigns = {plan["id"] for plan in folder.plans.values()}
    problems += [*_reference_problems(folder.reference, known), *_due_rule_problems(folder, known, campaigns)]
    due_rules = (rule["key"] for rule in folder.reference["due_rules"]["rules"])
    return [*problems, *reminder_problems(folder.reference["reminders"], due_rules)]


def _plan_problems(name: str, plan: Document, known: Known) -> Iterator[str]:
    if plan["id"] != name:
        yield f"id: “{plan['id']}” phải bằng tên tệp"
    code = plan["code"] + "-"
    ids = [node["id"] for _, node in walk(plan) if str(node.get("id", "")).startswith(code)]
    yield from _twice("id", ids)
    own = set(ids)
    for path, node in walk({key: value for key, value in plan.items() if key != "document"}):
        yield from (f"{path}: không có {value} trong kế hoạch" for value in _own_ids(node, code) if value not in own)
    for path, node in walk(plan):
        yield from (f"{path}: không có đơn vị {unit}" for unit in _units(node) if unit not in known.units)
        if node.get("instrument", None) not in {None, *known.instruments}:
            yield f"{path}: không có văn bản {node['instrument']}"
    yield from _award_problems(plan, known)
    yield from _criterion_problems(plan, known)


def _own_ids(node: Document, code: str) -> Iterator[str]:
    """Yield the ids of the same plan that a mapping names."""
    yield from (node[key] for key in OWN_ID_KEYS if isinstance(node.get(key), str))
    if str(node.get("decided_by", "")).startswith(code):
        yield node["decided_by"]
    for key in OWN_LIST_KEYS:
        values = node.get(key)
        if isinstance(values, list):
            yield from (value for value in values if isinstance(value, str))


def _units(node: Document) -> Iterator[str]:
    """Yield the units that a mapping names; a word without a dot under `to` is a plan's own wording."""
    for key in ("unit", "to", "via", "desk", "province", "issuer"):
        if isinstance(node.get(key), str) and ("." in node[key] or key in {"desk", "province"}):
            yield node[key]
    for key in ("units", "as_named", "members", "consulted"):
        yield from node.get(key) or []


def _award_problems(plan: Document, known: Known) -> Iterator[str]:
    for item in plan["awards"]:
        named = [key for key in (item["award"], *item.get("candidates", [])) if key]
        yield from (f"awards[{item['id']}]: không có hình thức {key}" for key in named if key not in known.awards)
    for item in plan["offers"]:
        named = [item["award"], *item.get("classes", [])]
        yield from (f"offers[{item['id']}]: không có hình thức {key}" for key in named if key not in known.awards)
    for item in plan["dossier_papers"]:
        if item["paper"] not in known.papers:
            yield f"dossier_papers[{item['id']}]: không có giấy tờ {item['paper']}"


def _criterion_problems(plan: Document, known: Known) -> Iterator[str]:
    for item in plan["targets"]:
        if item["measure"] not in known.measures:
            yield f"targets[{item['id']}]: không có đại lượng {item['measure']}"
    reached: set[Any] = set()
    for holder in [*plan["object_groups"], *plan["awards"]]:
        for tree in (holder.get("eligibility"), holder.get("conditions")):
            reached |= {(kind, value) for kind, value in leaves_of(tree)}
    for criterion in criteria_of(plan):
        for test in tests_of(criterion.get("rule", {})):
            if test["measure"] not in known.measures:
                yield f"{criterion['id']}: không có đại lượng {test['measure']}"
        if not reached & {("criterion", criterion["id"]), ("set", criterion.get("set"))}:
            yield f"{criterion['id']}: tiêu chí không nằm trong điều kiện nào"


def _reference_problems(reference: dict[str, Document], known: Known) -> Iterator[str]:
    yield from _twice("units.yaml: đơn vị", [unit["id"] for unit in reference["units"]["units"]])
    for unit in reference["units"]["units"]:
        named = [unit["parent"], *(link["unit"] for link in unit["successors"]), *unit.get("formed_from", [])]
        yield from (f"units.yaml: {unit['id']}: không có đơn vị {n}" for n in named if n and n not in known.units)
        if unit["valid_from"] and unit["valid_to"] and unit["valid_from"] > unit["valid_to"]:
            yield f"units.yaml: {unit['id']}: hết hiệu lực trước khi có hiệu lực"
    for citation in reference["legal"]["citations"]:
        if citation["instrument"] not in known.instruments:
            yield f"legal.yaml: {citation['id']}: không có văn bản {citation['instrument']}"
        unknown = set(citation["regimes"]) - known.regimes
        yield from (f"legal.yaml: {citation['id']}: không có chế độ pháp lý {value}" for value in sorted(unknown))
    for path, node in walk(reference["awards"]):
        named = [node[key] for key in CITATION_KEYS if isinstance(node.get(key), str)]
        named += [value for key in CITATION_LIST_KEYS for value in node.get(key) or []]
        yield from (f"awards.yaml: {path}: không có trích dẫn {v}" for v in named if v not in known.citations)
    yield from simplified_problems(reference["awards"]["simplified"], known.awards)
    for award in reference["awards"]["awards"]:
        unknown = {paper["paper"] for paper in award["papers"]} - known.papers
        yield from (f"awards.yaml: {award['id']}: không có giấy tờ {value}" for value in sorted(unknown))


def _due_rule_problems(folder: Folder, known: Known, campaigns: set[str]) -> Iterator[str]:
    yield from _twice("due_rules.yaml: khóa", [rule["key"] for rule in folder.reference["due_rules"]["rules"]])
    for rule in folder.reference["due_rules"]["rules"]:
        for row in rule["limits"]:
            place = f"due_rules.yaml: {rule['key']}"
            if "limit" in row and row["limit"] not in known.limits:
                yield f"{place}: không có thời hạn {row['limit']} trong limits.yaml"
            yield from (f"{place}: không có hình thức {a}" for a in row.get("awards", []) if a not in known.awards)
            if row.get("province", None) not in {None, *known.units}:
                yield f"{place}: không có đơn vị {row['province']}"
            if row.get("campaign", None) not in {None, *campaigns}:
                yield f"{place}: không có kế hoạch {row['campaign']}"
            if rule["on_return"] == "none" and "applicant" in row.get("stopped_by", rule.get("stopped_by", ())):
                yield f"{place}: on_return là none thì stopped_by không có applicant"
        if not any(set(row) <= {"limit", "value", "unit", "confidence", "clause", "note"} for row in rule["limits"]):
            yield f"due_rules.yaml: {rule['key']}: thiếu dòng mặc định"


def _twice(what: str, values: Iterable[str]) -> Iterator[str]:
    return (f"{what} {value} bị lặp" for value, count in Counter(values).items() if count > 1)
