"""What a draft does, in sentences: one for each change, the gravest first, many of one kind as a list."""

from dataclasses import replace

from service.comparison_codes import CODES
from tests.unit.comparing.test_harmful_edits import BEFORE, FILES, NAMES
from tests.unit.rules.test_limit_files import EXAMINE
from workflows.comparing import compare, read_bundle
from workflows.queries.comparison_names import names_in
from workflows.queries.comparison_words import Difference, Said
from workflows.queries.comparisons import by_matter
from workflows.queries.draft_summary import Summary, summary
from workflows.rules import limit_files


def of_limits(before, after) -> Summary:
    sides = [read_bundle({limit_files.NAME: limit_files.written(each)}) for each in (before, after)]
    return summary([("changed", "limits")], by_matter(compare(*sides), NAMES))


def of_diagram(name: str, *edits: tuple[str, str]) -> Summary:
    text = FILES[name].decode()
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    after = read_bundle({**FILES, name: text.encode()})
    return summary([("changed", "diagram")], by_matter(compare(BEFORE, after), NAMES))


def difference(number: int, *, turned: str = "", kind: str = "question", what: str = "changed") -> Difference:
    subject = f"“Câu {number}”"
    sentence = f"Câu hỏi {subject} {turned}."
    return Difference(what, "form", "ballot", "Bỏ phiếu", f"q{number}", sentence, (), kind, subject, turned)


def test_a_limit_is_one_sentence_with_its_step_the_new_value_the_old_one_and_the_clause():
    (point,) = dict(of_limits([EXAMINE], [replace(EXAMINE, value=15, clause="Quyết định 5")]).points)["limit"]

    assert point.sentence.startswith(
        "Bước “Thẩm định hồ sơ” nay có hạn 15 ngày làm việc thay cho 20; căn cứ nay là “Quyết định 5”"
    )


def test_it_says_how_many_files_and_what_about_before_the_changes_themselves():
    found = of_limits([EXAMINE], [replace(EXAMINE, value=15)])

    assert found.lead == ("Sửa 1 tệp thời hạn.", "1 khác biệt: 1 về thời hạn.")


def test_who_may_stands_before_where_it_goes_and_what_is_gone_before_what_is_new():
    return_way = '<bpmn:sequenceFlow id="route_decision_to_merge_decision_drafts"'
    flow = FILES["decide.bpmn"].decode().split(return_way)[1].split("/>")[0]
    found = of_diagram(
        "decide.bpmn",
        ('value="deciding_authority"', 'value="drafting_officer"'),
        ('outcome = "refuse"', 'outcome = "return"'),
        (f"{return_way}{flow}/>", ""),
    )

    assert [matter for matter, _ in found.points] == ["permission", "path"]
    path = [point.sentence for point in dict(found.points)["path"]]
    assert path[0].startswith("Bỏ đường đi “Trả lại” từ “Quyết định?”")
    assert "nay đi khi kết quả là “Trả bổ sung” thay cho khi kết quả là “Từ chối”" in path[1]


def test_of_a_step_with_many_changes_the_gravest_are_said_in_full():
    found = of_diagram(
        "decide.bpmn",
        ('value="approve,refuse,return"', 'value="approve,refuse"'),
        ('value="deciding_authority"', 'value="drafting_officer"'),
        ("Hội đồng tư vấn, người có thẩm quyền quyết định", "Hội đồng quyết định"),
    )
    ((_, (point,)),) = found.points

    assert point.sentence == (
        "Bước “Quyết định từng đối tượng”: ai làm nay là “Chuyên viên trình” thay cho “Người có thẩm quyền”;"
        " không còn chọn được kết quả “Trả bổ sung”; đổi hướng dẫn."
    )


def test_few_changes_have_a_sentence_each():
    found = summary((), [("form", [difference(n, turned=f"nay là {n}") for n in range(10)])])

    assert [point.parts for _, points in found.points for point in points] == [()] * 10


def test_many_changes_of_one_kind_are_one_sentence_with_a_list():
    found = summary((), [("form", [difference(n, turned=f"nay là {n}") for n in range(12)])])
    ((_, (point,)),) = found.points

    assert point.sentence == "Đổi 12 câu hỏi của biểu mẫu “Bỏ phiếu”:"
    assert point.parts[3] == "“Câu 3” nay là 3."
    assert len(point.parts) == 12


def test_what_becomes_of_many_alike_is_said_once():
    found = summary((), [("form", [difference(n, turned="không còn bắt buộc trả lời") for n in range(12)])])
    ((_, (point,)),) = found.points

    assert "12 câu hỏi của biểu mẫu “Bỏ phiếu”, đều không còn bắt buộc trả lời: “Câu 0”, “Câu 1”," in point.sentence


def test_what_was_changed_is_not_said_twice_of_many_scenarios():
    fact = Said("Việc thứ 3", "", "", "scenario")
    rows = [replace(difference(n, turned="đổi việc thứ 3", kind="scenario"), said=(fact,)) for n in range(12)]
    (point,) = dict(summary([], [("scenario", rows)]).points)["scenario"]
    assert point.sentence.startswith("Đổi việc thứ 3 ở 12 kịch bản: “Câu 0”, “Câu 1”,")


def test_of_new_wording_and_places_only_the_number_is_told():
    found = of_diagram("decide.bpmn", ('name="Trình dự thảo"', 'name="Trình dự thảo quyết định"'))

    assert found.points == ()
    assert found.lead[1] == "1 khác biệt: 1 về tên và lời hướng dẫn."


def test_what_the_summary_calls_things_comes_from_the_files_themselves():
    names = names_in(BEFORE, CODES)

    assert names.others["council_session"] == "Họp Hội đồng Thi đua – Khen thưởng"
    assert names.places["merge_decision_drafts"].startswith("chỗ các đường gặp nhau trước “")
    assert names.answers["pending_matters"]["none"] == "Không"
