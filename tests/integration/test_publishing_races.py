"""Two changes of processes that are approved at the same moment: neither takes the other back."""

import json

from tests import factories as make
from tests.integration.draft_scene import NOTE, TODAY
from tests.integration.racing import race
from workflows import process_drafts
from workflows.commands import deployments, drafting, publishing
from workflows.policy import Actor


def form(key: str, title: str) -> bytes:
    """Return a small form."""
    done = {"type": "button", "id": "done", "label": "Xong", "action": "submit", "properties": {"outcome": "done"}}
    text = {"type": "textarea", "id": "text", "key": "text", "label": "Ý kiến"}
    return json.dumps(
        {"type": "default", "id": key, "properties": {"title": title}, "components": [text, done]}
    ).encode()


def test_what_both_change_is_in_force_in_the_end(sessions):
    with sessions.begin() as session:
        people = [make.person(session) for _ in range(4)]
        actors = [Actor(each.id, each.id, each.full_name, True, (), ()) for each in people]
        deployments.deploy(session, None, {"a.form": form("a", "Cũ"), "b.form": form("b", "Cũ")})
    reviews = []
    for who, key in zip(actors, "ab", strict=False):
        with sessions.begin() as session:
            draft = drafting.begin(session, who, f"Sửa biểu mẫu {key}")
            drafting.save(session, who, draft.id, {f"{key}.form": form(key, "Mới")})
            reviews.append(publishing.ask(session, who, draft.id, NOTE, TODAY).id)

    first, second = race(
        sessions,
        lambda session: publishing.approve(session, actors[2], reviews[0]),
        lambda session: publishing.approve(session, actors[3], reviews[1]),
    )

    # The second was asked for as part of other files than would be published now: it is looked at again.
    assert (first.state, type(second).__name__) == ("approved", "Conflict")
    with sessions() as session:
        files = process_drafts.deployed_files(session, process_drafts.newest_deployment(session).id)
    assert files == {"a.form": form("a", "Mới"), "b.form": form("b", "Cũ")}
