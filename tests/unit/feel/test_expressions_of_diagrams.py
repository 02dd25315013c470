"""The expressions that the shipped diagrams and forms are made of."""

import pytest

import feel

DATA = {
    "outcome": "approve",
    "state_level": "president",
    "return_count": 2,
    "needs_party_opinion": False,
    "nominees": [{"name": "Ân", "score": 9}, {"name": "Bé", "score": 4}],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('outcome = "approve"', True),
        ('outcome != "refuse"', True),
        ('outcome = "reject" or outcome = "expire"', False),
        ('outcome = "approve" and state_level = "prime_minister"', False),
        ("needs_party_opinion = false", True),
        ("return_count < 3", True),
        ("return_count in [1..2]", True),
        ('outcome in ("approve", "reject")', True),
        ("count(nominees[score > 5]) = 1", True),
        ('if return_count > 1 then "late" else "early"', "late"),
        ("nominees[1].name", "Ân"),
        ("dossier_number > 0", None),
    ],
)
def test_a_condition_gives_its_answer(text, expected):
    assert feel.parse(text).evaluate(DATA) == expected
