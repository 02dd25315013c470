"""Edits that would harm somebody: each is told, under the matter that a reviewer looks through, in words."""

from dataclasses import dataclass, replace

import pytest

from service import shipped
from service.comparison_codes import CODES
from workflows.comparing import compare, read_bundle
from workflows.queries.comparison_facts import MATTERS
from workflows.queries.comparison_names import names_in
from workflows.queries.comparison_words import in_words
from workflows.queries.comparisons import by_matter
from workflows.queries.draft_summary import TOLD, summary

FILES = shipped.definitions()
BEFORE = read_bundle(FILES)
NAMES = replace(
    names_in(BEFORE, CODES),
    roles={"deciding_authority": "Người có thẩm quyền", "drafting_officer": "Chuyên viên trình"},
    limits={"appraisal.examine": "Thẩm định hồ sơ", "decision.decide": "Quyết định"},
)


@dataclass(frozen=True)
class Edit:
    """A harmful edit: in `file`, `old` becomes `new`; it is told under `matter` with `words`."""

    file: str
    old: str
    new: str
    matter: str
    words: str


EDITS = {
    "a wider permission": Edit(
        "decide.bpmn", 'value="deciding_authority"', 'value="drafting_officer"', "permission", "Chuyên viên trình"
    ),
    "four eyes dropped": Edit(
        "decide.bpmn",
        '<spiffworkflow:property name="notPerformedBy" value="decide_award" />',
        "",
        "permission",
        "không còn phải khác người đã làm “Quyết định từng đối tượng”",
    ),
    "four eyes narrowed": Edit(
        "decide.bpmn",
        "compile_dossier,sign_submission,",
        "compile_dossier,",
        "permission",
        "không còn phải khác người đã làm “Ký",
    ),
    "somebody else may begin": Edit(
        "revoke_award.bpmn",
        "submitting_unit:submitting_head",
        "submitting_unit:drafting_officer",
        "permission",
        "nay được bắt đầu bởi “Chuyên viên trình, Đơn vị trình”",
    ),
    "another form of a called process": Edit(
        "revoke_award.bpmn",
        "decision:revocation_decision",
        "decision:state_revocation",
        "work",
        "không còn hỏi biểu mẫu “Quyết định hủy bỏ khen thưởng”, nay hỏi biểu mẫu “Nhập Quyết định hủy bỏ đã nhận”",
    ),
    "another organ": Edit(
        "campaign_report.bpmn",
        'name="organ" value="province"',
        'name="organ" value="home_affairs"',
        "permission",
        "cơ quan nay là “Sở Nội vụ” thay cho “UBND tỉnh”",
    ),
    "a looser limit": Edit(
        "appraise_dossier.bpmn",
        'value="appraisal.examine"',
        'value="decision.decide"',
        "limit",
        "thay cho “Thẩm định hồ sơ”",
    ),
    "no limit": Edit(
        "decide.bpmn", '<spiffworkflow:property name="dueRule" value="decision.decide" />', "", "limit", "bỏ hạn"
    ),
    "a condition turned": Edit(
        "decide.bpmn", 'outcome = "refuse"', 'outcome = "approve"', "path", "nay đi khi kết quả là “Đồng ý”"
    ),
    "a condition always true": Edit(
        "decide.bpmn", 'outcome = "approve"', "true", "path", "nay luôn đi, trước chỉ đi khi"
    ),
    "another default way": Edit(
        "decide.bpmn",
        'default="route_decision_to_merge_decision_drafts"',
        'default="route_decision_to_assign_decision_number"',
        "path",
        "đường mặc định",
    ),
    "a way that leads elsewhere": Edit(
        "decide.bpmn",
        'targetRef="end_decision_refused">',
        'targetRef="end_returned">',
        "path",
        "nay đến “Thẩm định lại” thay cho “Không chấp thuận”",
    ),
    "an outcome taken away": Edit(
        "decide.bpmn",
        'value="approve,refuse,return"',
        'value="approve,refuse"',
        "path",
        "không còn chọn được kết quả “Trả bổ sung”",
    ),
    "another operation": Edit(
        "decide.bpmn", 'id="decision/assign_number"', 'id="decision/skip_number"', "path", "nghiệp vụ"
    ),
    "another parameter": Edit("decide.bpmn", 'value="decision_template"', 'value="other"', "path", "tham số"),
    "another form": Edit(
        "decide.bpmn", '"formKey" value="decision"', '"formKey" value="decision_draft"', "work", "biểu mẫu"
    ),
    "another called process": Edit(
        "provincial_award.bpmn",
        'calledElement="council_session"',
        'calledElement="decide"',
        "path",
        "quy trình được gọi",
    ),
    "a final status": Edit(
        "provincial_award.bpmn",
        'name="dossierStatus" value="rejected"',
        'name="dossierStatus" value="awarded"',
        "path",
        "nay là “Đã khen thưởng” thay cho “Từ chối tiếp nhận”",
    ),
    "a threshold": Edit(
        "criteria_law.dmn", '<text>"none"</text>', "<text>-</text>", "table", "“bất kỳ” thay cho “Không”"
    ),
    "a hit policy": Edit(
        "criteria_law.dmn", 'hitPolicy="COLLECT"', 'hitPolicy="FIRST"', "table", "nay là “lấy dòng khớp đầu tiên”"
    ),
    "a required answer": Edit(
        "dossier_appraisal.form", '"required": true', '"required": false', "form", "không còn bắt buộc trả lời"
    ),
    "a shorter reason": Edit(
        "dossier_appraisal.form",
        '"minLength": 20',
        '"minLength": 1',
        "form",
        "số ký tự tối thiểu nay là “1” thay cho “20”",
    ),
    "a choice taken away": Edit(
        "dossier_appraisal.form",
        '"value": "supplement"',
        '"value": "later"',
        "form",
        "không còn lựa chọn “Cần bổ sung”",
    ),
    "a check taken away": Edit("dossier_appraisal.form", '"when"', '"whenever"', "form", "Thuộc tính"),
    "a hidden instruction": Edit(
        "decide.bpmn", "Hội đồng tư vấn, người có thẩm quyền quyết định", "Hội đồng quyết định", "words", "hướng dẫn"
    ),
}


