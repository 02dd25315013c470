"""The same request twice at the same moment has one effect, and both get its answer."""

from service.scheduler import purge_keys
from tests.integration.racing import race, scene
from workflows import models, numbers
from workflows.commands import idempotency
from workflows.commands.idempotency import Answer
from workflows.errors import Conflict, Invalid


def once(at, key, request_hash, effect):
    """Return an idempotent write as the API does it."""

    def act(session):
        first = idempotency.recall(session, at.first, key, request_hash)
        if first is None:
            effect(session)
            first = Answer(201, {"number": session.query(models.NumberSeries).one().last_number})
            idempotency.remember(session, at.first, key, request_hash, first)
        return first

    return act


def test_the_same_request_at_the_same_moment_runs_once_and_both_get_its_answer(sessions):
    at = scene(sessions)
    write = once(at, "gui-lan-1", "a", lambda session: numbers.take(session, "SNNMT", "QĐ", 2026))
    assert race(sessions, write, write) == (Answer(201, {"number": 1}), Answer(201, {"number": 1}))
    with sessions() as session:
        assert session.query(models.NumberSeries).one().last_number == 1


def test_a_request_that_is_undone_leaves_its_key_to_the_one_that_waited(sessions):
    at = scene(sessions)

    def take_and_fail(session):
        numbers.take(session, "SNNMT", "QĐ", 2026)
        session.flush()
        raise Conflict("hoàn tác")

    failed, second = race(
        sessions,
        once(at, "gui-lan-1", "a", take_and_fail),
        once(at, "gui-lan-1", "a", lambda session: numbers.take(session, "SNNMT", "QĐ", 2026)),
    )
    assert isinstance(failed, Conflict)
    assert second == Answer(201, {"number": 1})


def test_one_key_for_two_requests_at_the_same_moment_is_refused(sessions):
    at = scene(sessions)
    take = lambda session: numbers.take(session, "SNNMT", "QĐ", 2026)  # noqa: E731
    _, refused = race(sessions, once(at, "gui-lan-1", "a", take), once(at, "gui-lan-1", "b", take))
    assert isinstance(refused, Invalid)


def test_answers_are_forgotten_after_a_week_and_not_before(sessions, clock, monkeypatch):
    monkeypatch.setattr(idempotency, "PURGED_AT_ONCE", 2)
    at = scene(sessions)
    take = lambda session: numbers.take(session, "SNNMT", "QĐ", 2026)  # noqa: E731
    for day in range(5):
        with sessions.begin() as session:
            once(at, f"gui-lan-{day}", "a", take)(session)
        clock.advance(days=1)
    clock.advance(days=5, seconds=-1)
    assert purge_keys(sessions) == 3
    with sessions.begin() as session:
        kept = [row.key for row in session.query(models.IdempotencyKey).order_by(models.IdempotencyKey.key)]
        assert kept == ["gui-lan-3", "gui-lan-4"]
        assert once(at, "gui-lan-3", "a", take)(session) == Answer(201, {"number": 4})
    assert purge_keys(sessions) == 0


def test_the_kept_trace_of_a_request_cannot_be_tried_out_without_the_servers_secret():
    """Else whoever reads the table could hash the few possible ballots and compare."""
    ballot = ("POST", "/api/v1/tasks/1/complete", b'{"answers": {"nominees": [{"row": "1", "choice": "agree"}]}}')
    assert idempotency.fingerprint("secret one", *ballot) != idempotency.fingerprint("secret two", *ballot)
    assert idempotency.fingerprint("secret one", *ballot) == idempotency.fingerprint("secret one", *ballot)
