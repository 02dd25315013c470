"""Which posts an organ of a process needs, so that a demonstration or a rehearsal has somebody for every step.

The posts respect the separations that the diagrams draw: who examines is not who reviews, who decides not who releases.
"""

# organ of the process → posts (title, roles). A post is one fictional person.
POSTS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "submitting_unit": (
        ("Chuyên viên tổng hợp", ("submitting_officer", "reporting_officer")),
        ("Thủ trưởng đơn vị", ("submitting_head", "reporting_head")),
    ),
    "department": (
        ("Cán bộ tiếp nhận", ("intake_officer",)),
        ("Chuyên viên Phòng Tổ chức cán bộ", ("appraisal_specialist", "drafting_officer")),
        ("Trưởng phòng Tổ chức cán bộ", ("appraisal_head", "notice_signer")),
        ("Giám đốc", ("deciding_authority",)),
        ("Phó Giám đốc", ("deciding_authority",)),
        ("Văn thư", ("records_clerk",)),
        ("Chuyên viên thi đua, khen thưởng", ("awards_officer",)),
        ("Kế toán", ("accountant",)),
    ),
    "achievement_organ": (
        ("Cán bộ tiếp nhận", ("intake_officer", "consulted_officer")),
        ("Chuyên viên nghiệp vụ", ("achievement_specialist",)),
        ("Phó Giám đốc phụ trách", ("achievement_head",)),
    ),
    "home_affairs": (
        ("Cán bộ tiếp nhận", ("intake_officer",)),
        ("Chuyên viên Phòng Thi đua – Khen thưởng", ("appraisal_specialist", "campaign_officer")),
        ("Trưởng phòng Thi đua – Khen thưởng", ("appraisal_head", "notice_signer")),
        ("Giám đốc Sở Nội vụ", ("proposal_signer", "standing_member")),
        ("Chuyên viên khen thưởng cấp Nhà nước", ("state_award_officer",)),
        ("Cán bộ khen thưởng", ("awards_officer",)),
        ("Kế toán", ("accountant",)),
    ),
    "province": (
        ("Chủ tịch UBND tỉnh", ("deciding_authority",)),
        ("Phó Chủ tịch UBND tỉnh", ("deciding_authority",)),
        ("Chuyên viên Văn phòng UBND tỉnh", ("office_verifier",)),
        ("Phó Chánh Văn phòng UBND tỉnh", ("drafting_officer",)),
        ("Văn thư UBND tỉnh", ("records_clerk",)),
        ("Thanh tra viên", ("inspector",)),
    ),
    "commune": (
        ("Cán bộ tiếp nhận một cửa", ("intake_officer",)),
        ("Công chức Văn hóa – Xã hội", ("appraisal_specialist", "drafting_officer")),
        ("Trưởng phòng Văn hóa – Xã hội", ("appraisal_head", "notice_signer")),
        ("Chủ tịch UBND xã", ("deciding_authority",)),
        ("Phó Chủ tịch UBND xã", ("deciding_authority",)),
        ("Văn thư", ("records_clerk",)),
        ("Công chức thi đua, khen thưởng", ("awards_officer",)),
        ("Kế toán", ("accountant",)),
    ),
    "consulted": (("Chuyên viên trả lời hiệp y", ("consulted_officer",)),),
    "reporting_unit": (
        ("Chuyên viên tổng hợp", ("reporting_officer",)),
        ("Thủ trưởng đơn vị", ("reporting_head",)),
    ),
}

# organ → (kind of council, name, posts who sit by their office, number of further members)
COUNCILS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "submitting_unit": (("unit", "Hội đồng Thi đua – Khen thưởng {unit}", 3),),
    "department": (("department", "Hội đồng Thi đua – Khen thưởng {unit}", 5),),
    "commune": (("commune", "Hội đồng Thi đua – Khen thưởng {unit}", 5),),
    "province": (
        ("province", "Hội đồng Thi đua – Khen thưởng tỉnh", 9),
        ("province_standing", "Thường trực Hội đồng Thi đua – Khen thưởng tỉnh", 5),
    ),
}

FAMILY_NAMES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Lâm",
    "Danh",
    "Nông",
    "Đinh",
)
MIDDLE_NAMES = (
    "Thị Ngọc",
    "Văn",
    "Thị Mai",
    "Quốc",
    "Thị Thanh",
    "Minh",
    "Thị Hồng",
    "Đức",
    "Thị Kim",
    "Hoàng",
    "Thị Lan",
    "Thành",
)
GIVEN_NAMES = (
    "Diệp",
    "Nhân",
    "Hương",
    "Khánh",
    "Nga",
    "Phúc",
    "Thủy",
    "Tâm",
    "Yến",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hà",
    "Long",
    "Oanh",
    "Quang",
    "Sơn",
    "Trang",
    "Vinh",
    "Xuân",
    "Ân",
    "Đạt",
)


def fictional_name(number: int) -> str:
    """Return the invented name with that number; numbers below 5,520 give different names."""
    family = FAMILY_NAMES[number % len(FAMILY_NAMES)]
    given = GIVEN_NAMES[number % len(GIVEN_NAMES)]
    middle = MIDDLE_NAMES[(number // len(FAMILY_NAMES)) % len(MIDDLE_NAMES)]
    return f"{family} {middle} {given}"
