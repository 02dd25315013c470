"""Without sight, without a mouse: a process of ten steps is made, checked, asked for and approved by keys alone."""

import pytest
from sqlalchemy import select

from tests import product
from tests.e2e.keys import Keys
from tests.e2e.looking import faults_of
from tests.e2e.office import Office
from workflows.models import Account, ProcessDefinition

pytestmark = pytest.mark.e2e

PERSON, SYSTEM = "Người làm", "Hệ thống làm"
WRITER, CLERK = "Chuyên viên thẩm định hồ sơ", "Văn thư"
LIMIT = "Cấp số, phát hành Quyết định"
TOLD = "Thông báo"  # asked for once the operation is known
# (behind which step, kind, name, what it says): nine steps, the tenth is the branch that returns.
STEPS = (
    ("Bắt đầu", PERSON, "Soạn đề nghị khen", {"Ai làm": WRITER, "Biểu mẫu": "Soạn Tờ trình"}),
    ("Soạn đề nghị khen", PERSON, "Soát đề nghị", {"Ai làm": WRITER, "Biểu mẫu": "Duyệt kết quả thẩm định"}),
    ("Soát đề nghị", PERSON, "Thẩm tra trước khi ký", {"Ai làm": CLERK, "Biểu mẫu": "Kiểm tra thực tế"}),
    (
        "Thẩm tra trước khi ký",
        PERSON,
        "Ban hành giấy khen",
        {"Ai làm": CLERK, "Biểu mẫu": "Phát hành Quyết định", "Thời hạn": LIMIT},
    ),
    ("Ban hành giấy khen", SYSTEM, "Cấp số giấy khen", {"Hệ thống làm gì": "Cấp số Quyết định"}),
    ("Cấp số giấy khen", SYSTEM, "Vào sổ", {"Hệ thống làm gì": "Ghi sổ khen thưởng"}),
    ("Vào sổ", SYSTEM, "Tính tiền", {"Hệ thống làm gì": "Tính tiền thưởng"}),
    ("Tính tiền", SYSTEM, "Báo đơn vị", {"Hệ thống làm gì": "Gửi thông báo", TOLD: "Đã có Quyết định"}),
    ("Báo đơn vị", PERSON, "Trao giấy khen", {"Ai làm": WRITER, "Biểu mẫu": "Trao thưởng"}),
)
CHECK, BACK = "Soát đề nghị", "Bổ sung đề nghị"


@pytest.fixture
def hands(office: Office) -> tuple[Keys, Keys]:
    """The keyboards of two administrators."""
    with office.sessions.begin() as session:
        first = session.scalars(select(Account).where(Account.administrator)).one()
        second = session.scalars(select(Account).where(Account.administrator.is_(False))).first()
        second.administrator = True
        session.flush()
        actors = [product.actor(session, account.id) for account in (first, second)]
    return Keys(office.desk(actors[0])), Keys(office.desk(actors[1]))


def begin(keys: Keys) -> None:
    """Begin a draft and in it a process of nothing but a start and an end; end in its outline."""
    keys.desk.open("/quy-trinh/ban-thao")
    keys.write("Tên bản thảo", "Trường học cũng khen")
    keys.press("Lập bản thảo", "button")
    keys.press("Vẽ sơ đồ mới", "a")
    keys.write("Tên quy trình", "Giấy khen của nhà trường")
    keys.write("Mã", "school_certificate")
    keys.press("Tạo và vẽ", "button")
    keys.press("Dàn ý", "a")


def add(keys: Keys, behind: str, kind: str, name: str, said: dict[str, str]) -> None:
    """Add a step behind another one and say what it is; the focus is then on it in the outline."""
    keys.press(f"Thêm bước sau “{behind}”", "a")
    keys.choose("Loại bước", kind)
    keys.write("Tên bước", name)
    keys.press("Thêm bước", "button")
    for label, words in said.items():
        if label == TOLD:
            keys.press("Ghi", "button")
        keys.choose(label, words)
    keys.press("Ghi", "button")
    assert keys.page.evaluate("document.activeElement.id").startswith("buoc-")


def send_back(keys: Keys) -> None:
    """Let the check send the proposal back to where it was written, through a step of its own, on its outcome."""
    keys.press(f"Thêm bước sau “{CHECK}”", "a")
    keys.write("Tên bước", BACK)
    keys.choose("Đặt ở đâu", "Thành nhánh mới")
    keys.choose("Nếu là nhánh mới, sau đó đến", "Soạn đề nghị khen")
    keys.press("Thêm bước", "button")
    keys.choose("Ai làm", WRITER)
    keys.choose("Biểu mẫu", "Kiểm tra thực tế")
    keys.press("Ghi", "button")
    assert "thiếu điều kiện" in keys.desk.reads()
    keys.press("Kết quả?, sửa bước này", "a")
    assert faults_of(keys.desk, "step") == []
    keys.write("Tên của đường", "Đạt")
    keys.press("Ghi đường này", "button")
    keys.to("Bỏ đường đến “Thẩm tra trước khi ký”")
    keys.write("Tên của đường", "Chưa đạt")
    keys.choose("Khi nào đi đường này", "Kết quả là “Trả")
    keys.press("Ghi đường này", "button")
    keys.press("Giấy khen của nhà trường", "a")


def name_a_lane(keys: Keys) -> None:
    """Put all steps into a lane of their own."""
    keys.press("Tên quy trình và các làn", "a")
    keys.write("Thêm làn", "Nhà trường")
    keys.press("Thêm làn", "button")
    assert faults_of(keys.desk, "lanes") == []
    keys.press("Về dàn ý", "a")


def test_a_process_is_made_and_published_by_keys_alone(hands: tuple[Keys, Keys], office: Office):
    first, second = hands
    begin(first)
    name_a_lane(first)
    for step in STEPS:
        add(first, *step)
    send_back(first)
    assert faults_of(first.desk, "outline") == []
    assert "không có lỗi" in first.desk.reads()

    first.press("Xong, đến chỗ đề nghị duyệt", "a")
    first.write("Thay đổi này để làm gì", "Nhà trường cũng khen thưởng")
    first.press("Đề nghị duyệt", "button")
    second.desk.open(first.page.url)
    second.press("Duyệt", "button")

    assert "Đã ban hành" in second.desk.reads()
    with office.sessions() as session:
        assert session.scalars(select(ProcessDefinition).where(ProcessDefinition.key == "school_certificate")).one()
