"""Which scenarios a change of files concerns, and what a change of a scenario itself is called."""

import pytest

from service import shipped
from workflows import scenario_files, scenario_runs
from workflows.comparing import compare, read_bundle
from workflows.errors import DefinitionRejected
from workflows.queries.comparison_names import Names
from workflows.queries.comparison_words import in_words
from workflows.scenario_files import Scenario

AWARD, REPORT = "award.scenario", "report.scenario"


def scenario(process: str, title: str = "Mọi bước thuận", **facts) -> bytes:
    start = {"process": process, "at": "2026-12-10T08:00:00+07:00", "offer": "plan/code"}
    given = {"acts": ({"do": "complete", "step": "sign"},), "path": (f"{process}/start",)} | facts
    return scenario_files.write(Scenario(title, process, start, **given))


FILES = {
    **shipped.definitions(),
    AWARD: scenario("department_certificate"),
    REPORT: scenario("campaign_report", "Báo cáo năm"),
}


def concerned(**changed: bytes) -> set[str]:
    after = FILES | {name.replace("__", "."): content for name, content in changed.items()}
    return set(scenario_runs.concerned(FILES, after))


def edited(name: str) -> bytes:
    return FILES[name].replace(b'name="', b'name="M', 1)


def test_a_diagram_concerns_the_processes_that_use_it():
    assert concerned() == set()
    assert concerned(decide__bpmn=edited("decide.bpmn")) == {AWARD}
    assert concerned(collect_reports__bpmn=edited("collect_reports.bpmn")) == {REPORT}
    assert concerned(submit_upward__bpmn=edited("submit_upward.bpmn")) == set()


def test_a_form_or_a_table_concerns_all_and_a_scenario_itself():
    assert concerned(decision__form=FILES["decision.form"] + b" ") == {AWARD, REPORT}
    assert concerned(award__scenario=scenario("department_certificate", "Khác tên")) == {AWARD}
    assert concerned(new__scenario=b"{}") == {"new.scenario"}


def test_a_diagram_that_cannot_be_loaded_concerns_all():
    assert concerned(decide__bpmn=b"<") == {AWARD, REPORT}


def words(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    changes = compare(read_bundle(before), read_bundle(after))
    return [in_words(each, Names(elements={"sign": "Ký"})).sentence for each in changes]


def test_a_change_of_a_scenario_is_told_in_words():
    before = {AWARD: FILES[AWARD]}
    assert words(before, {}) == ["Bỏ kịch bản “Mọi bước thuận”."]
    assert words({}, before) == ["Thêm kịch bản “Mọi bước thuận”."]
    longer = {AWARD: scenario("department_certificate", path=("x/start", "x/sign"))}
    assert words(before, longer) == [
        "Kịch bản “Mọi bước thuận”: đường đi mong đợi nay là “start”, “Ký” thay cho “start”."
    ]
    other = {AWARD: scenario("department_certificate", acts=(), status="awarded")}
    assert words(before, other) == [
        "Kịch bản “Mọi bước thuận”: trạng thái mong đợi nay là “awarded”, trước không có; bỏ việc thứ 1 (làm bước “Ký”)."
    ]
    with pytest.raises(DefinitionRejected, match="kịch bản"):
        read_bundle({AWARD: b"{}"})
