// What can be drawn, as the palette and the menus offer it. Only what the engine runs; the words are those of the outline.
// `also`: other words under which it is found.
export const GROUPS = {
  work: "Việc",
  choice: "Rẽ nhánh",
  event: "Sự kiện",
  block: "Khối dựng sẵn",
  frame: "Khung và ghi chú",
};

const event = (type, kind, more = {}) => ({ type: `bpmn:${type}`, eventDefinitionType: kind && `bpmn:${kind}EventDefinition`, ...more });

export const ELEMENTS = [
  { id: "user-task", group: "work", icon: "bpmn-icon-user-task", name: "Người làm", also: "việc nhiệm vụ user task", target: { type: "bpmn:UserTask" } },
  { id: "service-task", group: "work", icon: "bpmn-icon-service-task", name: "Hệ thống làm", also: "nghiệp vụ service task", target: { type: "bpmn:ServiceTask" } },
  { id: "rule-task", group: "work", icon: "bpmn-icon-business-rule-task", name: "Bảng quyết định", also: "tiêu chí dmn business rule", target: { type: "bpmn:BusinessRuleTask" } },
  { id: "call-activity", group: "work", icon: "bpmn-icon-call-activity", name: "Quy trình con", also: "gọi quy trình call activity", target: { type: "bpmn:CallActivity" } },
  { id: "subprocess", group: "work", icon: "bpmn-icon-subprocess-expanded", name: "Cụm bước", also: "sub process", target: { type: "bpmn:SubProcess", isExpanded: true } },
  { id: "send-task", group: "work", icon: "bpmn-icon-send-task", name: "Gửi đi", also: "gửi tin thông điệp send task", target: { type: "bpmn:SendTask" } },
  { id: "receive-task", group: "work", icon: "bpmn-icon-receive-task", name: "Chờ trả lời", also: "nhận tin thông điệp receive task", target: { type: "bpmn:ReceiveTask" } },

  { id: "exclusive-gateway", group: "choice", icon: "bpmn-icon-gateway-xor", name: "Chọn một đường", also: "cổng điều kiện exclusive gateway", target: { type: "bpmn:ExclusiveGateway" } },
  { id: "parallel-gateway", group: "choice", icon: "bpmn-icon-gateway-parallel", name: "Song song", also: "cổng cùng lúc parallel gateway", target: { type: "bpmn:ParallelGateway" } },
  { id: "inclusive-gateway", group: "choice", icon: "bpmn-icon-gateway-or", name: "Chọn các đường", also: "cổng bao hàm inclusive gateway", target: { type: "bpmn:InclusiveGateway" } },
  { id: "event-gateway", group: "choice", icon: "bpmn-icon-gateway-eventbased", name: "Chờ việc đến trước", also: "cổng sự kiện event based gateway", target: { type: "bpmn:EventBasedGateway" } },

  { id: "start", group: "event", icon: "bpmn-icon-start-event-none", name: "Bắt đầu", also: "start event", first: true, target: event("StartEvent") },
  { id: "end", group: "event", icon: "bpmn-icon-end-event-none", name: "Kết thúc", also: "end event", target: event("EndEvent") },
  { id: "timer-catch", group: "event", icon: "bpmn-icon-intermediate-event-catch-timer", name: "Chờ đến hạn", also: "thời gian hẹn giờ timer", target: event("IntermediateCatchEvent", "Timer") },
  { id: "message-catch", group: "event", icon: "bpmn-icon-intermediate-event-catch-message", name: "Chờ tin", also: "thông điệp message", target: event("IntermediateCatchEvent", "Message") },
  { id: "message-throw", group: "event", icon: "bpmn-icon-intermediate-event-throw-message", name: "Gửi tin", also: "thông điệp message", target: event("IntermediateThrowEvent", "Message") },
  { id: "escalation-throw", group: "event", icon: "bpmn-icon-intermediate-event-throw-escalation", name: "Báo lên trên", also: "escalation", target: event("IntermediateThrowEvent", "Escalation") },
  { id: "milestone", group: "event", icon: "bpmn-icon-intermediate-event-none", name: "Mốc đã qua", also: "intermediate throw", target: event("IntermediateThrowEvent") },
  { id: "message-end", group: "event", icon: "bpmn-icon-end-event-message", name: "Kết thúc và gửi tin", also: "thông điệp message end", target: event("EndEvent", "Message") },
  { id: "error-end", group: "event", icon: "bpmn-icon-end-event-error", name: "Kết thúc và báo lỗi", also: "error end", target: event("EndEvent", "Error") },
  { id: "escalation-end", group: "event", icon: "bpmn-icon-end-event-escalation", name: "Kết thúc và báo lên trên", also: "escalation end", target: event("EndEvent", "Escalation") },
  { id: "terminate-end", group: "event", icon: "bpmn-icon-end-event-terminate", name: "Kết thúc tất cả", also: "chấm dứt terminate end", target: event("EndEvent", "Terminate") },
  { id: "timer-boundary", group: "event", icon: "bpmn-icon-intermediate-event-catch-timer", name: "Giữa chừng đến hạn", also: "gắn viền quá hạn timer boundary", attached: true, target: event("BoundaryEvent", "Timer") },
  { id: "message-boundary", group: "event", icon: "bpmn-icon-intermediate-event-catch-message", name: "Giữa chừng có tin", also: "gắn viền rút hồ sơ message boundary", attached: true, target: event("BoundaryEvent", "Message") },
  { id: "error-boundary", group: "event", icon: "bpmn-icon-intermediate-event-catch-error", name: "Giữa chừng có lỗi", also: "gắn viền error boundary", attached: true, target: event("BoundaryEvent", "Error") },
  { id: "escalation-boundary", group: "event", icon: "bpmn-icon-intermediate-event-catch-escalation", name: "Giữa chừng báo lên trên", also: "gắn viền escalation boundary", attached: true, target: event("BoundaryEvent", "Escalation") },

  { id: "participant", group: "frame", icon: "bpmn-icon-participant", name: "Khung có làn", also: "pool lane participant đơn vị", first: true, target: { type: "bpmn:Participant" } },
  { id: "annotation", group: "frame", icon: "bpmn-icon-text-annotation", name: "Ghi chú", also: "text annotation", target: { type: "bpmn:TextAnnotation" } },
  { id: "group", group: "frame", icon: "bpmn-icon-group", name: "Vùng gộp", also: "group nhóm", first: true, target: { type: "bpmn:Group" } },
];

// On the palette stand the most used; "Thêm" finds the rest.
export const ON_PALETTE = ["user-task", "service-task", "rule-task", "call-activity", "subprocess", "exclusive-gateway", "parallel-gateway", "start", "end", "timer-catch", "timer-boundary", "participant", "annotation"];
