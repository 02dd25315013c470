"""What administrators see of letters and do about them; to others they do not exist, and nobody reads what they say."""

import pytest

from tests import factories as make
from tests.web.hall import words
from workflows import models, outbox
from workflows.clock import utcnow

PAGE = "/thu-di"
STATES = ("queued", "sending", "failed", "in_doubt", "dead", "sent", "dropped")


@pytest.fixture
def browsers(sessions, sign_in):
    """The windows of an administrator and of an officer; one letter in each state, numbered as in STATES from 1."""
    with sessions.begin() as session:
        person = make.person(session, "Nguyễn Văn Mẫu", email="mau@example.vn")
        for state in STATES:
            text = {"subject": f"Hồ sơ {state}", "body": "Nội dung riêng"}
            outbox.queue(session, state, "supplement", person.id, dossier=None, **text)
        session.flush()
        for letter in session.query(models.OutboxMessage):
            letter.state = letter.effect_key
            letter.sent_at = utcnow() if letter.state == "sent" else None
            letter.fault = {"failed": "busy", "in_doubt": "answer_lost", "dead": "address"}.get(letter.state)
            letter.next_attempt_at = utcnow() if letter.state == "failed" else None
            letter.last_error = "550 5.1.1 unknown" if letter.state == "dead" else None
        accounts = [make.account(session, make.person(session), administrator=flag) for flag in (True, False)]
    return [sign_in(account) for account in accounts]


def state_of(sessions, number):
    with sessions() as session:
        return session.get_one(models.OutboxMessage, number).state


def test_the_first_page_leads_to_what_has_not_arrived(browsers):
    home = browsers[0].get("/").text
    assert f'href="{PAGE}"' in home
    page = words(browsers[0].get(PAGE))
    assert [state for state in STATES if f"Hồ sơ {state}" in page] == ["queued", "failed", "in_doubt", "dead"]
    assert "Chưa đặt máy chủ thư, thư chưa gửi được" in page
    assert "1 thư đang chờ" in page
    assert "Máy chủ thư tạm thời không nhận" in page


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("cho-gui", "queued"),
        ("dang-gui", "sending"),
        ("se-thu-lai", "failed"),
        ("chua-ro", "in_doubt"),
        ("khong-gui-duoc", "dead"),
        ("da-gui", "sent"),
        ("khong-can-gui", "dropped"),
    ],
)
def test_each_state_has_its_list(browsers, word, state):
    page = words(browsers[0].get(f"{PAGE}?trang-thai={word}"))
    assert [each for each in STATES if f"Hồ sơ {each}" in page] == [state]


def test_a_letter_tells_why_it_did_not_go_but_not_what_it_says(browsers):
    page = words(browsers[0].get(f"{PAGE}/5"))
    assert "Địa chỉ thư sai hoặc bị từ chối" in page
    assert "550 5.1.1 unknown" in page
    assert "mau@example.vn" in page
    assert "Nội dung riêng" not in page


def test_to_others_letters_do_not_exist(sessions, browsers):
    for method, address in (("GET", PAGE), ("GET", f"{PAGE}/5"), ("POST", f"{PAGE}/5")):
        assert browsers[1].open(address, method=method).status_code == 404
    assert browsers[0].get(f"{PAGE}/99").status_code == 404
    assert state_of(sessions, 5) == "dead"


@pytest.mark.parametrize("number", [3, 4, 5, 6])
def test_a_letter_is_sent_again_from_four_states_and_history_knows(sessions, browsers, number):
    state = STATES[number - 1]
    answer = browsers[0].post(f"{PAGE}/{number}", data={"state": state, "twice": "1"})
    assert answer.status_code == 303
    assert state_of(sessions, number) == "queued"
    page = words(browsers[0].get(f"{PAGE}/{number}"))
    assert "Đã gửi lại" in page
    assert "Địa chỉ thư sai" not in page  # what kept it back before says nothing of it now
    with sessions() as session:
        (entry,) = session.query(models.HistoryEntry).filter_by(verb="letter_sent_again")
        assert entry.before == {"message": number, "state": state}


@pytest.mark.parametrize("number", [1, 2, 7])
def test_from_the_others_it_is_not(sessions, browsers, number):
    assert "Gửi lại thư này" not in words(browsers[0].get(f"{PAGE}/{number}"))
    assert browsers[0].post(f"{PAGE}/{number}").status_code == 409
    assert state_of(sessions, number) == STATES[number - 1]


@pytest.mark.parametrize("number", [4, 6])
def test_one_that_may_arrive_twice_asks_first(sessions, browsers, number):
    answer = browsers[0].post(f"{PAGE}/{number}", data={"state": STATES[number - 1]})
    assert answer.status_code == 422
    assert "nhận thư này hai lần" in words(answer)
    assert state_of(sessions, number) == STATES[number - 1]


def test_one_that_has_gone_since_the_page_was_opened_is_not_sent_again(sessions, browsers):
    answer = browsers[0].post(f"{PAGE}/6", data={"state": "failed"})
    assert answer.status_code == 409
    assert state_of(sessions, 6) == "sent"
