"""What each operation does in plain Vietnamese, what it is told and what it answers: for those who draw diagrams."""

from dataclasses import dataclass

from workflows.notices import NOTICES
from workflows.operations.document import DRAFTS, SLIPS

DRAFT_NAMES = {
    "award_decision": "Dự thảo Quyết định khen thưởng",
    "revocation_decision": "Dự thảo Quyết định hủy bỏ khen thưởng",
    "council_minutes": "Biên bản họp Hội đồng",
}
NOTICE_NAMES = {
    "submission_confirmed": "Đã nộp hồ sơ",
    "withdrawal_confirmed": "Đã rút hồ sơ",
    "award_refused": "Có đối tượng không được khen thưởng",
    "award_revoked": "Đã hủy bỏ khen thưởng",
    "decision_sent": "Đã có Quyết định",
    "receipt": "Giấy tiếp nhận hồ sơ",
    "supplement": "Hồ sơ cần bổ sung",
    "process_cancelled": "Đã hủy quy trình",
    "rejection": "Từ chối tiếp nhận hồ sơ",
}


@dataclass(frozen=True)
class Parameter:
    """Something that an operation must be told."""

    name: str
    label: str
    kind: str
    """choice: one of `choices`; limit: key of a due rule."""
    choices: tuple[tuple[str, str], ...] = ()
    """(word, its name) of those that it takes; empty for a limit."""


@dataclass(frozen=True)
class Described:
    """One operation in words."""

    name: str
    label: str
    description: str
    answer: str = ""
    """What the variable that takes the result then holds; "" where nobody needs it."""
    answers: tuple[str, ...] = ()
    """The words that it may answer with, where they are a few."""
    kind: str = "any"
    """Of what kind the answer is: string, number, boolean, moment, list or any."""
    parameters: tuple[Parameter, ...] = ()


