"""Whatever is sent, a form answers with its own two errors and nothing else."""

import copy
import json
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms import DEFINITIONS, FormInvalid, FormRejected, compile_form
from tests.unit.forms.test_definitions import CASE, SHIPPED

SOURCES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(DEFINITIONS.glob("*.form"))]
TEXTS = st.text(st.characters(), max_size=40)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)
EASY = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def only_invalid(action):
    """Run the action; its own refusal is a fine answer."""
    with suppress(FormInvalid):
        action()


@EASY
@given(st.data())
def test_answers_of_any_kind_are_taken_or_refused(data):
    form = SHIPPED[data.draw(st.sampled_from(sorted(SHIPPED)))]
    keys = st.one_of(st.sampled_from(sorted(form.items) or ["x"]), TEXTS)
    rows = st.lists(
        st.dictionaries(st.sampled_from(["row", "conclusion", "decision", "amount", "name", "x"]), JSON, max_size=4),
        max_size=4,
    )
    answers = data.draw(st.dictionaries(keys, st.one_of(JSON, rows), max_size=8))
    outcome = data.draw(st.sampled_from([None, "x", *(each.key for each in form.outcomes)]))
    only_invalid(lambda: form.check(answers, CASE, outcome=outcome))
    for page in form.pages:
        only_invalid(lambda key=page.key: form.check_page(key, answers, CASE))
        form.view(page.key, answers, CASE)
    form.summary(answers, CASE)
    form.outcomes_open(answers, CASE)


@EASY
@given(st.data())
def test_posts_of_any_kind_are_read_or_refused(data):
    form = SHIPPED[data.draw(st.sampled_from(sorted(SHIPPED)))]
    heads = st.sampled_from([*form.items, "x"])
    names = st.one_of(
        heads, st.builds("-".join, st.lists(st.one_of(heads, TEXTS, st.sampled_from(["day", "r1"])), max_size=4))
    )
    posted = data.draw(st.dictionaries(names, st.lists(TEXTS, max_size=3), max_size=8))
    only_invalid(lambda: form.check(form.read(posted), CASE))


@EASY
@given(st.data())
def test_spoilt_sources_are_compiled_or_refused(data):
    spoilt = copy.deepcopy(data.draw(st.sampled_from(SOURCES)))
    places = list(_places(spoilt))
    for container, key in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)):
        container[key] = data.draw(JSON)
    with suppress(FormRejected):
        compile_form(spoilt)


def _places(node):
    """Yield every (container, key) of a JSON value."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        yield node, key
        if isinstance(value, (dict, list)):
            yield from _places(value)
