"""What the states of a campaign's duty and of the reports in it are called, and which shapes they wear."""

LABELS: dict[str, dict[str, str]] = {
    "duty_stage": {
        "planned": "Chưa mở",
        "collecting": "Đang thu báo cáo",
        "compiling": "Đang tổng hợp",
        "signing": "Chờ ký báo cáo tổng hợp",
        "sent": "Đã gửi Bộ Nội vụ",
        "ended": "Đã hủy",
    },
    "report_state": {
        "not_open": "Chưa mở",
        "todo": "Chưa làm",
        "doing": "Đang làm",
        "to_sign": "Chờ ký",
        "sent": "Đã gửi",
        "missing": "Không báo cáo",
    },
}
SHAPES: dict[str, dict[str, str]] = {
    "duty_stage": {
        "planned": "todo",
        "collecting": "doing",
        "compiling": "doing",
        "signing": "sent",
        "sent": "ok",
        "ended": "off",
    },
    "report_state": {
        "not_open": "todo",
        "todo": "todo",
        "doing": "doing",
        "to_sign": "sent",
        "sent": "ok",
        "missing": "danger",
    },
}
