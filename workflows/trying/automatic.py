"""Go on with a try-out by itself: whoever may does the next step with made-up answers, and time passes where it must."""

from workflows.commands.rehearsing import LAST_FORMS
from workflows.trying.acts import MOST_ACTS, Act, Complete, PassTime
from workflows.trying.played import Stopped
from workflows.trying.playing import Player

AT_THE_END = ""
"""Go on until the process ends."""
TOO_LONG = "Đã đủ {} việc mà chưa tới. Quy trình có thể đang đi vòng."


def go_on(player: Player, done: int, until: str = AT_THE_END) -> list[Act]:
    """Do what is next until the element `until` is open, the process has ended, or nothing can be done; return the acts.

    `done` acts were there before. The way is the straight one: the first outcome of each step. Where the last act cannot
    be done it is not among those returned, and the player says why.
    """
    acts: list[Act] = []
    while player.stopped is None and player.case.status == "running":
        steps = player.open_steps()
        if acts and any(task.element_id == until for _, task in steps):
            break
        if done + len(acts) >= MOST_ACTS:
            player.stopped = Stopped(done + len(acts) + 1, TOO_LONG.format(MOST_ACTS))
            break
        act = _next(player)
        if not player.do(done + len(acts) + 1, act):
            break
        acts.append(act)
    return acts


def _next(player: Player) -> Act:
    """Return what is to be done next: closing what others still work on comes after them."""
    steps = player.open_steps()
    if not steps:
        return PassTime(to_next=True)
    nth, task = min(steps, key=lambda each: (each[1].form_key in LAST_FORMS, each[1].id))
    return Complete(task.element_id, nth)
