"""Every sentence that a form says about an answer: Vietnamese, and telling what to do."""

from forms.numbers import written

BLANK_REQUIRED = {
    "select": "Chọn “{label}”",
    "radio": "Chọn “{label}”",
    "checklist": "Chọn ít nhất một mục ở “{label}”",
    "checkbox": "Đánh dấu vào “{label}” để tiếp tục",
    "date": "Nhập “{label}” theo ngày, tháng, năm",
    "datetime": "Nhập “{label}” gồm ngày, tháng, năm và giờ",
    "time": "Nhập “{label}”, ví dụ 08:00",
}
WRONG_TYPE = "Giá trị gửi lên không đúng kiểu. Tải lại trang rồi nhập lại"
NOT_A_CHOICE = "Lựa chọn này không có trong danh sách. Chọn lại một mục đang hiển thị"
NOT_A_NUMBER = "Nhập bằng chữ số, ví dụ 1.234"
NOT_A_WHOLE_NUMBER = "Nhập số nguyên, không có phần thập phân, ví dụ 1.234"
NOT_A_DECIMAL = "Nhập số; phần thập phân sau dấu phẩy, ví dụ 1.234,5"
NUMBER_TOO_LONG = "Số có quá nhiều chữ số. Nhập nhiều nhất 15 chữ số"
NOT_A_YEAR = "Nhập năm gồm bốn chữ số, ví dụ 2026"
SHORT_YEAR = "Năm gồm 4 chữ số, ví dụ 2026"
DATE_INCOMPLETE = "Nhập đủ ngày, tháng và năm, ví dụ 03/12/2026"
NOT_A_DATE = "Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 03/12/2026"
NOT_A_TIME = "Nhập giờ theo 24 giờ, ví dụ 08:00 hoặc 14:30"
TIME_MISSING = "Nhập giờ theo 24 giờ, ví dụ 08:00"
NOT_A_DOCUMENT_NUMBER = "Ghi số và ký hiệu văn bản, ví dụ 02/BB-HĐTĐKT hoặc 1996/QĐ-UBND"
NOT_A_TAX_CODE = "Nhập mã số thuế gồm 10 chữ số, hoặc 13 chữ số với đơn vị phụ thuộc, ví dụ 0101234567-001"
SENT_TWICE = "Mục này được gửi hai lần. Tải lại trang rồi nhập lại"
TOO_MUCH = "Dữ liệu gửi lên quá lớn so với biểu mẫu này. Tải lại trang; nếu cần nhập nhiều dòng, chia thành nhiều lần"
ROWS_CHANGED = "Danh sách đã thay đổi sau khi mở trang. Tải lại trang rồi nhập lại mục này"
HIDDEN = (
    "Với các câu trả lời đã chọn, mục này không phải nhập. Xóa nội dung ở đây, hoặc sửa câu trả lời làm mục này bị ẩn"
)
CALCULATED = "Mục này do hệ thống tính, không gửi giá trị khác được. Tải lại trang để xem kết quả"
DISABLED = "Mục này chỉ để xem, không sửa được. Tải lại trang"
INVALID = "Nội dung này không hợp lệ với các câu trả lời khác. Kiểm tra lại"
OUTCOME_UNKNOWN = "Không có cách xử lý này ở bước hiện tại. Chọn một nút đang hiển thị"


def required(kind: str, label: str) -> str:
    """Return the request for a missing answer."""
    return BLANK_REQUIRED.get(kind, "Nhập “{label}”").format(label=label)


def unknown(names: list[str]) -> str:
    """Return the refusal of names that the form does not have; only the first few are repeated, shortened."""
    shown = ", ".join(f"“{name[:40]}”" for name in names[:5])
    more = f" và {len(names) - 5} mục khác" if len(names) > 5 else ""
    return f"Biểu mẫu không có mục {shown}{more}. Tải lại trang rồi nhập lại"


def too_short(length: int, minimum: int) -> str:
    """Return the request for a longer text."""
    return f"Viết rõ hơn, ít nhất {minimum} ký tự; hiện có {length}"


def too_long(length: int, maximum: int) -> str:
    """Return the request for a shorter text."""
    return f"Rút gọn còn nhiều nhất {written(maximum)} ký tự; hiện có {written(length)}"


def out_of_range(minimum: float | None, maximum: float | None) -> str:
    """Return the range in which a number must lie."""
    if minimum is not None and maximum is not None:
        return f"Nhập số từ {written(minimum)} đến {written(maximum)}"
    return f"Nhập số từ {written(minimum)} trở lên" if minimum is not None else f"Nhập số không quá {written(maximum)}"


def too_precise(digits: int) -> str:
    """Return the limit of decimals."""
    return f"Nhập nhiều nhất {digits} chữ số sau dấu phẩy"


def not_in_calendar(day: int, month: int, year: int) -> str:
    """Return that no such day exists."""
    return f"Ngày {day:02}/{month:02}/{year} không có trong lịch. Kiểm tra lại ngày, tháng, năm"


def year_out_of_range(first: int, last: int) -> str:
    """Return the years that may be entered."""
    return f"Nhập năm từ {first} đến {last}"


def too_few_rows(minimum: int, label: str) -> str:
    """Return the request for more rows."""
    return f"Thêm ít nhất {minimum} dòng ở “{label}”"


def too_many_rows(maximum: int) -> str:
    """Return the limit of rows."""
    return f"Nhập nhiều nhất {maximum} dòng"
