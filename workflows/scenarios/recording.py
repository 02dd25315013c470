"""Record scenarios for every flow of the processes of a bundle, by walks with made-up people and sample answers."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows import bundle_checks, bundle_files, duties, organs
from workflows.clock import standing_at
from workflows.commands import rehearsing_duties
from workflows.dates import local_date
from workflows.engine import load_process, main_processes
from workflows.engine.diagram import Container
from workflows.models import Offer
from workflows.policy import Actor
from workflows.rules.calendar import VIETNAM
from workflows.scenario_files import SUFFIX, Scenario
from workflows.scenarios.expecting import scenario_of
from workflows.scenarios.exploring import BALLOT, Explorer, Walk, fewest
from workflows.trying.acts import Message, PassTime, Start, as_json
from workflows.trying.playing import WITHDRAWAL
from workflows.trying.staging import stage
from workflows.verdicts import REVOCATION

AT = datetime(2026, 12, 10, 8, 0, tzinfo=VIETNAM)
FLAGS = {
    "needs_achievement_appraisal": "thẩm định thành tích",
    "needs_party_opinion": "ý kiến cấp ủy",
    "needs_standing_opinion": "ý kiến Thường trực Hội đồng",
    "is_state_award": "khen cấp Nhà nước",
}
"""What a process is begun with and its conditions read, and what people call it."""
Say = Callable[[str], object]


def record(
    session: Session, actor: Actor, files: Mapping[str, bytes], only: Iterable[str] = (), say: Say = lambda _: None
) -> dict[str, Scenario]:
    """Return scenarios by name, enough to take each flow of the main processes, or of `only` some, that can be taken."""
    diagrams = bundle_checks.diagrams_of(files)
    stamp = bundle_files.checksum(diagrams)
    given = stage(session, actor, files)
    everything: dict[str, Container] = {}
    for key in sorted(main_processes(diagrams)):
        everything |= load_process(key, diagrams, stamp).containers
    explorer = Explorer(given, everything)
    for key in sorted(main_processes(diagrams)):
        if not only or key in only:
            before = len(explorer.walks)
            explorer.explore(starts(session, key, load_process(key, diagrams, stamp).containers))
            say(f"{key}: {len(explorer.walks) - before} lượt, {len(explorer.taken)} đường")
    for _, act, why in explorer.refused:
        say(f"  không đi được {act}: {why}")
    return _named(fewest(explorer.walks), everything)


def _named(walks: Iterable[Walk], containers: Mapping[str, Container]) -> dict[str, Scenario]:
    found: dict[str, Scenario] = {}
    counts: Counter[str] = Counter()
    for walk in walks:
        key = walk.start.process
        counts[key] += 1
        found[f"{key.replace('_', '-')}-{counts[key]:02d}{SUFFIX}"] = _scenario(walk, containers)
    return found


def starts(session: Session, key: str, containers: Mapping[str, Container]) -> list[Start]:
    """Return how a process may begin: for one offer as it is, and with each flag that its conditions read turned over."""
    if key == duties.PROCESS:
        return [Start(key, AT, campaign=campaign) for campaign in rehearsing_duties.campaigns(session, None)[:1]]
    offers = session.scalars(select(Offer).options(joinedload(Offer.campaign)).order_by(Offer.campaign_id, Offer.id))
    with standing_at(AT):
        able = [each for each in offers if each.process_key and organs.submitting_units(each, local_date(AT))]
    taken_back = key == REVOCATION  # of any award; elsewhere one that is nobody's stands for all
    own = [each for each in able if each.process_key == key] or (able if taken_back else able[:1])
    first = _for(key, own[0])
    read = " ".join(flow.condition or "" for container in containers.values() for flow in container.flows)
    found = [first]
    for flag in (flag for flag in FLAGS if flag in read):
        usual = bool(own[0].variables.get(flag))
        other = next((each for each in own if bool(each.variables.get(flag)) is not usual), None)
        found.append(_for(key, other) if other else replace(first, variables={flag: not usual}))
    return found


def _for(key: str, offer: Offer) -> Start:
    nominees = tuple(offer.object_kinds[:1]) if key == REVOCATION else ()  # one, so that the dossier ends with the case
    return Start(key, AT, offer=f"{offer.campaign.key}/{offer.code}", nominees=nominees)


def _scenario(walk: Walk, containers: Mapping[str, Container]) -> Scenario:
    return scenario_of(_title(walk, containers), (walk.start.as_json(), as_json(walk.acts)), walk.played)


def _title(walk: Walk, containers: Mapping[str, Container]) -> str:
    """Return what a scenario is called: its process, what it begins with, and where it leaves the straight way."""
    name = containers[walk.start.process].name
    told = [f"{'có' if value else 'không'} {FLAGS[flag]}" for flag, value in walk.start.variables.items()]
    told += [_turn(walk, place) for place in walk.turns]
    return f"{name}: {', '.join(told) or 'mọi bước thuận'}"[:200]


def _turn(walk: Walk, place: int) -> str:
    act, done = walk.acts[place], walk.played.done[place + 1]
    if isinstance(act, PassTime):
        return "để quá hạn"
    if isinstance(act, Message):
        return "rút hồ sơ" if act.name == WITHDRAWAL else "quá hạn"
    if act.step == BALLOT:
        return "cả Hội đồng không tán thành"
    return f"{done.name} → {done.outcome or act.outcome}"
