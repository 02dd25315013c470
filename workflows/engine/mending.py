"""How what the checks refuse is mended, in words: which part of the property panel to go to, or what to draw."""

import re

_TOLD = "; hãy "
FILE_MENDS = {
    ".bpmn": "Hãy mở phần tử này trên sơ đồ và sửa chỗ nêu trên.",
    ".dmn": "Hãy mở bảng quyết định này và sửa chỗ nêu trên.",
    ".form": "Hãy mở biểu mẫu này và sửa chỗ nêu trên.",
    ".limits": "Hãy sửa thời hạn được nêu trong tệp thời hạn của bản thảo.",
    ".scenario": "Hãy mở kịch bản này, chạy lại rồi lưu, hoặc bỏ nó khỏi bản thảo.",
}
"""Where nothing narrower is known."""

_OF_ANY_FILE: tuple[tuple[str, str], ...] = (
    ("Không đọc được XML", "Hãy lấy lại lần lưu trước của tệp, hoặc xuất lại tệp từ công cụ vẽ."),
    ("Tệp lớn hơn", "Hãy tách bớt thành quy trình hoặc bảng riêng."),
    ("bảng mã UTF-8|văn bản UTF-8", "Hãy lưu lại tệp với bảng mã UTF-8."),
    ("DOCTYPE", "Hãy xóa phần khai báo đó ở đầu tệp."),
    ("Chỉ nhận tệp", "Hãy bỏ tệp này khỏi bản thảo."),
)
_OF_DIAGRAMS: tuple[tuple[str, str], ...] = (
    ("Tệp không phải là sơ đồ", "Hãy chọn đúng tệp sơ đồ .bpmn."),
    (
        "không được có thuộc tính|lược đồ BPMN|phần tử con bắt buộc|thuộc tính bắt buộc",
        "Hãy xóa phần tử này và vẽ lại.",
    ),
    (
        "Giá trị của thuộc tính|không được phép đứng ở đây|phần tử không có trong sơ đồ",
        "Hãy xóa phần tử này và vẽ lại.",
    ),
    ("Sơ đồ không dựng được", "Hãy hoàn tác thay đổi vừa làm, hoặc vẽ lại phần tử được nêu."),
    # What is not run at all.
    ("Tương quan thông điệp", "Hãy xóa phần này; thông điệp được nhận theo hồ sơ."),
    ("mã lệnh", "Hãy xóa đoạn mã và dùng một việc hệ thống làm thay cho nó."),
    (
        r"Phần mở rộng .* nhiều lần|Thuộc tính .* nhiều lần",
        "Hãy giữ một chỗ và xóa các chỗ còn lại ở mục “Thuộc tính khác”.",
    ),
    ("Phần mở rộng", "Hãy xóa nó ở mục “Thuộc tính khác”."),
    ("Thuộc tính thiếu tên", "Hãy xóa dòng trống ở mục “Thuộc tính khác”."),
    (r"Thuộc tính .* không được hỗ trợ", "Hãy xóa nó ở mục “Thuộc tính khác”."),
    ("complexGateway", "Hãy thay bằng cổng chọn một đường hoặc cổng song song."),
    ("adHocSubProcess", "Hãy thay bằng cụm bước thường."),
    ("compensation|Bù trừ", "Hãy vẽ bước hoàn lại như một bước thường."),
    ("không được hỗ trợ ở ", "Hãy đổi loại sự kiện; loại này không chạy được ở chỗ này."),
    ("Thử lại", "Hãy xóa phần thử lại; việc có sự cố được chạy lại ở trang sự cố."),
    (r"Phần tử .* không được hỗ trợ", "Hãy thay bằng phần tử có trong bảng công cụ."),
    # What an element must say.
    ("isExecutable|chạy được", "Hãy đánh dấu “Chạy được” ở mục “Chung” của quy trình."),
    ("Mã định danh", "Hãy đổi mã ở mục “Chung”."),
    (r"thiếu mã \(id\)", "Hãy xóa phần tử này và vẽ lại."),
    ("Việc thiếu biểu mẫu", "Hãy chọn biểu mẫu ở mục “Biểu mẫu”."),
    ("Việc thiếu nhóm thực hiện", "Hãy chọn vai trò ở mục “Ai làm”."),
    ("Kết quả \\(outcomes\\)", "Hãy sửa các kết quả ở mục “Biểu mẫu”."),
    ("Tên biến kết quả", "Hãy đặt tên bằng chữ không dấu, số và gạch dưới ở mục “Biểu mẫu”."),
    ("Lý do dừng thời hạn", "Hãy chọn lại lý do ở mục “Thời hạn”."),
    ("messageVariable", "Hãy đặt tên biến nhận thông điệp trùng biến kết quả, ở mục “Thông điệp”."),
    (r"thiếu (thông điệp|messageRef)", "Hãy chọn thông điệp ở mục “Thông điệp”."),
    ("thiếu errorRef|thiếu escalationRef", "Hãy đổi loại sự kiện, hoặc xóa nó và vẽ lại từ bảng công cụ."),
    ("serviceTaskOperator", "Hãy chọn một việc ở mục “Việc hệ thống làm”."),
    ("Tham số của nghiệp vụ", "Hãy điền đủ các ô ở mục “Việc hệ thống làm”."),
    ("thiếu bảng quyết định", "Hãy chọn bảng ở mục “Bảng quyết định”."),
    ("thiếu quy trình được gọi", "Hãy chọn quy trình ở mục “Gọi quy trình”."),
    ("không được lặp theo danh sách", "Hãy bỏ lặp ở bước này, hoặc đưa nó vào một cụm bước rồi lặp cụm đó."),
    (
        "chưa được khai báo|cần loopDataInputRef|loopDataOutputRef|(inputDataItem|outputDataItem) thiếu",
        "Hãy điền đủ các ô ở mục “Lặp theo danh sách”.",
    ),
    (r"\(startGroups\)", "Hãy chọn lại các vai trò ở mục “Ai được bắt đầu”."),
    (r"\(forms\)", "Hãy ghi lại các cặp biểu mẫu đang có ở mục “Gọi quy trình”."),
    # Events.
    ("Sự kiện chỉ được mang một loại", "Hãy giữ một loại và xóa các loại còn lại."),
    ("Sự kiện chờ phải có loại", "Hãy đổi sự kiện thành chờ thông điệp hoặc chờ thời gian."),
    ("thiếu mốc", "Hãy ghi thời điểm ở mục “Thời gian”."),
    ("Sự kiện viền phải gắn", "Hãy kéo sự kiện vào viền của một bước hoặc cụm bước."),
    # Flows.
    ("đúng một sự kiện bắt đầu", "Hãy giữ lại đúng một sự kiện bắt đầu."),
    ("Thiếu sự kiện kết thúc", "Hãy thêm một sự kiện kết thúc và nối bước cuối vào đó."),
    ("không được có luồng vào", "Hãy xóa các đường đi vào sự kiện này."),
    ("không được có luồng ra", "Hãy xóa các đường đi ra khỏi sự kiện này."),
    ("Không có luồng ra", "Hãy nối phần tử này với bước sau hoặc với sự kiện kết thúc."),
    ("Luồng mặc định .* không đi ra", "Hãy chọn lại đường mặc định ở mục “Nhánh” của cổng."),
    ("thiếu luồng mặc định", "Hãy chọn đường mặc định ở mục “Nhánh” của cổng."),
    ("không được có điều kiện", "Hãy xóa điều kiện của đường này ở mục “Nhánh”."),
    ("thiếu điều kiện", "Hãy ghi điều kiện ở mục “Nhánh” của đường này, hoặc đặt nó làm đường mặc định."),
    ("ít nhất hai sự kiện", "Hãy thêm sự kiện chờ phía sau, hoặc bỏ cổng."),
    ("Sau cổng chờ sự kiện", "Hãy nối cổng này chỉ với các sự kiện chờ của riêng nó."),
    ("một mốc thời gian", "Hãy giữ một sự kiện chờ thời gian sau cổng."),
    ("Luồng nối với phần tử không có", "Hãy xóa đường này và nối lại."),
    ("Điều kiện chỉ được đặt", "Hãy xóa điều kiện, hoặc đặt một cổng rẽ nhánh trước đường này."),
    ("Có nhiều luồng từ", "Hãy xóa bớt, giữ lại một đường."),
    ("Không có đường nào từ sự kiện bắt đầu", "Hãy nối phần tử này với bước trước nó, hoặc xóa nó."),
    ("không có đường nào đến sự kiện kết thúc", "Hãy nối tiếp đến một sự kiện kết thúc."),
    ("không được nằm trong vòng lặp", "Hãy thay bằng cổng chọn một đường."),
    ("chờ luồng này, mà luồng chỉ có sau", "Hãy gộp đường quay lại bằng cổng chọn một đường đứng trước."),
    # What is named.
    ("có ở nhiều nơi|có ở nhiều sơ đồ", "Hãy đổi mã ở mục “Chung” để không trùng."),
    (
        r"Không có quy trình .* để gọi",
        "Hãy chọn quy trình khác ở mục “Gọi quy trình”, hoặc thêm sơ đồ đó vào bản thảo.",
    ),
    ("tạo thành vòng", "Hãy chọn quy trình khác ở mục “Gọi quy trình”."),
    ("notPerformedBy nêu việc", "Hãy chọn lại bước ở “Khác với người đã làm”, mục “Ai làm”."),
    (r"trỏ đến .* không có hoặc không có tên", "Hãy chọn lại ở mục “Thông điệp”."),
    ("Không có biểu mẫu", "Hãy chọn biểu mẫu khác ở mục “Biểu mẫu”, hoặc thêm biểu mẫu đó vào bản thảo."),
    ("Không có nhóm", "Hãy chọn vai trò khác ở mục “Ai làm”."),
    ("Không có quy tắc thời hạn", "Hãy chọn thời hạn khác ở mục “Thời hạn”."),
    ("Hồ sơ không kết thúc được", "Hãy chọn trạng thái khác ở mục “Kết thúc”."),
    ("Không có chặng", "Hãy chọn chặng khác ở mục “Chung”."),
    ("Không có nghiệp vụ", "Hãy chọn việc khác ở mục “Việc hệ thống làm”."),
    (r"Không có bảng quyết định", "Hãy chọn bảng khác ở mục “Bảng quyết định”, hoặc thêm bảng đó vào bản thảo."),
    ("không bước nào ghi biến này", "Hãy thêm một bước ghi biến đó ở phía trước, hoặc chọn bảng khác."),
    ("Biểu thức “", "Hãy sửa biểu thức; ô nhập gợi ý các tên dùng được ở chỗ này."),
)


def parted(message: str, file: str) -> tuple[str, str]:
    """Return what a problem says, parted: (what is wrong, how it is mended), each a sentence.

    `file`: name of the file that it is in, which tells what to open where nothing narrower is known.
    """
    wrong, told, mend = message.partition(_TOLD)
    if told:
        return f"{wrong}.", f"Hãy {mend}"
    known = _mend(_OF_ANY_FILE, message) or (known_mend(message) if file.endswith(".bpmn") else "")
    return message, known or next((mend for end, mend in FILE_MENDS.items() if file.endswith(end)), "")


def known_mend(message: str) -> str:
    """Return how a message of the checks of diagrams is mended; "" for one that is not among them."""
    return _mend(_OF_ANY_FILE, message) or _mend(_OF_DIAGRAMS, message)


def _mend(mends: tuple[tuple[str, str], ...], message: str) -> str:
    return next((mend for pattern, mend in mends if re.search(pattern, message)), "")
