"""The page of a council's session: one's own ballot, the live count, closing, and what stays secret."""

import pytest
from sqlalchemy import select

from tests.web.conftest import browser_of
from tests.web.hall import account_of, ballots, close, hall, vote, words
from workflows import models

REASON = "Thành viên đi công tác đột xuất, không liên lạc được"


@pytest.fixture
def enter(app, sessions):
    """Return `enter(account_id)`: the browser of a person."""
    return lambda account_id: browser_of(app, sessions, account_id)


@pytest.fixture
def open_hall(sessions):
    """The department's council, voting openly."""
    with sessions() as session:
        return hall(session, secret=False)


@pytest.fixture
def secret_hall(sessions):
    """The province's council, voting in secret."""
    with sessions() as session:
        return hall(session, secret=True)


def test_a_member_chooses_nominee_by_nominee_and_casts_the_whole_agenda(enter, sessions, open_hall):
    member, (first, second) = enter(open_hall.members[1]), open_hall.nominees
    address = f"/hoi-dong/phien/{open_hall.id}/phieu"

    step = member.post(address, data={f"chon-{first}": "agree", "den": "2"})
    assert f'type="hidden" name="chon-{first}" value="agree"' in step.text  # the choice rides along on the page
    review = member.post(address, data={f"chon-{first}": "agree", f"chon-{second}": "disagree", "den": "kiem-tra"})
    assert "Xem lại phiếu trước khi bỏ" in words(review)
    assert ballots(sessions, open_hall) == []

    assert vote(member, open_hall, "agree", "disagree").status_code == 302
    assert {each.nominee_id: each.choice for each in ballots(sessions, open_hall)} == {
        first: "agree",
        second: "disagree",
    }


def test_an_unfinished_ballot_is_kept_nowhere(enter, sessions, secret_hall):
    member, first = enter(secret_hall.members[1]), secret_hall.nominees[0]
    member.post(f"/hoi-dong/phien/{secret_hall.id}/phieu", data={f"chon-{first}": "lower", "den": "kiem-tra"})

    again = member.get(f"/hoi-dong/phien/{secret_hall.id}")

    assert "checked" not in again.text
    with sessions() as session:
        assert session.scalars(select(models.TaskDraft)).all() == []


def test_a_nominee_without_a_choice_is_named_and_the_other_choices_stay(enter, sessions, open_hall):
    member, (first, second) = enter(open_hall.members[1]), open_hall.nominees
    answer = member.post(f"/hoi-dong/phien/{open_hall.id}/phieu", data={f"chon-{first}": "lower", "den": "bo-phieu"})

    assert answer.status_code == 422
    assert f'href="#chon-{second}"' in answer.text
    assert f'name="chon-{first}" value="lower"' in answer.text
    assert "<title>Lỗi:" in answer.text
    assert ballots(sessions, open_hall) == []


def test_an_open_ballot_is_changed_until_closing_and_the_last_one_counts(enter, sessions, open_hall):
    member = enter(open_hall.members[1])
    vote(member, open_hall, "agree", "agree")
    changing = member.get(f"/hoi-dong/phien/{open_hall.id}?sua=1")
    assert changing.text.count("checked") == 1
    vote(member, open_hall, "disagree", "agree")

    first = [each for each in ballots(sessions, open_hall) if each.nominee_id == open_hall.nominees[0]]
    assert sorted((each.number, each.choice) for each in first) == [(1, "agree"), (2, "disagree")]
    assert "1 trên 4 phiếu" in words(member.get(f"/hoi-dong/phien/{open_hall.id}"))
    close(enter(open_hall.secretary), open_hall, REASON)
    assert vote(member, open_hall, "agree", "agree").status_code == 409


def test_a_change_is_checked_as_the_first_ballot_was(enter, sessions, open_hall):
    member, (first, second) = enter(open_hall.members[1]), open_hall.nominees
    vote(member, open_hall, "agree", "agree")
    address = f"/hoi-dong/phien/{open_hall.id}/phieu"
    lacking = member.post(address, data={"sua": "1", f"chon-{first}": "lower", "den": "bo-phieu"})
    long = member.post(
        address,
        data={"sua": "1", f"chon-{first}": "lower", f"chon-{second}": "lower", f"ghi-chu-{first}": "a" * 251}
        | {"den": "bo-phieu"},
    )

    assert (lacking.status_code, long.status_code) == (422, 422)
    assert len(ballots(sessions, open_hall)) == 2