_DESCRIBED = (
    Described(
        "dossier/assign_code",
        "Tiếp nhận hồ sơ, bắt đầu tính thời hạn",
        "Ghi thời điểm nhận đủ hồ sơ và tính ngày trả kết quả.",
        answer="Mã hồ sơ",
        kind="string",
    ),
    Described(
        "dossier/record_return",
        "Ghi lần trả hồ sơ, dừng thời hạn",
        "Đánh dấu hồ sơ được trả để bổ sung; thời hạn của hồ sơ đứng lại.",
        answer="Số lần đã trả ở cấp này",
        kind="number",
    ),
    Described(
        "dossier/resume_clock",
        "Cho thời hạn chạy tiếp",
        "Hồ sơ đã bổ sung: thời hạn chạy tiếp phần còn lại hoặc tính lại từ đầu, theo quy định của từng thời hạn.",
        answer="Thời hạn đã chạy lại ra sao",
        answers=("not_started", "unchanged", "restarted", "resumed"),
        kind="string",
    ),
    Described(
        "document/issue_slip",
        "Lập phiếu của bộ phận tiếp nhận",
        "Lập giấy tiếp nhận, phiếu yêu cầu bổ sung hoặc phiếu từ chối, và báo cho đơn vị trình.",
        answer="Số của văn bản trong hệ thống",
        kind="number",
        parameters=(Parameter("slip", "Loại phiếu", "choice", tuple(SLIPS.items())),),
    ),
    Described(
        "document/draft",
        "Soạn dự thảo văn bản",
        "Soạn văn bản từ dữ liệu của hồ sơ; dự thảo cũ vẫn giữ.",
        answer="Số của văn bản trong hệ thống",
        kind="number",
        parameters=(
            Parameter("template", "Mẫu văn bản", "choice", tuple((key, DRAFT_NAMES.get(key, key)) for key in DRAFTS)),
        ),
    ),
    Described(
        "decision/assign_number",
        "Cấp số Quyết định",
        "Lấy số tiếp theo trong sổ của cơ quan ký, không bỏ số nào.",
        answer="Số, ký hiệu của Quyết định",
        kind="string",
    ),
    Described(
        "award/register",
        "Ghi sổ khen thưởng",
        "Ghi từng đối tượng được khen vào sổ, theo thứ tự trong Quyết định.",
        answer="Số dòng đã ghi",
        kind="number",
    ),
    Described(
        "award/compute_reward",
        "Tính tiền thưởng, lập danh sách chi",
        "Tính mức thưởng từng đối tượng theo mức lương cơ sở; chỗ chưa có mức thì danh sách ghi rõ.",
        answer="Số của danh sách chi trong hệ thống",
        kind="number",
    ),
    Described(
        "award/revoke",
        "Ghi việc hủy bỏ vào sổ khen thưởng",
        "Đánh dấu trong sổ các đối tượng bị Quyết định mới nhất hủy bỏ khen thưởng.",
        answer="Số dòng đã đánh dấu",
        kind="number",
    ),
    Described(
        "notice/send",
        "Gửi thông báo cho đơn vị trình",
        "Gửi cho người lập hồ sơ và thủ trưởng đơn vị trình.",
        answer="Số người nhận",
        kind="number",
        parameters=(
            Parameter(
                "notice",
                "Thông báo",
                "choice",
                tuple((key, NOTICE_NAMES.get(key, subject[0])) for key, subject in NOTICES.items()),
            ),
        ),
    ),
    Described(
        "clock/due_at",
        "Tính ngày hết hạn",
        "Tính một thời hạn kể từ lúc này theo ngày làm việc, để sự kiện thời gian phía sau chờ.",
        answer="Thời điểm hết hạn",
        kind="moment",
        parameters=(Parameter("rule", "Thời hạn", "limit"),),
    ),
    Described(
        "consultation/open",
        "Gửi công văn lấy ý kiến",
        "Gửi công văn cho từng cơ quan đã chọn ở bước trước.",
        answer="Danh sách các cơ quan được hỏi",
        kind="list",
    ),
    Described(
        "consultation/record_silence",
        "Ghi cơ quan không trả lời",
        "Quá hạn không trả lời thì coi như không có ý kiến.",
        answer="Ý kiến được ghi",
        answers=("silent",),
        kind="string",
    ),
    Described(
        "council/invite",
        "Gửi giấy mời họp Hội đồng",
        "Lập danh sách thành viên theo quyết định còn hiệu lực trong ngày họp và gửi giấy mời.",
        answer="Số của phiên họp trong hệ thống",
        kind="number",
    ),
    Described(
        "council/check_quorum",
        "Tính thành phần dự họp",
        "So số thành viên dự họp với tỷ lệ quy định; không đủ thì hoãn phiên họp.",
        answer="Đủ thành phần hay không",
        kind="boolean",
    ),
    Described(
        "council/open_vote",
        "Mở bỏ phiếu",
        "Mở phiếu cho từng thành viên biểu quyết có tham gia.",
        answer="Danh sách người bỏ phiếu",
        kind="list",
    ),
    Described(
        "council/count_ballots",
        "Kiểm phiếu",
        "Đếm phiếu của từng đối tượng trên tổng số thành viên biểu quyết.",
        answer="Đã đếm xong, hay ngang phiếu",
        answers=("counted", "tied"),
        kind="string",
    ),
    Described(
        "council/conclude",
        "Kết luận phiên họp",
        "Chốt phiên họp; đối tượng không đạt được ghi lý do.",
        answer="Kết luận",
        answers=("pass", "fail", "verify"),
        kind="string",
    ),
    Described(
        "report/open",
        "Mở việc báo cáo của các đơn vị",
        "Lấy danh sách đơn vị phải báo cáo của phong trào.",
        answer="Danh sách các đơn vị",
        kind="list",
    ),
    Described(
        "report/receive",
        "Nhận báo cáo của đơn vị",
        "Ghi nhận báo cáo đã ký của đơn vị.",
        answer="Đã nhận",
        answers=("received",),
        kind="string",
    ),
)

DESCRIBED = {each.name: each for each in _DESCRIBED}
"""By name; every registered operation has its description (a test keeps it so)."""
