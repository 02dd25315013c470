"""Make sure that SpiffWorkflow is the one this package was written against, and keep it quiet.

The engine overrides methods and reads attributes that the library calls its own. An upgrade that renames one
must fail when the program starts, not when a dossier moves.
"""

import logging

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.event_parsers import EventDefinitionParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimeDateEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.bpmn.util.event import EventManager
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.operators import Operator
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.task import Task

_RELIED_ON: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Task, ("_set_state", "_inherit_data", "_drop_children", "_child_added_notify", "run", "state", "parent")),
    (Task, ("collect_log_extras",)),
    (Task, ("_parent", "_children", "internal_data", "last_state_change", "triggered", "thread_id", "_sync_children")),
    (BpmnTaskSpec, ("_predict", "_update", "_update_hook", "_run_hook", "completed_event", "connect_outgoing_if")),
    (UnstructuredJoin, ("_check_threshold_unstructured", "_update_hook", "_run_hook", "_inputs")),
    (defaults.InclusiveGateway, ("_get_matching_outputs",)),
    (Operator, ("_matches",)),
    (defaults.SubWorkflowTask, ("_on_subworkflow_completed", "start_workflow", "update_data")),
    (MultiInstanceTask, ("create_child", "merge_child", "check_completion_condition", "_instances")),
    (MultiInstanceTask, ("init_data_output_with_input_data",)),
    (TimeDateEventDefinition, ("has_fired",)),
    (MessageEventDefinition, ("update_task_data", "catch")),
    (BpmnWorkflow, ("send_event", "get_events", "refresh_timers", "get_task_from_id", "subprocesses", "event_manager")),
    (BpmnSubWorkflow, ("_calculate_depth", "script_engine")),
    (EventManager, ("add_task", "catch")),
    (EventDefinitionParser, ("parse_timer_event", "parse_message_event", "get_event_description")),
    (TaskParser, ("PARALLEL_MI_CLASS", "SEQUENTIAL_MI_CLASS", "bpmn_attributes")),
)
# Below level 20 these loggers attach the data of every task to each record.
_LOGGERS = ("spiff", "spiff.task", "spiff.workflow", "spiff.data", "spiff.dmn")


class LibraryChanged(RuntimeError):
    """The installed SpiffWorkflow lacks something that the engine relies on; install the pinned version."""


def prepare() -> None:
    """Check the library and lower the voice of its loggers. Raises LibraryChanged."""
    missing = [f"{owner.__name__}.{name}" for owner, names in _RELIED_ON for name in names if _lacks(owner, name)]
    if missing:
        raise LibraryChanged(f"SpiffWorkflow lacks {', '.join(missing)}")
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    # They are put together at every change of a task, also for a record that is thrown away, and may hold its data.
    Task.collect_log_extras = _nothing


def _nothing(_task: Task, _given: dict | None = None) -> dict:
    return {}


def _lacks(owner: type, name: str) -> bool:
    # Some attributes are made by a constructor only; its code names them.
    codes = [getattr(vars(each).get("__init__"), "__code__", None) for each in owner.__mro__]
    return not hasattr(owner, name) and not any(code and name in code.co_names for code in codes)