def test_a_secret_ballot_gives_a_receipt_once_and_cannot_be_changed(enter, sessions, secret_hall):
    member = enter(secret_hall.members[1])
    cast = vote(member, secret_hall, "agree", "lower")
    code = cast.text.split('id="ma-phieu">')[1].split("<")[0].replace(" ", "")

    checked = member.post(f"/hoi-dong/phien/{secret_hall.id}/ma-phieu", data={"ma": code})

    assert "Đề nghị hình thức thấp hơn" in words(checked)
    assert code not in member.get(f"/hoi-dong/phien/{secret_hall.id}").text
    assert member.post(f"/hoi-dong/phien/{secret_hall.id}/ma-phieu", data={"ma": "SAI"}).status_code == 422
    assert vote(member, secret_hall, "disagree", "disagree").status_code == 409
    assert len(ballots(sessions, secret_hall)) == 2


def test_who_chose_what_is_shown_after_an_open_vote_only(enter, open_hall):
    member, other = enter(open_hall.members[1]), enter(open_hall.members[2])
    vote(member, open_hall, "disagree", "agree")
    assert "Ý kiến từng thành viên" not in words(other.get(f"/hoi-dong/phien/{open_hall.id}"))

    close(enter(open_hall.secretary), open_hall, REASON)

    page = words(other.get(f"/hoi-dong/phien/{open_hall.id}"))
    assert "Ý kiến từng thành viên (1)" in page
    assert "Không đồng ý</td>" in page


def test_a_secret_vote_never_shows_who_chose_what(enter, sessions, secret_hall):
    for account in secret_hall.members[:2]:
        vote(enter(account), secret_hall, "disagree", "agree")
    close(enter(secret_hall.secretary), secret_hall, REASON)

    for account in (*secret_hall.members, secret_hall.secretary):
        page = words(enter(account).get(f"/hoi-dong/phien/{secret_hall.id}"))
        assert "Ý kiến từng thành viên" not in page
        assert "không ai xem được ai đã chọn gì" in page


def test_not_taking_part_needs_a_reason_and_leaves_the_total_as_it_is(enter, sessions, open_hall):
    member = enter(open_hall.members[1])
    address = f"/hoi-dong/phien/{open_hall.id}/khong-tham-gia"
    refused = member.post(address, data={"recusal_reason": "", f"chon-{open_hall.nominees[0]}": "agree"})
    assert refused.status_code == 422
    assert "Nêu lý do không tham gia bỏ phiếu" in words(refused)

    member.post(address, data={"recusal_reason": "Là em ruột của một người được đề nghị"})
    for account in (open_hall.members[0], *open_hall.members[2:]):
        vote(enter(account), open_hall, "agree", "agree")
    close(enter(open_hall.secretary), open_hall)

    page = words(member.get(f"/hoi-dong/phien/{open_hall.id}"))
    assert "Không tham gia bỏ phiếu" in page
    assert "3/4 phiếu đồng ý (75,00 %)" in page
    assert "không tham gia 1, không bỏ phiếu 0. Mẫu số là tổng số 4 thành viên biểu quyết" in page


def test_the_secretary_without_a_vote_has_no_ballot(enter, open_hall):
    secretary = enter(open_hall.secretary)
    page = secretary.get(f"/hoi-dong/phien/{open_hall.id}")

    assert "Không có quyền biểu quyết" in words(page)
    assert 'type="radio"' not in page.text
    assert vote(secretary, open_hall, "agree", "agree").status_code == 409


def test_whoever_has_no_seat_finds_no_session(enter, sessions, open_hall, secret_hall):
    with sessions() as session:
        administrator = session.scalars(select(models.Account.id).where(models.Account.administrator)).one()
        dossier = session.scalars(select(models.Dossier).where(models.Dossier.reference == open_hall.reference)).one()
        officer = account_of(session, dossier.created_by)
    for account in (administrator, officer, secret_hall.members[2]):
        stranger = enter(account)
        for tail in ("", "/tinh-hinh"):
            assert stranger.get(f"/hoi-dong/phien/{open_hall.id}{tail}").status_code == 404
        assert vote(stranger, open_hall, "agree", "agree").status_code == 404
        assert close(stranger, open_hall, REASON).status_code == 404