def told(after: dict[str, bytes]) -> list:
    return [in_words(change, NAMES) for change in compare(BEFORE, read_bundle(after))]


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_a_harmful_edit_is_told_under_its_matter(edit):
    assert edit.old.encode() in FILES[edit.file]
    found = told({**FILES, edit.file: FILES[edit.file].replace(edit.old.encode(), edit.new.encode(), 1)})

    assert [each.matter for each in found if each.matter == edit.matter], found
    said = " ".join([each.sentence for each in found] + [fact.label for each in found for fact in each.said])
    assert edit.words.lower() in said.lower()


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_a_harmful_edit_has_its_sentence_in_the_summary(edit):
    after = read_bundle({**FILES, edit.file: FILES[edit.file].replace(edit.old.encode(), edit.new.encode(), 1)})
    differences = by_matter(compare(BEFORE, after), NAMES)
    said = [point.sentence for _, points in summary((), differences).points for point in points]

    assert said == [each.sentence for matter, found in differences if matter in TOLD for each in found]
    assert bool(said) == (edit.matter in TOLD)


def test_what_stands_in_the_summary_holds_no_code_of_the_shipped_vocabulary():
    codes = (
        "approve",
        "refuse",
        "accept",
        "home_affairs",
        "awarded",
        "rejected",
        "COLLECT",
        "outcome =",
        "council_session",
    )
    for name, edit in EDITS.items():
        found = told({**FILES, edit.file: FILES[edit.file].replace(edit.old.encode(), edit.new.encode(), 1)})
        if name != "a check taken away":  # its expression does more than can be said in words
            assert not [code for each in found for code in codes if code in each.sentence], name


def test_a_branch_taken_away_is_told_with_where_it_led():
    start = FILES["decide.bpmn"].index(b'<bpmn:sequenceFlow id="route_decision_to_merge_decision_drafts"')
    flow = FILES["decide.bpmn"][start : FILES["decide.bpmn"].index(b"/>", start) + 2]
    (found,) = told({**FILES, "decide.bpmn": FILES["decide.bpmn"].replace(flow, b"")})

    assert (found.what, found.matter) == ("removed", "path")
    assert found.sentence.startswith("Bỏ đường đi “Trả lại” từ “Quyết định?”")


def test_a_step_taken_away_is_told():
    text = FILES["decide.bpmn"].decode()
    start = text.index('<bpmn:userTask id="release_decision"')
    end = text.index("</bpmn:userTask>", start) + len("</bpmn:userTask>")
    found = told({**FILES, "decide.bpmn": (text[:start] + text[end:]).encode()})

    assert ("removed", "Bỏ bước “Phát hành”.") in [(each.what, each.sentence) for each in found]


def test_a_whole_process_or_form_taken_away_is_told():
    files = {name: content for name, content in FILES.items() if name not in ("decide.bpmn", "ballot.form")}
    found = told(files)

    assert "Bỏ quy trình “Quyết định và ban hành”." in [each.sentence for each in found]
    assert any(each.sentence.startswith("Bỏ biểu mẫu") for each in found)


def test_a_limit_is_told_as_people_say_it():
    name = "appraise_dossier.bpmn"
    after = FILES[name].replace(b'value="appraisal.examine"', b'value="decision.decide"')
    (found,) = told({**FILES, name: after})

    assert found.sentence.endswith(" nay có hạn “Quyết định” thay cho “Thẩm định hồ sơ”.")


def test_every_matter_has_its_place_in_a_review():
    assert {edit.matter for edit in EDITS.values()} <= set(MATTERS)
