"""Scenarios as files: what is written is read, whatever is wrong is said in words, nothing hostile gets through."""

import json

import pytest

from workflows import scenario_files
from workflows.scenario_files import Scenario, ScenarioRejected

START = {"process": "p", "at": "2026-12-10T08:00:00+07:00", "offer": "plan/code"}
WALK = Scenario(
    title="Mọi bước thuận",
    process="p",
    start=START,
    acts=({"do": "complete", "step": "sign", "outcome": "approve"}, {"do": "pass_time", "to": "next"}),
    path=("p/start", "p/sign", "p/end"),
    status="awarded",
    end_event="end",
    variables={"count": 2},
)


def changed(**facts) -> bytes:
    return json.dumps(json.loads(scenario_files.write(WALK)) | facts).encode()


def test_what_is_written_is_read_and_written_alike():
    content = scenario_files.write(WALK)

    assert scenario_files.read(content) == WALK
    assert scenario_files.write(scenario_files.read(content)) == content
    assert b'  {"do": "complete"' in content


def test_a_scenario_that_does_nothing_and_ends_nowhere_is_one_too():
    empty = Scenario("Chưa làm gì", "p", START, (), ())

    assert scenario_files.read(scenario_files.write(empty)) == empty


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "không phải JSON"),
        (b"[" * 100_000, "không phải JSON"),
        (b"[]", "không phải kịch bản"),
        (b'{"format": "trinhkhen-bundle", "version": 1}', "không phải kịch bản"),
        (changed(version=2), "không phải kịch bản"),
        (changed(script="x"), "mục lạ “script”"),
        (changed(title="ngắn"), "Tên kịch bản"),
        (changed(title=["x" * 10]), "Tên kịch bản"),
        (changed(process=""), "chưa nêu quy trình"),
        (changed(process="q"), "chính quy trình của nó"),
        (changed(start=[]), "Chỗ bắt đầu"),
        (changed(acts={}), "chưa có danh sách việc"),
        (changed(acts=[{"do": "complete"}] * 201), "nhiều hơn 200 việc"),
        (changed(acts=[{"do": "delete"}]), "Việc thứ 1"),
        (changed(acts=["x"]), "Việc thứ 1"),
        (changed(acts=[{"do": "message", "name": "x", "code": "y"}]), "mục lạ “code”"),
        (changed(path=[1]), "Đường đi"),
        (changed(path=["x"] * 2_001), "Đường đi"),
        (changed(expected={"result": 1}), "Kết quả mong đợi"),
        (changed(expected={"variables": []}), "Biến mong đợi"),
        (changed(expected={"status": 1}), "phải là chữ"),
        *(
            (changed(expected={"open": [each]}), "còn mở")
            for each in ("x", {"role": "a"}, {"step": []}, {"step": "", "role": "a"})
        ),
        (changed(acts=[{"do": "complete", "step": "sign", "by": {"role": 1}}]), "không nêu được ai làm"),
        (b" " * 600_000, "512 KB"),
    ],
)
def test_what_is_wrong_is_said(content, said):
    with pytest.raises(ScenarioRejected) as refused:
        scenario_files.read(content)

    assert said in str(refused.value)


def test_what_is_nested_without_end_is_refused():
    deep: dict = {}
    inner = deep
    for _ in range(200):
        inner["a"] = {}
        inner = inner["a"]

    with pytest.raises(ScenarioRejected, match="Việc thứ 1"):
        scenario_files.read(changed(acts=[{"do": "complete", "step": "s", "answers": deep}]))


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(ScenarioRejected) as refused:
        scenario_files.read(changed(title="", process="", acts=3, path=3))

    assert len(refused.value.problems) == 5