def test_the_count_of_ballots_is_live_and_silent_while_nothing_changes(enter, open_hall):
    watcher = enter(open_hall.secretary)
    before = watcher.get(f"/hoi-dong/phien/{open_hall.id}/tinh-hinh")
    mark = before.text.split("moc=")[1].split("&")[0]
    assert watcher.get(f"/hoi-dong/phien/{open_hall.id}/tinh-hinh?moc={mark}").status_code == 204

    vote(enter(open_hall.members[1]), open_hall, "agree", "agree")

    after = watcher.get(f"/hoi-dong/phien/{open_hall.id}/tinh-hinh?moc={mark}")
    assert "1 trên 4 thành viên đã bỏ phiếu" in words(after)
    assert f'id="phieu-{open_hall.nominees[0]}" hx-swap-oob="true">1 trên 4 phiếu' in words(after)
    assert "Đồng ý" not in words(after)


def test_the_quorum_is_said_in_words_on_all_voting_members(enter, open_hall):
    page = words(enter(open_hall.members[0]).get(f"/hoi-dong/phien/{open_hall.id}"))

    assert "Đủ thành phần: 4 trên 4 thành viên" in page
    assert "4 có mặt" in page
    assert page.count("tk-seat--here") == 4


def test_closing_early_needs_a_reason_and_the_result_shows_its_formula(enter, sessions, open_hall):
    for account in open_hall.members[:2]:
        vote(enter(account), open_hall, "agree", "disagree")
    secretary = enter(open_hall.secretary)
    refused = close(secretary, open_hall)
    assert refused.status_code == 422
    assert 'href="#missing_reason"' in refused.text

    assert close(secretary, open_hall, REASON).status_code == 302

    first = words(secretary.get(f"/hoi-dong/phien/{open_hall.id}"))
    assert "Ngang phiếu. 2/4 phiếu đồng ý (50,00 %)" in first
    second = words(secretary.get(f"/hoi-dong/phien/{open_hall.id}?dt=2"))
    assert "Không đạt. 0/4 phiếu đồng ý (0,00 %)" in second
    assert "0 × 2 = 0, không lớn hơn 4: không đạt, cần ít nhất 3 phiếu" in second
    assert "Đối tượng trước:" in second


def test_a_share_is_counted_by_whole_numbers_on_all_members(enter, secret_hall):
    # 80 % of 8 members is 6.4: seven votes are needed, six fail.
    assert len(secret_hall.members) == 8
    for number, account in enumerate(secret_hall.members):
        vote(enter(account), secret_hall, "agree", "agree" if number < 6 else "disagree")
    secretary = enter(secret_hall.secretary)
    close(secretary, secret_hall)

    passed = words(secretary.get(f"/hoi-dong/phien/{secret_hall.id}"))
    failed = words(secretary.get(f"/hoi-dong/phien/{secret_hall.id}?dt=2"))
    assert "8 × 100 = 800, không nhỏ hơn 80 × 8 = 640: đạt." in passed
    assert "6 × 100 = 600, nhỏ hơn 80 × 8 = 640: không đạt, cần ít nhất 7 phiếu." in failed


def test_only_the_secretary_closes(enter, sessions, open_hall):
    assert close(enter(open_hall.members[1]), open_hall, REASON).status_code == 404
    assert ballots(sessions, open_hall) == []


def test_a_ballot_after_closing_is_refused(enter, sessions, open_hall):
    close(enter(open_hall.secretary), open_hall, REASON)

    late = vote(enter(open_hall.members[1]), open_hall, "agree", "agree")

    assert late.status_code == 409
    assert "Lá phiếu này không được ghi nhận." in words(late)
    assert "Đồng chí không bỏ phiếu trong phiên này." in words(late)
    assert ballots(sessions, open_hall) == []


def test_the_list_names_councils_and_what_waits_for_the_member(enter, open_hall):
    member = enter(open_hall.members[1])
    page = words(member.get("/hoi-dong"))
    assert f'href="/hoi-dong/phien/{open_hall.id}">Bỏ phiếu:' in page
    assert "Đang bỏ phiếu" in page
    assert "4 thành viên biểu quyết" in page

    vote(member, open_hall, "agree", "agree")

    assert "Bỏ phiếu:" not in words(member.get("/hoi-dong"))


def test_whoever_reloads_a_posted_address_comes_back_to_the_session(enter, open_hall):
    member = enter(open_hall.members[1])
    for tail in ("phieu", "khong-tham-gia", "ket-thuc", "ma-phieu"):
        answer = member.get(f"/hoi-dong/phien/{open_hall.id}/{tail}")
        assert answer.location == f"/hoi-dong/phien/{open_hall.id}"
