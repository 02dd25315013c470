// The rules that are tried on the page, with what each says and how it is mended.
// `covered`: the server tells the same, so that it is only shown until the server has answered.
const error = (message, mend) => ({ message, mend, severity: "error", covered: true });
const warning = (message, mend) => ({ message, mend, severity: "warning", covered: false });

export const RULES = {
  // of bpmnlint
  "start-event-required": error("Thiếu sự kiện bắt đầu.", "Hãy thêm một sự kiện bắt đầu và nối nó với bước đầu."),
  "end-event-required": error("Thiếu sự kiện kết thúc.", "Hãy thêm một sự kiện kết thúc và nối bước cuối vào đó."),
  "no-disconnected": error("Phần tử chưa được nối với phần tử nào.", "Hãy nối phần tử này với bước trước và bước sau, hoặc xóa nó."),
  "no-implicit-end": error("Không có luồng ra; quy trình sẽ dừng lặng lẽ ở đây.", "Hãy nối phần tử này với bước sau hoặc với sự kiện kết thúc."),
  "no-implicit-split": error("Một bước có nhiều đường ra.", "Hãy tách các đường bằng một cổng đứng sau bước."),
  "fake-join": error("Một bước có nhiều đường vào.", "Hãy gộp các đường bằng một cổng đứng trước bước."),
  "no-duplicate-sequence-flows": error("Có nhiều đường nối cùng hai phần tử.", "Hãy xóa bớt, giữ lại một đường."),
  "single-event-definition": error("Sự kiện chỉ được mang một loại.", "Hãy giữ một loại và xóa các loại còn lại."),
  "no-bpmndi": { ...error("Phần tử có trong tệp nhưng không có trên hình.", "Hãy xóa nó trong dàn ý, hoặc vẽ lại."), covered: false },
  "label-required": warning("Phần tử chưa có tên.", "Hãy đặt tên ở mục “Chung”."),
  "superfluous-gateway": warning("Cổng thừa: chỉ có một đường vào và một đường ra.", "Hãy xóa cổng và nối thẳng hai bước."),
  "no-gateway-join-fork": warning("Một cổng vừa gộp vừa tách.", "Hãy dùng hai cổng: một cổng gộp, một cổng tách."),
  "no-overlapping-elements": warning("Phần tử chồng lên phần tử khác.", "Hãy kéo chúng ra xa nhau."),
  // our own
  "form-needed": error("Việc thiếu biểu mẫu.", "Hãy chọn biểu mẫu ở mục “Biểu mẫu”."),
  "role-needed": error("Việc chưa nói ai làm.", "Hãy chọn vai trò ở mục “Ai làm”."),
  "operation-needed": error("Bước này chưa nói hệ thống làm việc gì.", "Hãy chọn một việc ở mục “Việc hệ thống làm”."),
  "decision-needed": error("Bước này thiếu bảng quyết định.", "Hãy chọn bảng ở mục “Bảng quyết định”."),
  "call-needed": error("Bước này chưa nói gọi quy trình nào.", "Hãy chọn quy trình ở mục “Gọi quy trình”."),
  "message-needed": error("Chưa chọn thông điệp.", "Hãy chọn thông điệp ở mục “Thông điệp”."),
  "date-needed": error("Chưa có thời điểm để chờ.", "Hãy ghi thời điểm ở mục “Thời gian”."),
  "condition-needed": error("Đường ra khỏi cổng rẽ nhánh thiếu điều kiện.", "Hãy ghi điều kiện ở mục “Nhánh”, hoặc đặt nó làm đường mặc định."),
  "default-needed": error("Cổng rẽ nhánh thiếu đường mặc định.", "Hãy chọn đường mặc định ở mục “Nhánh” của cổng."),
  supported: error("Hệ thống không chạy được phần tử loại này.", "Hãy thay bằng phần tử có trong bảng công cụ."),
};
