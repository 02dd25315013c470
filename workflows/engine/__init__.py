"""BPMN execution. The only package that imports SpiffWorkflow; holds no records."""

from workflows.engine import library
from workflows.engine.checks import check_files
from workflows.engine.execution import Execution
from workflows.engine.problems import Known, Problem
from workflows.engine.process import Process, load_process, main_processes
from workflows.engine.scripting import Host, Step, StepFailed
from workflows.engine.snapshot import OpenTask, PendingTimer, Snapshot, Token, Waits
from workflows.engine.tracing import Visit, followed

__all__ = [
    "Execution",
    "Host",
    "Known",
    "OpenTask",
    "PendingTimer",
    "Problem",
    "Process",
    "Snapshot",
    "Step",
    "StepFailed",
    "Token",
    "Visit",
    "Waits",
    "check_files",
    "followed",
    "load_process",
    "main_processes",
]

library.prepare()
