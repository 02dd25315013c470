// What our forms know beside form-js (docs/reference/forms.md), in words, and what of form-js they do not know.
const REQUIRED = [
  { name: "requiredWhen", kind: "feel", label: "Bắt buộc khi", hint: 'Điều kiện FEEL, ví dụ outcome = "return"' },
  { name: "requiredMessage", kind: "text", label: "Lời nhắc khi thiếu" },
];
const VALID = [
  { name: "validWhen", kind: "feel", label: "Đúng khi", hint: "Điều kiện FEEL mà câu trả lời phải thỏa" },
  { name: "validMessage", kind: "text", label: "Lời nhắc khi chưa đúng" },
];
const DEFAULT = [{ name: "defaultFrom", kind: "text", label: "Điền sẵn từ", hint: "Tên giá trị mà hồ sơ cung cấp" }];
const WIDTH = [{ name: "width", kind: "choice", label: "Độ rộng ô", options: ["2", "3", "4", "5", "10", "20", "30"].map((each) => [each, `${each} ký tự`]) }];
const ASKED = [...REQUIRED, ...VALID, ...DEFAULT];
const format = (...options) => [{ name: "format", kind: "choice", label: "Dạng", options }];

export const OWN = {
  default: [
    { name: "title", kind: "text", label: "Tiêu đề" },
    { name: "values", kind: "names", label: "Giá trị lấy từ hồ sơ", hint: "Các tên, cách nhau bằng dấu phẩy" },
  ],
  textfield: [...ASKED, ...WIDTH, ...format(["document_number", "Số, ký hiệu văn bản"], ["tax_code", "Mã số thuế"])],
  textarea: [...ASKED, { name: "lines", kind: "number", label: "Số dòng" }],
  number: [...ASKED, ...WIDTH, ...format(["money", "Số tiền"], ["year", "Năm"])],
  datetime: ASKED,
  select: ASKED,
  radio: ASKED,
  checklist: ASKED,
  checkbox: ASKED,
  expression: [
    { name: "label", kind: "text", label: "Nhãn", hint: "Không có nhãn thì không hiện, chỉ lưu" },
    { name: "description", kind: "text", label: "Giải thích" },
    { name: "suffix", kind: "text", label: "Chữ sau giá trị" },
    { name: "decimalDigits", kind: "number", label: "Số chữ số thập phân" },
  ],
  dynamiclist: [
    { name: "rowsFrom", kind: "text", label: "Dòng lấy từ hồ sơ", hint: "Ví dụ nominees, papers, members; để trống thì người điền tự thêm dòng" },
    { name: "rowValues", kind: "names", label: "Giá trị của từng dòng", hint: "Các tên, cách nhau bằng dấu phẩy" },
    { name: "rowLabel", kind: "text", label: "Tên một dòng" },
    { name: "addLabel", kind: "text", label: "Chữ trên nút thêm dòng" },
    { name: "minRows", kind: "number", label: "Số dòng ít nhất" },
    { name: "maxRows", kind: "number", label: "Số dòng nhiều nhất" },
  ],
  button: [
    { name: "outcome", kind: "text", label: "Kết quả của bước", hint: "Từ mà quy trình đọc, ví dụ accept" },
    { name: "style", kind: "choice", label: "Kiểu nút", options: [["primary", "Chính"], ["secondary", "Phụ"], ["warning", "Cảnh báo"]] },
    { name: "partial", kind: "flag", label: "Bấm được khi chưa điền đủ" },
  ],
};

export const CHECK = [
  { name: "when", kind: "feel", label: "Báo lỗi khi", hint: "Điều kiện FEEL" },
  { name: "message", kind: "text", label: "Lời báo" },
  { name: "field", kind: "text", label: "Báo ở câu hỏi (khóa)" },
];

export const TYPES = new Set([...Object.keys(OWN), "group", "text", "separator", "spacer"]);
export const GROUPS_OUT = new Set(["custom-values", "layout", "serialization", "securityAttributes", "constraints"]);
export const ENTRIES_OUT = new Set([
  ...["id", "versionTag", "readonly", "searchable", "showOutline", "verticalAlignment", "disableCollapse", "nonCollapsedItems"],
  ...["pattern", "patternErrorMessage", "validationType", "use24h", "time-format", "serialize-to-string", "increment"],
]);
