"""Reading the YAML files of a folder strictly: a doubled key, a missing file or a wrong shape is told, never guessed over."""

import hashlib
import json
import re
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

REFERENCE = ("legal", "units", "awards", "councils", "limits", "due_rules", "reminders", "holidays", "measures")
"""Files that every folder must have beside its plans."""
NOT_READ = ("evidence",)
"""The ground of our quotes; only the tests compare it."""
SHAPE_WORDS = {
    "type": "sai kiểu dữ liệu",
    "enum": "giá trị không nằm trong danh sách cho phép",
    "const": "giá trị không đúng",
    "pattern": "giá trị không đúng mẫu",
    "minItems": "danh sách không đủ phần tử",
    "minLength": "không được để trống",
    "uniqueItems": "phần tử bị lặp",
    "dependentRequired": "thiếu mục đi kèm",
}

Document = dict[str, Any]


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, refusing keys that stand twice, of which YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"khóa “{key}” bị lặp", key_node.start_mark)
            seen.add(key)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


@dataclass(frozen=True, slots=True)
class Folder:
    """The documents of one folder: reference files by name, plans by file name, with checksums."""

    reference: dict[str, Document]
    plans: dict[str, Document]
    checksums: dict[str, str]


def read_folder(folder: Path) -> tuple[Folder, list[str]]:
    """Return the documents of a folder and what is wrong with their shape; what cannot be parsed is left out."""
    found, problems = Folder({}, {}, {}), []
    names = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    problems += [f"{name}.yaml: thiếu tệp" for name in REFERENCE if name not in names]
    validators = _validators(folder / "schema")
    for name, path in names.items():
        if name in NOT_READ:
            continue
        content = path.read_bytes()
        document, problem = _parse(path.name, content)
        if document is None:
            problems.append(problem)
            continue
        shape = validators.get(name, validators["campaign"])
        problems += [f"{path.name}: {message}" for message in shape_problems(shape, document)]
        (found.reference if name in REFERENCE else found.plans)[name] = document
        found.checksums[name] = hashlib.sha256(content).hexdigest()
    if not found.plans:
        problems.append(f"{folder.name}: không có tệp kế hoạch nào")
    return found, problems


def shape_problems(validator: Draft202012Validator, document: Document) -> list[str]:
    """Return every place in which a document does not have the shape of its schema, in Vietnamese with its path."""
    errors = sorted(validator.iter_errors(document), key=lambda error: [str(step) for step in error.absolute_path])
    return [f"{path_text(document, error)}: {_shape_message(error)}" for error in errors]


def path_text(document: Document, error: ValidationError) -> str:
    """Return the path of an error with ids instead of positions, for example “offers[KG-OF1]/organs”."""
    text = ""
    node: Any = document
    for step in error.absolute_path:
        node = node[step]
        if isinstance(step, int):
            text += f"[{node.get('id', step) if isinstance(node, dict) else step}]"
        else:
            text += f"/{step}" if text else str(step)
    return text or "(gốc)"


def _validators(schemas: Path) -> dict[str, Draft202012Validator]:
    campaign = json.loads((schemas / "campaign.schema.json").read_text(encoding="utf-8"))
    shared = json.loads((schemas / "reference.schema.json").read_text(encoding="utf-8"))
    reference = {name: Draft202012Validator({**shared, "$ref": f"#/$defs/{name}"}) for name in REFERENCE}
    return {"campaign": Draft202012Validator(campaign), **reference}


def _parse(file: str, content: bytes) -> tuple[Document | None, str]:
    try:
        document = yaml.load(content, Loader=_StrictLoader)  # noqa: S506 - a safe loader made stricter
    except UnicodeDecodeError:
        return None, f"{file}: không phải văn bản UTF-8"
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return None, f"{file}: dòng {line}: không đọc được YAML ({error.problem})"
    except yaml.YAMLError:
        return None, f"{file}: không đọc được YAML"
    return (document, "") if isinstance(document, dict) else (None, f"{file}: phải là một bảng khóa và giá trị")


def _shape_message(error: ValidationError) -> str:
    quoted = re.findall(r"'([^']+)'", error.message)
    if error.validator == "required":
        return f"thiếu mục “{quoted[0]}”"
    if error.validator in {"additionalProperties", "propertyNames"}:
        return f"không biết mục “{quoted[0] if quoted else ''}”"
    words = SHAPE_WORDS.get(str(error.validator), "không đúng dạng cho phép")
    return f"{words}: {json.dumps(error.instance, ensure_ascii=False, default=str)[:80]}"
