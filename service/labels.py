"""Every code that a page shows, in Vietnamese: one table, one word for one thing."""

from service import duty_words
from service.acts import FACTS, VERBS
from service.mail_words import MAIL_LABELS, MAIL_SHAPES
from service.office_labels import OFFICE_LABELS

LABELS: dict[str, dict[str, str]] = {
    "verb": VERBS,
    "fact": FACTS,
    **MAIL_LABELS,
    "dossier_status": {
        "draft": "Đang soạn",
        "submitted": "Đang giải quyết",
        "returned": "Chờ bổ sung",
        "awarded": "Đã khen thưởng",
        "not_awarded": "Không khen thưởng",
        "rejected": "Từ chối tiếp nhận",
        "withdrawn": "Đã rút",
        "discarded": "Đã bỏ bản nháp",
        "cancelled": "Đã hủy",
    },
    "stage": {
        "prepare": "Chuẩn bị",
        "receive": "Tiếp nhận",
        "supplement": "Bổ sung",
        "appraise": "Thẩm định",
        "consult": "Lấy ý kiến",
        "publication": "Công khai danh sách",
        "council": "Hội đồng",
        "decide": "Quyết định",
        "await_above": "Chờ cấp trên",
        "publish": "Công bố",
    },
    "nominee_kind": {
        "individual": "Cá nhân",
        "collective": "Tập thể",
        "household": "Hộ gia đình",
        "enterprise": "Doanh nghiệp",
    },
    "appraisal": {
        "none": "Chưa thẩm định",
        "eligible": "Đủ điều kiện",
        "not_eligible": "Không đủ điều kiện",
        "supplement": "Cần bổ sung",
    },
    "result": {"none": "Chưa quyết định", "awarded": "Được khen thưởng", "refused": "Không khen thưởng"},
    "verdict": {
        "met": "Đạt",
        "not_met": "Không đạt",
        "cannot_tell": "Chưa đủ dữ liệu",
        "as_computed": "Theo bảng",
    },
    "standing": {"met": "Đủ tiêu chí", "not_met": "Có tiêu chí không đạt", "cannot_tell": "Chưa đủ dữ liệu"},
    "section": {
        "done": "Đã xong",
        "doing": "Đang làm",
        "todo": "Chưa làm",
        "fix": "Cần sửa",
        "supplement": "Phải bổ sung",
        "off": "Không bắt buộc",
        "blocked": "Chưa thể bắt đầu",
    },
    "calendar_day": {"work": "Làm việc", "half": "Làm nửa ngày", "off": "Nghỉ", "expected": "Dự kiến nghỉ"},
    "rest": {"suspended": "tạm dừng", "incident": "chờ khắc phục sự cố"},
    **OFFICE_LABELS,
    "task_status": {"open": "Đang chờ", "completed": "Đã xong", "cancelled": "Đã hủy"},
    **duty_words.LABELS,
    "ballot": {
        "agree": "Đồng ý",
        "disagree": "Không đồng ý",
        "lower": "Đề nghị hình thức thấp hơn",
        "recused": "Không tham gia",
    },
    "attendance": {
        "unknown": "Chưa điểm danh",
        "present": "Có mặt",
        "written": "Góp ý bằng văn bản",
        "absent": "Vắng mặt",
        "recused": "Không tham gia",
    },
    "session_status": {
        "planned": "Đã lên lịch",
        "attended": "Đã điểm danh",
        "open": "Đang bỏ phiếu",
        "closed": "Đã kiểm phiếu",
        "concluded": "Đã kết luận",
        "cancelled": "Đã hoãn",
    },
    "session_mode": {
        "meeting": "Họp",
        "written": "Lấy ý kiến bằng văn bản",
        "mixed": "Họp và lấy ý kiến bằng văn bản",
    },
    "conclusion": {"pass": "Đạt", "fail": "Không đạt", "tied": "Ngang phiếu"},
    "seat": {
        "chair": "Chủ tịch Hội đồng",
        "vice_chair": "Phó Chủ tịch Hội đồng",
        "standing": "Ủy viên Thường trực",
        "member": "Ủy viên Hội đồng",
        "secretary": "Thư ký Hội đồng",
    },
    "decider": {
        "chu_tich_nuoc": "Chủ tịch nước",
        "thu_tuong": "Thủ tướng Chính phủ",
        "chu_tich_ubnd_tinh": "Chủ tịch UBND tỉnh",
        "chu_tich_ubnd_huyen": "Chủ tịch UBND cấp huyện",
        "chu_tich_ubnd_xa": "Chủ tịch UBND cấp xã",
        "giam_doc_so": "Giám đốc Sở",
        "thu_truong_don_vi": "Thủ trưởng đơn vị",
    },
    "organ": {
        "submitting_unit": "Đơn vị trình",
        "department": "Sở quyết định",
        "achievement_organ": "Cơ quan thẩm định thành tích",
        "home_affairs": "Sở Nội vụ",
        "province": "UBND tỉnh",
        "commune": "UBND cấp xã",
        "handling_organ": "Cơ quan giải quyết",
        "deciding_organ": "Cơ quan quyết định",
        "consulted": "Cơ quan được hỏi ý kiến",
    },
    "needed_by": {
        "submission": "khi nộp",
        "council": "trước khi Hội đồng họp",
        "upward": "khi trình cấp trên",
        "publication": "trước khi công bố",
    },
    "milestone": {
        "launch": "Phát động",
        "plan": "Lập kế hoạch",
        "registration": "Đăng ký",
        "run": "Tổ chức thực hiện",
        "selection": "Bình xét",
        "submission": "Nộp hồ sơ",
        "yearly_award": "Khen hằng năm",
        "interim_review": "Sơ kết",
        "final_review": "Tổng kết",
        "report": "Báo cáo",
    },
    "element": {
        "startEvent": "Bắt đầu",
        "endEvent": "Kết thúc",
        "boundaryEvent": "Việc xảy ra giữa chừng",
        "intermediateCatchEvent": "Chờ",
        "intermediateThrowEvent": "Báo ra ngoài",
        "userTask": "Người làm",
        "manualTask": "Người làm ngoài hệ thống",
        "serviceTask": "Hệ thống làm",
        "businessRuleTask": "Bảng quyết định",
        "sendTask": "Gửi đi",
        "receiveTask": "Chờ trả lời",
        "task": "Bước",
        "callActivity": "Quy trình con",
        "subProcess": "Cụm bước",
        "exclusiveGateway": "Chọn một đường",
        "inclusiveGateway": "Chọn các đường",
        "parallelGateway": "Song song",
        "eventBasedGateway": "Chờ việc đến trước",
    },
    "settled_by": {"admin": "Quản trị xác nhận", "council": "Hội đồng quyết định", "law": "Theo quy định của luật"},
    "plan_source": {"official_text": "Toàn văn kế hoạch", "news_article": "Tin về kế hoạch, không phải toàn văn"},
    "capacity": {
        "": "",
        "TM.": "Thay mặt",
        "KT.": "Ký thay",
        "TL.": "Thừa lệnh",
        "TUQ.": "Thừa ủy quyền",
        "Q.": "Quyền",
    },
    "outcome": {
        "submit": "Nộp",
        "forward": "Chuyển bước sau",
        "accept": "Tiếp nhận",
        "approve": "Đồng ý",
        "return": "Trả bổ sung",
        "reject": "Từ chối tiếp nhận",
        "refuse": "Từ chối",
        "withdraw": "Rút hồ sơ",
        "hold": "Tạm dừng",
        "resume": "Tiếp tục",
        "sign": "Chuyển ký",
        "convene": "Triệu tập Hội đồng",
        "discard": "Bỏ hồ sơ",
        "inspect": "Kiểm tra thực tế",
        "consult": "Lấy ý kiến",
        "resubmit": "Nộp lại",
        "extend": "Gia hạn",
        "expire": "Quá hạn",
        "agree": "Thống nhất",
        "disagree": "Không thống nhất",
        "confirm": "Xác nhận",
        "amend": "Yêu cầu sửa",
        "verify": "Xác minh thêm",
        "pass": "Đạt",
        "fail": "Không đạt",
        "reappraise": "Thẩm định lại",
        "dismiss": "Giữ nguyên",
    },
}

