"""The kinds of work that the shipped diagrams ask for, with the words that people read."""

from sqlalchemy.orm import Session

from workflows.models import Role

ROLES = {
    "submitting_officer": "Cán bộ lập hồ sơ",
    "submitting_head": "Người ký trình của đơn vị",
    "intake_officer": "Cán bộ tiếp nhận hồ sơ",
    "achievement_specialist": "Chuyên viên thẩm định thành tích",
    "achievement_head": "Người duyệt ý kiến thẩm định thành tích",
    "appraisal_specialist": "Chuyên viên thẩm định hồ sơ",
    "appraisal_head": "Người duyệt kết quả thẩm định",
    "consulted_officer": "Người trả lời hiệp y",
    "council_secretary": "Thư ký Hội đồng",
    "council_member": "Thành viên Hội đồng",
    "council_chair": "Chủ tịch Hội đồng",
    "standing_member": "Thường trực Hội đồng",
    "proposal_signer": "Người ký Tờ trình",
    "office_verifier": "Chuyên viên thẩm tra trình ký",
    "drafting_officer": "Người trình dự thảo quyết định",
    "deciding_authority": "Người có thẩm quyền quyết định",
    "records_clerk": "Văn thư",
    "awards_officer": "Cán bộ khen thưởng",
    "state_award_officer": "Cán bộ khen thưởng cấp Nhà nước",
    "accountant": "Kế toán",
    "notice_signer": "Người ký thông báo",
    "campaign_officer": "Cán bộ theo dõi phong trào",
    "reporting_officer": "Cán bộ lập báo cáo",
    "reporting_head": "Người ký báo cáo",
    "inspector": "Thanh tra",
}


def load_roles(session: Session) -> None:
    """Make every role known; loading again changes nothing."""
    for key, name in ROLES.items():
        session.merge(Role(key=key, name=name))
