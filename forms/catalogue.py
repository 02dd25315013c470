"""Finds forms by key: in a folder, or among the files of a deployment."""

import json
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from forms.compiler import compile_form
from forms.errors import FormRejected, Problem
from forms.form import Form

SUFFIX = ".form"
DEFINITIONS = Path(__file__).parent / "definitions"
"""The forms as shipped."""
OFFICE = Path(__file__).parent / "office"
"""Forms of the office's own tables, such as the calendar: part of the product, in no deployment."""

MAX_BYTES = 512 * 1024


def load_folder(folder: Path = DEFINITIONS) -> dict[str, Form]:
    """Return the forms of a folder by key. Raises FormRejected with the problems of all files."""
    return load_files({path.name: path.read_bytes() for path in sorted(folder.glob(f"*{SUFFIX}"))})


def load_files(files: Mapping[str, bytes]) -> dict[str, Form]:
    """Return the forms among the files by key; other files are left alone. Raises FormRejected with all problems.

    A form's file carries its key as name: a step's form key finds its form without opening the others.
    """
    forms: dict[str, Form] = {}
    problems: list[Problem] = []
    for name, content in files.items():
        if not name.endswith(SUFFIX):
            continue
        stem = name.rsplit("/", 1)[-1].removesuffix(SUFFIX)
        try:
            form = load(content)
        except FormRejected as rejected:
            problems += _named(name, rejected.problems)
            continue
        if form.key != stem:
            problems += _named(name, [Problem("", f"mã biểu mẫu “{form.key}” phải trùng tên tệp")])
        forms[form.key] = form
    if problems:
        raise FormRejected(problems)
    return forms


def office_form(key: str, *, without: Collection[str] = ()) -> Form:
    """Return a form of the office's own tables; `without` some of its questions, and the checks at these."""
    content = (OFFICE / f"{key}{SUFFIX}").read_bytes()
    if not without:
        return load(content)
    said = json.loads(content)
    checks = said["properties"].get("checks", [])
    said["properties"]["checks"] = [check for check in checks if check["field"] not in without]
    said["components"] = [each for each in said["components"] if each.get("key") not in without]
    return load(json.dumps(said).encode())


@lru_cache(maxsize=512)
def load(content: bytes, *, is_new: bool = True) -> Form:
    """Return the form of one file; the same bytes are compiled once. Raises FormRejected. `is_new`: see compile_form."""
    return compile_form(_parse(content), is_new=is_new)


def read_form(content: bytes) -> Form:
    """Return the form of a file that is still being written, and keep nothing of it. Raises FormRejected."""
    return compile_form(_parse(content))


def _parse(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise FormRejected([Problem("", f"tệp biểu mẫu lớn hơn {MAX_BYTES // 1024} KB")])
    repeated: list[str] = []

    def without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            repeated.extend(sorted({key for key, _ in pairs if [each for each, _ in pairs].count(key) > 1}))
        return found

    try:
        source = json.loads(content.decode("utf-8"), object_pairs_hook=without_repeats)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise FormRejected([Problem("", f"tệp không phải JSON đọc được (UTF-8): {error}")]) from None
    if repeated:
        raise FormRejected([Problem("", f"thuộc tính “{key}” viết hai lần trong cùng một nhóm") for key in repeated])
    return source


def _named(name: str, problems: Iterable[Problem]) -> list[Problem]:
    return [Problem(f"{name} › {problem.place}" if problem.place else name, problem.message) for problem in problems]
