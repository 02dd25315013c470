"""`trinhkhen rehearse` runs the awards of a plan through their real processes, to the register."""

import pytest

from service import rehearsal


@pytest.fixture
def said():
    """What the rehearsal prints."""
    return []


def test_a_department_award_reaches_the_register(said):
    assert rehearsal.run("kien-giang-2021-2025", "KG-OF2", said.append) == 0
    steps = [line.strip().split(" | ") for line in said if " | " in line]
    assert steps[0][0] == "compile_dossier"
    assert all(len(step) == 6 for step in steps)  # element, task, lane, who, due, outcome
    assert any(line.startswith("  → end_awarded: awarded") for line in said)
    assert said[-1] == "1 passed, 0 failed, 0 skipped"


def test_the_four_eyes_of_the_diagram_hold_on_the_way(said):
    rehearsal.run("kien-giang-2021-2025", "KG-OF2", said.append)
    who = {line.strip().split(" | ")[0]: line.split(" | ")[3] for line in said if " | " in line}
    assert who["compile_dossier"] != who["sign_submission"]
    assert who["examine_dossier"] != who["review_appraisal"]
    assert who["decide_award"] not in (who["examine_dossier"], who["release_decision"])


def test_an_award_that_ended_is_skipped_with_its_reason(said):
    assert rehearsal.run("ninh-binh-2021-2025", "giay_khen_huyen", said.append) == 1  # nothing ran: nothing is proved
    assert any("không còn áp dụng" in line for line in said)


def test_an_unknown_plan_is_told(said):
    assert rehearsal.run("khong-co", None, said.append) == 2
    assert "khong-co" in said[0]