# The six stages that a person sees on the stepper; a by-road is shown at the stage that it belongs to.
STEPPER = ("prepare", "receive", "appraise", "council", "decide", "publish")
SHOWN_AT = {"supplement": "receive", "consult": "appraise", "publication": "council", "await_above": "decide"}

# Word first, shape second, colour third: which shape a state wears (macro `tk.status`).
RUN_ITEMS = {"waiting": "todo", "can": "todo", "cannot": "warn", "done": "ok", "refused": "warn", "failed": "danger"}
SHAPES: dict[str, dict[str, str]] = {
    **MAIL_SHAPES,
    "dossier_status": {
        "draft": "doing",
        "submitted": "sent",
        "returned": "warn",
        "awarded": "ok",
        "not_awarded": "done",
        "rejected": "danger",
        "withdrawn": "off",
        "discarded": "off",
        "cancelled": "off",
    },
    "session_status": {
        "planned": "todo",
        "attended": "doing",
        "open": "vote",
        "closed": "doing",
        "concluded": "done",
        "cancelled": "off",
    },
    "conclusion": {"pass": "ok", "fail": "danger", "tied": "warn"},
    "appraisal": {"none": "todo", "eligible": "ok", "not_eligible": "danger", "supplement": "warn"},
    "result": {"none": "todo", "awarded": "ok", "refused": "danger"},
    "verdict": {"met": "ok", "not_met": "danger", "cannot_tell": "unknown"},
    "section": {kind: kind for kind in LABELS["section"]} | {"supplement": "fix"},
    "instance_status": {"running": "doing", "ended": "done", "suspended": "stopped", "incident": "danger"},
    "resolution": {"worked": "ok", "passed": "done", "ended": "done", "dismissed": "off"},
    "flaw": {"overlap": "danger", "gap": "warn", "unreachable": "warn", "not_analysed": "unknown"},
    "draft_state": {"open": "doing", "waiting": "warn", "approved": "sent", "published": "ok", "discarded": "off"},
    "scenario_outcome": {
        "passed": "ok",
        "parted": "danger",
        "refused": "danger",
        "unreadable": "danger",
        "waiting": "todo",
    },
    "review_state": {"pending": "warn", "approved": "ok", "declined": "fix", "withdrawn": "off", "stale": "danger"},
    "intervention_state": {"pending": "warn", "done": "ok", "declined": "off", "stale": "off"},
    "recalculation_state": {"queued": "todo", "running": "doing", "done": "ok"},
    "run_state": {
        "trying": "doing",
        "tried": "warn",
        "queued": "todo",
        "running": "doing",
        "stopped": "stopped",
        "done": "ok",
        "discarded": "off",
    },
    "run_move_item": RUN_ITEMS,
    "run_undo_item": {word: RUN_ITEMS[word] for word in ("can", "done", "refused", "failed")},
    "replay_verdict": {"outcome": "warn", "way": "doing", "same": "ok", "unplayable": "unknown"},
    "task_status": {"open": "todo", "completed": "done", "cancelled": "off"},
    **duty_words.SHAPES,
}


def label(code: str | None, kind: str) -> str:
    """Return the Vietnamese word for `code`; the code itself if the table has none, so that a gap is seen."""
    return LABELS[kind].get(code or "", code or "")


def shape(code: str | None, kind: str) -> str:
    """Return which shape `tk.status` draws for `code`."""
    return SHAPES.get(kind, {}).get(code or "", "todo")


def stage_number(stage: str) -> int:
    """Return the place of `stage` on the stepper, from 1."""
    return STEPPER.index(SHOWN_AT.get(stage, stage)) + 1
