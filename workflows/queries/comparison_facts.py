"""What the facts of files are called when a difference is told, and which matter each is about."""

import re

from workflows.comparing import Item

MATTERS = ("permission", "path", "limit", "work", "form", "table", "scenario", "words", "drawing")
"""What a difference is about, in the order of a review: who may, where it goes, how long, what is done, and so on."""
TECHNICAL = frozenset(
    {"type", "action", "use24h", "computeOn", "@isExecutable", "timerEventDefinition/timeDate@type"}
    | {"properties/lines", "properties/width", "allowAddRemove", "defaultRepetitions", "subtype"}
    | {"name", "@name", "variable@name", "label", "key", "path"}
)
"""What a thing that is new or gone says only for the sake of its drawing, or in its name."""
_OF_FACT = {
    "permission": (
        *("property:candidateGroup", "property:notPerformedBy", "property:assigneeExpression", "property:organ"),
        *("property:organExpression", "property:council", "property:startGroups", "lane"),
    ),
    "limit": ("property:dueRule",),
    "words": ("name", "documentation", "lanes", "property:stage"),
    "work": ("property:formKey", "property:forms", "type"),
}
_LABELS = {
    "name": "Tên",
    "@name": "Tên",
    "type": "Loại",
    "lane": "Làn",
    "lanes": "Các làn",
    "documentation": "Hướng dẫn",
    "condition": "Điều kiện",
    "source": "Từ bước",
    "target": "Đến bước",
    "part": "Cụm bước",
    "inside": "Nhóm",
    "description": "Ghi chú",
    "property:formKey": "Biểu mẫu",
    "property:candidateGroup": "Ai làm",
    "property:dueRule": "Hạn",
    "property:outcomes": "Kết quả chọn được",
    "property:outcomeVariable": "Biến giữ kết quả",
    "property:notPerformedBy": "Phải khác người đã làm",
    "property:assigneeExpression": "Người được chỉ định",
    "property:organ": "Cơ quan",
    "property:organExpression": "Cơ quan (biểu thức)",
    "property:council": "Hội đồng",
    "property:stage": "Giai đoạn",
    "property:stopsClock": "Dừng thời hạn vì",
    "property:forms": "Biểu mẫu thay",
    "property:startGroups": "Ai được bắt đầu",
    "property:dossierStatus": "Trạng thái cuối của hồ sơ",
    "@default": "Đường mặc định",
    "@calledElement": "Quy trình được gọi",
    "@attachedToRef": "Gắn vào bước",
    "@cancelActivity": "Ngắt bước đang làm",
    "@messageRef": "Thông điệp",
    "@isExecutable": "Chạy được",
    "messageEventDefinition@messageRef": "Thông điệp",
    "extensionElements/messageVariable": "Biến nhận thông điệp",
    "extensionElements/serviceTaskOperator@id": "Nghiệp vụ",
    "extensionElements/serviceTaskOperator@resultVariable": "Biến nhận kết quả",
    "extensionElements/calledDecisionId": "Bảng quyết định",
    "timerEventDefinition/timeDate": "Thời điểm",
    "timerEventDefinition/timeDate@type": "Cách ghi thời điểm",
    "multiInstanceLoopCharacteristics/loopDataInputRef": "Lặp theo danh sách",
    "multiInstanceLoopCharacteristics/loopDataOutputRef": "Danh sách kết quả",
    "multiInstanceLoopCharacteristics/inputDataItem@name": "Tên của mỗi phần tử",
    "multiInstanceLoopCharacteristics/outputDataItem@name": "Tên kết quả mỗi lượt",
    "multiInstanceLoopCharacteristics/completionCondition": "Dừng lặp khi",
    "multiInstanceLoopCharacteristics@isSequential": "Lần lượt từng lượt",
    "decisionTable@hitPolicy": "Cách chọn dòng",
    "decisionTable@aggregation": "Cách gộp",
    "literalExpression/text": "Công thức",
    "encapsulatedLogic/literalExpression/text": "Công thức",
    "encapsulatedLogic/decisionTable@hitPolicy": "Cách chọn dòng",
    "variable@name": "Tên kết quả",
    "label": "Câu hỏi",
    "dateLabel": "Lời hỏi ngày",
    "timeLabel": "Lời hỏi giờ",
    "text": "Nội dung",
    "key": "Khóa",
    "path": "Khóa của danh sách",
    "expression": "Công thức",
    "computeOn": "Tính lại khi",
    "action": "Việc của nút",
    "subtype": "Kiểu ngày giờ",
    "use24h": "Dùng giờ 24",
    "defaultValue": "Giá trị ban đầu",
    "decimalDigits": "Số chữ số thập phân",
    "allowAddRemove": "Thêm, bớt dòng",
    "defaultRepetitions": "Số dòng ban đầu",
    "valuesKey": "Lựa chọn lấy từ",
    "choices": "Lựa chọn",
    "appearance/prefixAdorner": "Chữ trước ô",
    "appearance/suffixAdorner": "Chữ sau ô",
    "disabled": "Chỉ đọc",
    "readonly": "Chỉ đọc",
    "validate/required": "Bắt buộc",
    "validate/minLength": "Số ký tự tối thiểu",
    "validate/maxLength": "Số ký tự tối đa",
    "validate/min": "Giá trị nhỏ nhất",
    "validate/max": "Giá trị lớn nhất",
    "conditional/hide": "Ẩn khi",
    "properties/title": "Tiêu đề",
    "properties/requiredWhen": "Bắt buộc khi",
    "properties/requiredMessage": "Lời nhắc khi thiếu",
    "properties/validWhen": "Đúng khi",
    "properties/validMessage": "Lời nhắc khi chưa đúng",
    "properties/defaultFrom": "Điền sẵn từ",
    "properties/width": "Độ rộng ô",
    "properties/format": "Dạng",
    "properties/lines": "Số dòng",
    "properties/label": "Nhãn",
    "properties/description": "Giải thích",
    "properties/suffix": "Chữ sau giá trị",
    "properties/decimalDigits": "Số chữ số thập phân",
    "properties/rowsFrom": "Dòng lấy từ hồ sơ",
    "properties/rowLabel": "Tên một dòng",
    "properties/addLabel": "Chữ trên nút thêm dòng",
    "properties/minRows": "Số dòng ít nhất",
    "properties/maxRows": "Số dòng nhiều nhất",
    "properties/outcome": "Kết quả của bước",
    "properties/style": "Kiểu nút",
    "properties/partial": "Bấm được khi chưa điền đủ",
    "scenario:process": "Quy trình",
    "start:variables": "Biến ban đầu",
    "start:nominees": "Loại đối tượng",
    "start:unit": "Đơn vị trình",
    "start:campaign": "Cho kế hoạch",
    "start:offer": "Cho hình thức khen thưởng",
    "start:at": "Bắt đầu lúc",
    "scenario:path": "Đường đi mong đợi",
    "scenario:status": "Trạng thái mong đợi",
    "scenario:end_event": "Kết thúc mong đợi",
    "scenario:open": "Bước còn mở lúc cuối",
    "scenario:acts": "Số việc",
}
_NUMBERED = (
    (r"checks\[(\d+)\]/when$", "Kiểm tra {}, báo lỗi khi"),
    (r"checks\[(\d+)\]/message", "Kiểm tra {}, lời báo"),
    (r"checks\[(\d+)\]/field", "Kiểm tra {}, báo ở câu hỏi"),
    (r"properties/values\[(.+)\]", "Giá trị {} lấy từ hồ sơ"),
    (r"properties/rowValues\[(.+)\]", "Giá trị {} của từng dòng"),
    (r"values\[(.+)\]/label", "Lựa chọn {}, chữ"),
    (r"values\[(.+)\]/hint", "Lựa chọn {}, giải thích"),
    (r"values\[(.+)\]/value", "Lựa chọn {}"),
    (r"rule(?:\[(\d+)\])?/inputEntry(?:\[(\d+)\])?/text", "Dòng {}, cột {}"),
    (r"rule(?:\[(\d+)\])?/outputEntry(?:\[(\d+)\])?/text", "Dòng {}, kết quả {}"),
    (r"rule(?:\[(\d+)\])?/annotationEntry(?:\[(\d+)\])?/text", "Dòng {}, ghi chú {}"),
    (r"input(?:\[(\d+)\])?@label", "Tên cột {}"),
    (r"input(?:\[(\d+)\])?/inputExpression/text", "Cột {} lấy từ"),
    (r"input(?:\[(\d+)\])?/inputExpression@typeRef", "Kiểu của cột {}"),
    (r"input(?:\[(\d+)\])?/inputValues/text", "Giá trị của cột {}"),
    (r"output(?:\[(\d+)\])?@(?:label|name)", "Tên kết quả {}"),
    (r"output(?:\[(\d+)\])?@typeRef", "Kiểu của kết quả {}"),
    (r"annotation(?:\[(\d+)\])?@name", "Cột ghi chú {}"),
    (r"contextEntry(?:\[(\d+)\])?/variable@name", "Tên của mục {}"),
    (r"contextEntry(?:\[(\d+)\])?/literalExpression/text", "Công thức của mục {}"),
    (r"contextEntry(?:\[(\d+)\])?/decisionTable@hitPolicy", "Cách chọn dòng của mục {}"),
    (r"Requirement(?:\[(\d+)\])?/required\w+@href", "Dựa vào ({})"),
    (r"formalParameter(?:\[(\d+)\])?@name", "Tham số {}"),
    (r"formalParameter(?:\[(\d+)\])?@typeRef", "Kiểu của tham số {}"),
    (r"^property(?:\[(\d+)\])?@name", "Biến của quy trình ({})"),
)
_PATTERNS = tuple((re.compile(pattern), words) for pattern, words in _NUMBERED)
_PREFIXES = {
    "parameter:": "Tham số",
    "input:": "Cột",
    "output:": "Kết quả",
    "annotation:": "Ghi chú",
    "properties/": "Thuộc tính",
    "validate/": "Kiểm tra",
    "values": "Lựa chọn",
    "start:": "Bắt đầu",
    "act:": "Việc thứ",
    "variable:": "Biến mong đợi",
}
LIMIT_LABELS = {
    "limit": "Hạn",
    "on_return": "Khi trả bổ sung",
    "stopped_by": "Dừng khi",
    "start": "Tính từ",
    "clause": "Căn cứ",
    "confidence": "Mức chắc chắn",
    "note": "Ghi chú",
    "max_returns": "Số lần trả tối đa",
    "until": "Đến hết ngày",
    "name": "Tên",
}


