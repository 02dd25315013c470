"""What an error page says: what happened, what is kept, what to do next. One entry per status."""

from dataclasses import dataclass

from workflows import errors


@dataclass(frozen=True)
class Fault:
    """The words of one status. `kept` says what became of the person's work; empty where nothing was at stake."""

    title: str
    text: str
    kept: str = ""
    template: str = "faults/fault.html"


DRAFTS = "Bản nháp đã lưu trước đó vẫn còn nguyên."
NOTHING = "Không có nội dung nào bị thay đổi."

FAULTS = {
    400: Fault(
        "Yêu cầu không đọc được",
        "Trang gửi đi không đúng dạng. Quay lại trang trước, tải lại rồi gửi lần nữa.",
        NOTHING,
    ),
    401: Fault("Phiên làm việc đã hết", "Đăng nhập lại rồi làm tiếp. Nội dung vừa gõ còn ở dưới để chép lại.", DRAFTS),
    403: Fault("Không có quyền làm việc này", "Tài khoản đang dùng không được giao việc này.", NOTHING),
    404: Fault(
        "Không tìm thấy trang này",
        "Có thể địa chỉ bị gõ sai, hồ sơ đã đổi mã, hoặc nội dung không thuộc phạm vi bạn được xem.",
        "Không có nội dung nào của bạn bị mất. Bản nháp đang soạn vẫn nằm trong mục Hồ sơ.",
    ),
    405: Fault(
        "Địa chỉ này không mở theo cách đó", "Địa chỉ này chỉ nhận nội dung gửi từ một trang của hệ thống.", NOTHING
    ),
    409: Fault(
        "Nội dung đã thay đổi trước khi bạn gửi",
        "Người khác vừa xử lý hoặc vừa lưu nội dung này.",
        DRAFTS,
        "faults/conflict.html",
    ),
    413: Fault(
        "Nội dung gửi lên quá lớn",
        "Dung lượng gửi lên vượt quá mức cho phép ghi ở trang trước. Giảm dung lượng hoặc tách tệp rồi gửi lại.",
        "Lần gửi này chưa được nhận; những gì đã lưu trước đó vẫn còn nguyên.",
    ),
    422: Fault("Nội dung gửi lên chưa dùng được", "Có chỗ chưa đúng. Quay lại trang trước, sửa rồi gửi lại.", NOTHING),
    429: Fault("Đã thử quá nhiều lần", "Chờ ít phút rồi thử lại.", NOTHING),
    500: Fault(
        "Hệ thống gặp lỗi", "Lỗi đã được ghi lại. Thử lại sau ít phút; nếu vẫn lỗi, báo mã yêu cầu dưới đây.", DRAFTS
    ),
    503: Fault("Hệ thống đang bận", "Dữ liệu đang được người khác ghi. Chờ ít giây rồi gửi lại.", NOTHING),
}
# The connection may have broken off just after the commit: nobody knows yet what was written.
AWAY = Fault(
    "Tạm thời mất kết nối với cơ sở dữ liệu",
    "Chờ ít giây rồi gửi lại. Chương trình gọi API dùng lại đúng Idempotency-Key để việc không bị ghi hai lần.",
    "Nếu chưa rõ lần gửi này đã được ghi hay chưa, mở lại trang để xem trước khi gửi lại.",
)

OWN: dict[type[Exception], Fault] = {
    errors.FileMissing: Fault("Không mở được tệp này", "Máy chủ không còn nội dung của tệp.", NOTHING)
}
"""Errors whose page says something else than their status."""

STEP_FAILED = Fault(
    "Bước tiếp theo của quy trình chưa chạy được",
    "Quản trị hệ thống cần xem bước này.",
    "Chưa có gì được ghi vào hồ sơ, không có nội dung nào bị mất.",
    "faults/failed.html",
)
