"""Decision tables are deployed with the diagrams; a business rule task asks the tables of its own deployment."""

import pytest

from tests.unit.decisions.drawn import NOW, answer, column, decision, given, literal, model, table
from tests.unit.engine.draw import END, START, diagram, on_date, path, task
from workflows import bundle_checks, catalogue, progress
from workflows.commands import deployments
from workflows.engine import Execution
from workflows.errors import DefinitionRejected, OperationFailed

ASKS = "<spiffworkflow:calledDecisionId>rank</spiffworkflow:calledDecisionId>"
WHEN = on_date('"2030-01-01T00:00:00Z"')
CATCH = f'<bpmn:intermediateCatchEvent id="wait">{WHEN}</bpmn:intermediateCatchEvent>'
DIAGRAM = diagram(START, task("businessRuleTask", "ask", ASKS), CATCH, END, path("start", "ask", "wait", "end"))


def ranking(*rules, reads="award", policy="U"):
    drawn = table([column(reads)], [answer("level"), answer("share")], rules, policy)
    return model(given(reads), decision("rank", drawn, [reads]))


SOUND = ranking((['"high"'], ['"A"', "0.5"]), (['not("high")'], ['"B"', "0.1"]))


def deploy(sessions, tables, **more):
    with sessions.begin() as session:
        deployments.deploy(session, None, {"p.bpmn": DIAGRAM, "rank.dmn": tables, **more})


def variables(sessions, **given_ones):
    """What the instance knows where it waits."""
    with sessions.begin() as session:
        instance = progress.start(session, None, None, "p", given_ones)
        process = catalogue.process_of(session, instance.definition)
        return Execution.restore(process, instance.state, _Still()).snapshot().variables


class _Still:
    """A host that knows only the time."""

    def now(self):
        return NOW


def refusals(sessions, tables):
    with pytest.raises(DefinitionRejected) as refused:
        deploy(sessions, tables)
    return [str(problem) for problem in refused.value.problems]


def test_the_outputs_of_the_table_become_variables(sessions):
    deploy(sessions, SOUND)
    assert variables(sessions, award="high") == {"award": "high", "level": "A", "share": 0.5}
    assert variables(sessions, award="low") == {"award": "low", "level": "B", "share": 0.1}


def test_a_new_deployment_decides_anew(sessions):
    deploy(sessions, SOUND)
    deploy(sessions, ranking((["-"], ['"C"', "1"])))
    assert variables(sessions, award="high")["level"] == "C"


def test_a_broken_table_undoes_the_step_and_names_the_rules_and_the_task(sessions):
    deploy(sessions, ranking((["-"], ['"A"', "1"]), (['"high"'], ['"B"', "2"])))
    with pytest.raises(OperationFailed) as failed:
        variables(sessions, award="high")
    assert "dòng 1 và dòng 2 cùng khớp" in str(failed.value)
    assert (failed.value.process_id, failed.value.element_id) == ("p", "ask")
    assert failed.value.values == {"award": "high"}
    assert variables(sessions, award="low")["level"] == "A"


def test_a_task_that_asks_a_decision_which_does_not_exist_is_refused(sessions):
    content = model(decision("other", literal("1")))
    assert refusals(sessions, content) == ["p.bpmn, ask: Không có bảng quyết định rank."]


def test_a_decision_that_reads_what_no_step_writes_is_refused(sessions):
    found = refusals(sessions, ranking((["-"], ["1", "2"]), reads="merit"))
    assert found == ["p.bpmn, ask: Bảng quyết định rank cần “merit” nhưng không bước nào ghi biến này."]


def test_tables_and_diagrams_are_refused_together(sessions):
    found = refusals(sessions, ranking((["> >"], ["1", "2"])))
    assert [each.partition(": ")[0] for each in found] == ["rank.dmn, rank"]


def test_gaps_and_overlaps_are_told_and_do_not_stop_a_deployment(sessions):
    files = {"rank.dmn": ranking((['"high"'], ["1", "2"]), (['"high", "low"'], ["1", "2"]))}
    deploy(sessions, files["rank.dmn"])
    assert [flaw.kind for flaw in bundle_checks.flaws_of(files)] == ["overlap", "gap"]