def label(item: Item, fact: str) -> str:
    """Return what a fact is called; its own name in quotes where nobody has called it anything."""
    if item.kind == "limit":
        return LIMIT_LABELS[fact]
    if item.kind == "question" and fact == "label":
        return "Lời hỏi"
    if fact in _LABELS:
        return _LABELS[fact]
    for pattern, words in _PATTERNS:
        if found := pattern.search(fact):
            return words.format(*(each or "1" for each in found.groups()))
    for prefix, word in _PREFIXES.items():
        if fact.startswith(prefix):
            rest = fact.removeprefix(prefix).strip("/")
            return f"{word} {rest}" if prefix == "act:" else f"{word} “{rest}”"
    return f"Thuộc tính “{fact}”"


def matter(item: Item, fact: str) -> str:
    """Return what a fact of a thing is about."""
    if item.kind == "flow":
        return "words" if fact == "name" else "path"
    if item.kind not in ("element", "process"):
        return matter_of_kind(item)
    for each, facts in _OF_FACT.items():
        if fact in facts:
            return each
    return "path"


def matter_of_kind(item: Item) -> str:
    """Return what a thing is about as a whole, other than a part of a diagram."""
    known = {"form": "form", "question": "form", "limit": "limit", "scenario": "scenario"}
    return known.get(item.kind, "table")
