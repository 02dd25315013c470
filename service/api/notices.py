"""One's notices and how one wants them by mail; letters and what became of them, for administrators."""

from service.api import notice_schemas as shapes
from service.api.base import Operation, get, write
from workflows.commands import mail
from workflows.commands import notices as commands
from workflows.queries import letters, notices


@get("/notices", Operation("Thông báo của mình", shapes.Notice, many=True, query=shapes.NoticeQuery))
def list_notices(session, actor, query):
    return notices.listing(session, actor, query["page"], unread_only=query["unread"]).rows


@write("POST", "/notices/<int:notice_id>/read", Operation("Đánh dấu một thông báo đã đọc", shapes.Notice))
def read_notice(session, actor, _body, notice_id):
    return commands.mark_read(session, actor, notice_id)


@write("POST", "/notices/read", Operation("Đánh dấu đã đọc tất cả", shapes.Marked, body=shapes.UpTo))
def read_notices(session, actor, body):
    return {"marked": commands.mark_all_read(session, actor, body["newest_id"])}


@get("/notice-settings", Operation("Cách nhận thư của mình", shapes.Wishes))
def read_notice_settings(session, actor, _query):
    return notices.wishes(session, actor)


@write("PUT", "/notice-settings", Operation("Đổi cách nhận thư", shapes.Wishes, body=shapes.NewWishes))
def change_notice_settings(session, actor, body):
    muted = frozenset(body["muted"])
    commands.save_wishes(session, actor, commands.Wishes(body["mail"], body["quiet_days_off"], muted))
    return _as_wished(session, actor)


@write(
    "POST",
    "/notice-settings/leaves",
    Operation("Thêm kỳ nghỉ không nhận thư", shapes.Wishes, body=shapes.NewLeave, status=201),
)
def add_leave(session, actor, body):
    commands.add_leave(session, actor, body["first_day"], body["last_day"])
    return _as_wished(session, actor)


@write("DELETE", "/notice-settings/leaves/<int:leave_id>", Operation("Bỏ kỳ nghỉ", shapes.Wishes))
def remove_leave(session, actor, _body, leave_id):
    commands.remove_leave(session, actor, leave_id)
    return _as_wished(session, actor)


@get("/letters", Operation("Thư gửi đi", shapes.Letter, many=True, query=shapes.LetterQuery))
def list_letters(session, actor, query):
    return letters.listing(session, actor, letters.Wanted(**query)).rows


@get("/letters/<int:letter_id>", Operation("Một thư và vì sao chưa tới", shapes.LetterFacts))
def read_letter(session, actor, _query, letter_id):
    return letters.letter(session, actor, letter_id)


@write(
    "POST",
    "/letters/<int:letter_id>/resend",
    Operation("Gửi lại một thư; thư đã gửi hoặc chưa rõ có thể tới hai lần", shapes.LetterFacts, body=shapes.Seen),
)
def resend_letter(session, actor, body, letter_id):
    letters.letter(session, actor, letter_id)  # to others it does not exist
    mail.send_again(session, actor, letter_id, body["state"])
    session.flush()  # the answer reads what was just done
    return letters.letter(session, actor, letter_id)


def _as_wished(session, actor):
    session.flush()  # the answer reads what was just done
    return notices.wishes(session, actor)
