"""Coming in, leaving, passwords, accounts and tokens for programs."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests import factories as make
from workflows import models
from workflows.clock import utcnow
from workflows.commands import accounts
from workflows.commands.accounts import ACCOUNT_LIMIT, ADDRESS_LIMIT, SESSION_LENGTH, NewAccount
from workflows.credentials import DEMO_PASSWORD, fingerprint, hash_password
from workflows.errors import Invalid, NotAllowed, NotFound
from workflows.policy import load_actor
from workflows.queries import accounts as queries

PASSWORD = "một câu dài dễ nhớ"
HASH = hash_password(PASSWORD)
HERE = "10.0.0.1"


@pytest.fixture
def account(sessions):
    """An account of an officer, with PASSWORD."""
    with sessions.begin() as session:
        who = make.officer(session, "intake_officer", make.unit(session), "Đỗ Minh Tuấn")
        return make.account(session, who, username="tuan", password_hash=HASH)


@pytest.fixture
def administrator(sessions):
    """An actor who administers the system."""
    with sessions.begin() as session:
        row = make.account(session, make.person(session), administrator=True)
        return load_actor(session, row.id, utcnow().date())


@pytest.fixture
def actor(sessions, account):
    """The officer."""
    with sessions() as session:
        return load_actor(session, account.id, utcnow().date())


def try_in(sessions, username="tuan", password=PASSWORD, address=HERE):
    with sessions.begin() as session:
        return accounts.sign_in(session, username, password, address)


def owner_of(sessions, token):
    with sessions() as session:
        row = queries.signed_in_session(session, token, utcnow())
        return row and row.account_id


def test_the_right_password_opens_a_session_whose_token_is_not_stored(sessions, account):
    answer = try_in(sessions, " TUAN ")
    assert owner_of(sessions, answer.token) == account.id
    with sessions() as session:
        assert session.scalar(select(models.WebSession.token_hash)) == fingerprint(answer.token)
        assert answer.token not in session.scalars(select(models.WebSession.token_hash)).all()


def test_each_sign_in_is_a_new_session(sessions, account):
    assert try_in(sessions).token != try_in(sessions).token


@pytest.mark.parametrize(("username", "password"), [("tuan", "sai"), ("khong-co", PASSWORD), ("", "")])
def test_a_wrong_pair_opens_nothing_and_is_kept(sessions, account, username, password):
    assert try_in(sessions, username, password).token is None
    with sessions() as session:
        attempt = session.scalars(select(models.SignInAttempt)).one()
        assert (attempt.username_key, attempt.succeeded) == (username, False)


def test_an_unknown_user_costs_as_much_as_a_wrong_password(sessions, account, monkeypatch):
    checked = []
    monkeypatch.setattr(accounts, "verified", lambda kept, _given: checked.append(kept) or False)
    try_in(sessions, "khong-co")
    try_in(sessions, "tuan", "sai")
    assert [kept.split("$")[1:4] for kept in checked] == [HASH.split("$")[1:4]] * 2


def test_a_session_ends_after_a_working_day(sessions, account, clock):
    token = try_in(sessions).token
    clock.advance(seconds=SESSION_LENGTH.total_seconds() - 1)
    assert owner_of(sessions, token)
    clock.advance(seconds=1)
    assert owner_of(sessions, token) is None


def test_signing_out_ends_the_session(sessions, account):
    token = try_in(sessions).token
    with sessions.begin() as session:
        accounts.sign_out(session, token)
    assert owner_of(sessions, token) is None


def test_too_many_failures_close_an_account_even_for_the_right_password(sessions, account, clock):
    fail(sessions, ACCOUNT_LIMIT.failures, "tuan")
    refused = try_in(sessions)
    assert refused.token is None
    assert timedelta(0) < refused.wait <= ACCOUNT_LIMIT.window
    clock.advance(minutes=16)
    assert try_in(sessions).token


def test_unknown_users_are_throttled_like_known_ones(sessions):
    fail(sessions, ACCOUNT_LIMIT.failures, "khong-co")
    assert try_in(sessions, "khong-co").wait


def test_a_success_forgets_the_failures_before_it(sessions, account, clock):
    fail(sessions, ACCOUNT_LIMIT.failures - 1, "tuan")
    clock.advance(seconds=1)
    assert try_in(sessions).token
    clock.advance(seconds=1)
    fail(sessions, ACCOUNT_LIMIT.failures - 1, "tuan")
    assert try_in(sessions).token


def test_guessing_across_accounts_closes_the_address_alone(sessions, account):
    fail(sessions, ADDRESS_LIMIT.failures, None, address="10.6.6.6")
    assert try_in(sessions, address="10.6.6.6").wait
    assert try_in(sessions, address=HERE).token


def test_a_throttled_try_is_not_counted_so_that_the_wait_ends(sessions, account, clock):
    fail(sessions, ACCOUNT_LIMIT.failures, "tuan")
    first = try_in(sessions).wait
    clock.advance(minutes=5)
    assert try_in(sessions).wait == first - timedelta(minutes=5)


def test_attempts_are_forgotten_after_a_month(sessions, account, clock):
    try_in(sessions, "tuan", "sai")
    clock.advance(days=31)
    try_in(sessions)
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(models.SignInAttempt)) == 1


def test_a_changed_password_works_and_ends_the_other_sessions(sessions, account, actor):
    here, elsewhere = try_in(sessions).token, try_in(sessions).token
    with sessions.begin() as session:
        accounts.change_password(session, actor, PASSWORD, "câu mới cũng khá dài", keep=here)
    assert owner_of(sessions, here)
    assert owner_of(sessions, elsewhere) is None
    assert try_in(sessions).token is None
    assert try_in(sessions, password="câu mới cũng khá dài").token


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("sai", "câu mới cũng khá dài", "old_password"),
        (PASSWORD, "ngắn", "new_password"),
        (PASSWORD, "x" * 201, "new_password"),
        (PASSWORD, "aaaaaaaaaaaa", "new_password"),
        (PASSWORD, "của tuan 2026", "new_password"),
        (PASSWORD, PASSWORD, "new_password"),
        (PASSWORD, DEMO_PASSWORD, "new_password"),
    ],
)
def test_a_poor_change_of_password_is_refused_at_its_field(sessions, actor, old, new, field):
    with sessions() as session, pytest.raises(Invalid) as refused:
        accounts.change_password(session, actor, old, new)
    assert list(refused.value.errors) == [field]


def test_an_administrator_creates_an_account(sessions, administrator):
    with sessions.begin() as session:
        who = make.person(session)
        accounts.create_account(session, administrator, NewAccount(who.id, "Nguyen.Hien", PASSWORD))
    assert try_in(sessions, "nguyen.hien").token
    with sessions() as session:
        assert session.scalars(select(models.HistoryEntry.verb)).all() == ["account_created"]


def test_the_operator_creates_the_first_administrator(sessions):
    with sessions.begin() as session:
        new = NewAccount(make.person(session).id, "quantri", PASSWORD, administrator=True)
        assert accounts.create_account(session, None, new).administrator


def test_the_operator_names_the_first_administrator(sessions):
    with sessions.begin() as session:
        accounts.create_first_administrator(session, "quantri", " Bùi Thanh Tùng ", PASSWORD)
    with sessions() as session:
        account = session.scalars(select(models.Account)).one()
        assert account.administrator
        assert (account.person.full_name, account.person.search_key) == ("Bùi Thanh Tùng", "bui thanh tung")
        with pytest.raises(Invalid):
            accounts.create_first_administrator(session, "quantri2", " ", PASSWORD)


def test_the_operator_resets_a_password_and_ends_the_sessions(sessions, account):
    token = try_in(sessions).token
    with sessions.begin() as session:
        accounts.reset_password(session, "tuan", "câu mới cũng khá dài")
    assert owner_of(sessions, token) is None
    assert try_in(sessions, password="câu mới cũng khá dài").token
    with sessions() as session:
        with pytest.raises(NotFound):
            accounts.reset_password(session, "khong-co", PASSWORD)
        with pytest.raises(Invalid):
            accounts.reset_password(session, "tuan", "ngắn")


def test_only_administrators_touch_accounts(sessions, actor, account):
    with sessions() as session:
        with pytest.raises(NotAllowed):
            accounts.create_account(session, actor, NewAccount(make.person(session).id, "moi", PASSWORD))
        with pytest.raises(NotAllowed):
            accounts.disable_account(session, actor, "tuan")


def test_a_faulty_new_account_names_every_fault(sessions, account, administrator):
    with sessions() as session, pytest.raises(Invalid) as refused:
        accounts.create_account(session, administrator, NewAccount(account.person_id, "Đỗ Tuấn", "ngắn"))
    assert set(refused.value.errors) == {"username", "person_id", "password"}


def test_a_username_is_taken_once(sessions, account, administrator):
    with sessions() as session, pytest.raises(Invalid) as refused:
        accounts.create_account(session, administrator, NewAccount(make.person(session).id, "TUAN", PASSWORD))
    assert list(refused.value.errors) == ["username"]


def test_a_disabled_account_loses_sessions_tokens_and_sign_in(sessions, account, actor, administrator):
    browser = try_in(sessions).token
    with sessions.begin() as session:
        key, _row = accounts.create_token(session, actor, "báo cáo", ["read"])
        accounts.disable_account(session, administrator, "tuan")
    assert owner_of(sessions, browser) is None
    with sessions() as session:
        assert queries.api_key(session, key, utcnow()) is None
    assert try_in(sessions).token is None


def test_nobody_disables_the_account_that_they_use(sessions, administrator):
    with sessions() as session:
        username = session.get_one(models.Account, administrator.account_id).username
        with pytest.raises(Invalid):
            accounts.disable_account(session, administrator, username)


def test_disabling_a_stranger_finds_nothing(sessions, administrator):
    with sessions() as session, pytest.raises(NotFound):
        accounts.disable_account(session, administrator, "khong-co")


def test_a_token_speaks_for_its_account_within_its_scopes_until_it_expires(sessions, actor, clock):
    with sessions.begin() as session:
        key, row = accounts.create_token(session, actor, "báo cáo", ["read"], days=30)
    assert key not in row.token_hash
    with sessions() as session:
        assert queries.api_key(session, key, utcnow()) == queries.ApiKey(actor.account_id, frozenset({"read"}))
        clock.advance(days=30)
        assert queries.api_key(session, key, utcnow()) is None


def test_a_revoked_token_is_dead(sessions, actor):
    with sessions.begin() as session:
        key, row = accounts.create_token(session, actor, "báo cáo", ["read"])
        accounts.revoke_token(session, actor, row.id)
    with sessions() as session:
        assert queries.api_key(session, key, utcnow()) is None


def test_another_persons_token_is_not_found(sessions, actor, administrator):
    with sessions.begin() as session:
        _key, row = accounts.create_token(session, actor, "báo cáo", ["read"])
        with pytest.raises(NotFound):
            accounts.revoke_token(session, administrator, row.id)


def test_a_faulty_token_names_every_fault(sessions, actor):
    with sessions() as session, pytest.raises(Invalid) as refused:
        accounts.create_token(session, actor, " ", ["read", "everything"], days=4000)
    assert set(refused.value.errors) == {"name", "scopes", "days"}


def fail(sessions, times, username, address="10.9.9.9"):
    """Put `times` failures on record, just now; `username` None: another one each time."""
    with sessions.begin() as session:
        for number in range(times):
            key = f"nguoi{number}" if username is None else username
            session.add(models.SignInAttempt(username_key=key, address=address, attempted_at=utcnow(), succeeded=False))
