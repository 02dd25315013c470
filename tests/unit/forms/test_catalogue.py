"""Forms found by key, in a folder or among the files of a deployment."""

import json

import pytest

from forms import DEFINITIONS, FormRejected, load, load_files, load_folder
from tests.unit.forms.support import source, text


def content(key="example", *components):
    """Return the bytes of a form."""
    return json.dumps({**source(*(components or (text(),))), "id": key}, ensure_ascii=False).encode()


def test_forms_of_a_deployment_are_found_by_key_other_files_left_alone():
    files = {"forms/example.form": content(), "bpmn/award.bpmn": b"<xml/>"}
    assert list(load_files(files)) == ["example"]


def test_the_shipped_folder_loads():
    assert "dossier" in load_folder(DEFINITIONS)


def test_the_same_bytes_are_compiled_once():
    assert load(content()) is load(content())


def test_all_files_are_judged_before_anything_is_refused():
    files = {"a.form": b"{", "b.form": content("other"), "c.form": content("c", text(key="Sai"))}
    with pytest.raises(FormRejected) as rejected:
        load_files(files)
    said = [str(problem) for problem in rejected.value.problems]
    assert any(problem.startswith("a.form: tệp không phải JSON") for problem in said)
    assert any("“other” phải trùng tên tệp" in problem for problem in said)
    assert any(problem.startswith("c.form › ") for problem in said)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (b"\xff\xfe{}", "UTF-8"),
        (b"[" * 100_000, "không phải JSON"),
        (b" " * (512 * 1024 + 1), "lớn hơn 512 KB"),
        (b'{"type": "default", "type": "default", "id": "a"}', "“type” viết hai lần"),
        (b"null", "đối tượng JSON"),
        (b"NaN", "đối tượng JSON"),
    ],
)
def test_files_that_are_no_forms_are_refused(wrong, said):
    with pytest.raises(FormRejected, match=said):
        load(wrong)


def test_a_form_that_dossiers_run_on_is_not_refused_for_what_is_only_found_today():
    never = content("example", text(), text(key="more", conditional={"hide": "=1 = 2"}))
    with pytest.raises(FormRejected):
        load(never)
    assert load(never, is_new=False).key == "example"
