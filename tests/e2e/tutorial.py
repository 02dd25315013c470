"""The walk of docs/tutorial/change-a-process.md: each of its steps as an administrator does it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from service import studio_jobs
from service.proving import run_scenarios
from tests import product
from tests.e2e import drawing, pictures
from tests.e2e.desk import Desk
from tests.e2e.office import Office
from workflows.models import Account, Offer

TITLE = "Kiểm tra thực tế khi tiếp nhận"
PROCESS, DIAGRAM, FORM = "department_certificate", "receive_dossier.bpmn", "completeness_check.form"
SPECIALIST, LIMIT = "Chuyên viên thẩm định hồ sơ", "appraisal.review"
VISIT = "Kiểm tra thực tế"
QUESTION = "Lý do trả và cách hoàn thiện"
SCENARIO = "Tiếp nhận có kiểm tra thực tế"
WHY = "Theo quy chế mới của Sở về tiếp nhận hồ sơ"

_SHOW = """(each, block) => {
    each.style.scrollMarginTop = "100px";
    each.scrollIntoView({ block, behavior: "instant" });
}"""


class Walk:
    """Two administrators, the draft between them, a dossier on its way; pictures are taken into `folder`, if any."""

    def __init__(self, office: Office, papers: Path, folder: Path | None):
        self.office, self.folder, self.taken = office, folder, 0
        product.prepared(office.sessions, papers)
        with office.sessions.begin() as session:
            first = session.scalars(select(Account).where(Account.administrator)).one()
            second = session.scalars(select(Account).where(Account.administrator.is_(False))).first()
            second.administrator = True
            session.flush()
            actors = [product.actor(session, account.id) for account in (first, second)]
            self.award = session.get_one(Offer, product.offer_id(session)).title
        self.desk, self.colleague = (office.desk(each) for each in actors)
        self.draft, self.question = "", "Lý do"

    @property
    def page(self) -> Page:
        return self.desk.page

    def picture(self, name: str, at: Locator | None = None, *, desk: Desk | None = None, block: str = "start") -> None:
        """Keep what a window shows, with `at` at its top below the band, or where `block` says."""
        if self.folder is None:
            return
        page = (desk or self.desk).page
        page.evaluate("document.activeElement?.blur()")
        if at is not None:
            at.evaluate(_SHOW, block)
        self.taken += 1
        pictures.take(page, self.folder / f"{self.taken:02}-{name}.png")

    def saved(self) -> None:
        """Press "Lưu" and wait until the server has everything."""
        self.page.get_by_role("button", name="Lưu", exact=True).click()
        drawing.saved(self.page)

    def saved_form(self) -> None:
        """Press "Lưu" in the editor of forms and wait for the answer."""
        self.page.get_by_role("button", name="Lưu", exact=True).click()
        expect(self.page.locator("[data-saving-said]")).to_contain_text("Đã lưu")

    def works(self, *jobs: Callable) -> None:
        """Let the worker do what it was asked for."""
        for job in jobs:
            job(self.office.sessions)


def open_library(walk: Walk) -> None:
    walk.desk.open("/quy-trinh")
    expect(walk.page.locator("main")).to_contain_text("Giấy khen của Giám đốc Sở")
    walk.picture("thu-vien")


def begin_draft(walk: Walk) -> None:
    walk.desk.follow("Bản thảo")
    walk.page.get_by_label("Tên bản thảo").fill(TITLE)
    walk.desk.press("Lập bản thảo")
    walk.draft = walk.page.url
    walk.page.locator("summary", has_text="tệp giữ nguyên").click()
    expect(walk.page.get_by_role("link", name="Vẽ : Tiếp nhận hồ sơ")).to_be_visible()


def change_step(walk: Walk) -> None:
    walk.desk.press_link("Vẽ : Tiếp nhận hồ sơ")
    drawing.ready(walk.page)
    walk.page.locator('[data-element-id="check_completeness"]').first.click()
    panel = walk.page.locator("#thuoc-tinh")
    field(panel, "candidateGroup").select_option(label=SPECIALIST)
    field(panel, "dueRule").select_option(LIMIT)
    expect(panel.locator('[data-entry-id="limit"]')).to_contain_text("ngày")
    panel.locator('[data-entry-id="limit"]').scroll_into_view_if_needed()
    walk.picture("sua-buoc")


def field(panel: Locator, name: str) -> Locator:
    return panel.locator(f'[data-entry-id="{name}"]').first.locator("input, select, textarea").first


def add_block(walk: Walk) -> None:
    page = walk.page
    drawing.append(page, "assign_code", "lay y kien")
    expect(page.locator('[data-element-id="lay_y_kien_hiep_y"]').first).to_be_visible()
    walk.saved()
    expect(page.locator("[data-problems] [role=status]")).to_have_text("Không có lỗi.")
    page.get_by_role("button", name="Vừa khung").click()
    walk.picture("them-khoi")


def mend_in_outline(walk: Walk) -> None:
    desk, page = walk.desk, walk.page
    desk.press_link("Dàn ý")
    desk.press_link("Thêm bước sau “Cấp mã hồ sơ”")
    page.locator("#ten").fill(VISIT)
    desk.press("Thêm bước")
    page.get_by_label("Biểu mẫu", exact=True).select_option(label=VISIT)
    desk.press("Ghi")
    expect(page.locator("main")).to_contain_text("1 lỗi")
    walk.picture("dan-y-loi", page.locator("#buoc-kiem_tra_thuc_te"), block="center")
    desk.press_link(f"{VISIT} , sửa bước này")
    page.get_by_label("Ai làm", exact=True).select_option(label=SPECIALIST)
    page.locator("#dueRule").select_option(LIMIT)
    desk.press("Ghi")
    expect(page.locator("main")).to_contain_text("không có lỗi")


def change_form(walk: Walk) -> None:
    page = walk.page
    walk.desk.open(walk.draft)
    page.locator("summary", has_text="tệp giữ nguyên").click()
    walk.desk.press_link("Mở biểu mẫu : Kiểm tra thành phần hồ sơ")
    expect(page.locator("[data-forms]")).to_have_attribute("data-forms", "ready")
    page.locator('[data-canvas] [data-id="reason"]').click()
    closed = page.locator("[data-panel] .bio-properties-panel-group-header:not(.open)")
    for _ in range(closed.count()):
        closed.first.click()
    page.locator("[data-panel]").get_by_label("Nhãn trường", exact=True).fill(QUESTION)
    expect(page.locator("[data-preview]").get_by_text(QUESTION)).to_be_visible()
    walk.saved_form()
    walk.question = QUESTION
    walk.picture("bieu-mau", page.locator("#xem-thu"), block="center")


def try_out(walk: Walk) -> None:
    desk, page = walk.desk, walk.page
    desk.open(walk.draft)
    desk.press("Chạy thử")
    page.select_option("#quy-trinh", PROCESS)
    page.locator("#cho").select_option(label=walk.award)
    desk.press("Tiếp")
    page.get_by_label("Tên lượt thử").fill(SCENARIO)
    desk.press("Bắt đầu chạy thử")
    page.locator("#toi").select_option(label="Kiểm tra thành phần hồ sơ")
    desk.press("Làm hộ")
    expect(page.locator("main")).to_contain_text(walk.question)
    walk.picture("chay-thu", page.locator("#phieu"))
    desk.press("Điền mẫu")
    desk.press("Tiếp nhận hồ sơ")
    expect(page.locator("#phieu")).to_have_text(VISIT)


def let_time_pass(walk: Walk) -> None:
    desk, page = walk.desk, walk.page
    desk.press("5 ngày làm việc")
    expect(page.locator("main")).to_contain_text("quá hạn")
    walk.picture("thoi-gian", page.get_by_role("heading", name=re.compile("^Mốc đang chờ")))
    desk.press("Làm hộ")
    expect(page.locator("main")).to_contain_text("Quy trình đã kết thúc: Đã khen thưởng")


def keep_scenario(walk: Walk) -> None:
    desk = walk.desk
    desk.press("Lưu thành kịch bản")
    desk.open(f"{walk.draft}/kich-ban")
    desk.press("Chạy kịch bản")
    walk.works(run_scenarios)
    desk.open(f"{walk.draft}/kich-ban?so-do=receive_dossier")
    expect(walk.page.locator('[data-diagram-state="ready"]')).to_be_attached()
    assert "1 trên 1 kịch bản đạt" in desk.reads()
    walk.picture("do-phu", walk.page.locator("#do-phu ~ h3, .tk-section__head:has(#do-phu) ~ h3").first)


def review(walk: Walk) -> None:
    desk, page = walk.desk, walk.page
    desk.open(walk.draft)
    assert "Bước “Kiểm tra thành phần hồ sơ”: ai làm nay là “" in desk.reads()
    walk.picture("xem-lai", page.locator("#tom-tat"))
    page.get_by_label("Thay đổi này để làm gì").fill(WHY)
    desk.press("Đề nghị duyệt")
    assert "Một quản trị khác mở trang này" in desk.reads()


def approve(walk: Walk) -> None:
    walk.colleague.open(walk.draft)
    walk.picture("duyet", walk.colleague.page.locator("#xet-duyet"), desk=walk.colleague)
    walk.colleague.press("Duyệt")
    assert "Đã ban hành" in walk.colleague.reads()


def compare(walk: Walk) -> None:
    walk.desk.open(f"/quy-trinh/{PROCESS}/so-sanh?tu=1&den=2&so-do=receive_dossier")
    expect(walk.page.locator('[data-diagram-state="ready"]')).to_have_count(2)
    assert f"Thêm bước “{VISIT}”" in walk.desk.reads()
    walk.desk.press("Vừa khung")
    walk.picture("so-sanh")


def move_dossiers(walk: Walk) -> None:
    desk, page = walk.desk, walk.page
    desk.open(walk.draft)
    desk.follow("Giấy khen của Giám đốc Sở")
    desk.press("Chạy thử cả 1 hồ sơ")
    page.fill("#reason", WHY)
    desk.press("Chuyển 1 hồ sơ")
    walk.works(studio_jobs.move_instances)
    expect(page.locator("#dot")).to_contain_text("Đã xong")
    walk.picture("chuyen-ho-so")
    page.fill("#reason", "Chờ đơn vị nhận hướng dẫn mới")
    desk.press("Hoàn tác đợt này")
    walk.works(studio_jobs.move_instances)
    expect(page.locator("#dot")).to_contain_text("Đã đưa về bản cũ")


class Step(NamedTuple):
    """A step with its heading in the text; `extra`: other tests of pages do the same, so only --pictures walks it."""

    title: str
    do: Callable[[Walk], None]
    extra: bool = False


STEPS = (
    Step("Mở thư viện quy trình", open_library),
    Step("Lập bản thảo", begin_draft),
    Step("Đổi người làm và thời hạn của một bước", change_step),
    Step("Thêm một khối có sẵn", add_block),
    Step("Thêm bước ở dàn ý, gặp lỗi và sửa", mend_in_outline),
    Step("Sửa biểu mẫu và xem trước", change_form, extra=True),
    Step("Chạy thử trên hồ sơ mẫu", try_out),
    Step("Cho thời gian trôi", let_time_pass, extra=True),
    Step("Lưu thành kịch bản, xem độ phủ", keep_scenario),
    Step("Xem lại và đề nghị duyệt", review),
    Step("Người khác duyệt", approve),
    Step("So sánh hai bản", compare, extra=True),
    Step("Chuyển hồ sơ đang chạy, hoàn tác", move_dossiers, extra=True),
)
