"""The page on which a draft is reviewed: every harmful edit stands on it, with replay, rights, running dossiers."""

import pytest
from sqlalchemy import select

from service import shipped
from service.comparison_codes import CODES
from tests import product
from tests.unit.comparing.test_harmful_edits import BEFORE, EDITS
from tests.web.conftest import browser_of
from tests.web.hall import token, words
from workflows import models
from workflows.clock import utcnow
from workflows.comparing import compare, read_bundle
from workflows.queries.comparison_names import Names, names_of
from workflows.queries.comparison_words import in_words

FILES = shipped.definitions()
INDEX = "/quy-trinh/ban-thao"
EDITS_OF_RIGHTS = {"decide.bpmn": FILES["decide.bpmn"].replace(b"deciding_authority", b"council_secretary")}


@pytest.fixture
def database_url(product_database_url):
    """The product with its processes."""
    return product_database_url


@pytest.fixture
def browser(app, sessions):
    """The browser of the administrator."""
    with sessions() as session:
        account = session.scalars(select(models.Account.id).where(models.Account.administrator)).one()
    return browser_of(app, sessions, account)


def begun(browser) -> str:
    data = {"csrf_token": token(browser.get(INDEX)), "title": "Bản thảo để duyệt"}
    return browser.post(INDEX, data=data).headers["Location"]


def put(sessions, address: str, files: dict[str, bytes | None]) -> None:
    """Save files in a draft as they are, past all pages."""
    number = int(address.rpartition("/")[2])
    with sessions.begin() as session:
        draft = session.get_one(models.ProcessDraft, number)
        for name, content in files.items():
            text = None if content is None else content.decode()
            last = session.query(models.DraftFile).filter_by(draft_id=number, name=name).count()
            facts = {"revision": last + 1, "content": text, "saved_at": utcnow(), "saved_by": draft.owner_id}
            session.add(models.DraftFile(draft_id=number, name=name, **facts))


def without(name: str, opening: bytes, closing: bytes) -> bytes:
    """Return a file without the first part between two marks."""
    content = FILES[name]
    start = content.index(opening)
    return content[:start] + content[content.index(closing, start) + len(closing) :]


def edits() -> dict[str, dict[str, bytes | None]]:
    """Return the files that each harmful edit changes; None takes one away."""
    found: dict[str, dict[str, bytes | None]] = {
        name: {edit.file: FILES[edit.file].replace(edit.old.encode(), edit.new.encode(), 1)}
        for name, edit in EDITS.items()
    }
    flow = b'<bpmn:sequenceFlow id="route_decision_to_merge_decision_drafts"'
    found["a branch taken away"] = {"decide.bpmn": without("decide.bpmn", flow, b"/>")}
    step = b'<bpmn:userTask id="release_decision"'
    found["a step taken away"] = {"decide.bpmn": without("decide.bpmn", step, b"</bpmn:userTask>")}
    found["a process taken away"] = {"decide.bpmn": None}
    found["a form taken away"] = {"ballot.form": None}
    return found


def sentences(files: dict[str, bytes | None], names: Names) -> list[str]:
    """Return what the comparison says of an edit alone."""
    after = {name: content for name, content in {**FILES, **files}.items() if content is not None}
    return [in_words(change, names).sentence for change in compare(BEFORE, read_bundle(after))]


def drafts_of(wanted: dict[str, dict]) -> list[dict[str, dict]]:
    """Put edits of different files into one draft: fewer pages, and none changes what is said of another."""
    drafts: list[dict[str, dict]] = []
    for name, files in wanted.items():
        room = next((each for each in drafts if not any(set(one) & set(files) for one in each.values())), None)
        if room is None:
            drafts.append(room := {})
        room[name] = files
    return drafts


def test_every_harmful_edit_is_visible_on_the_page(browser, sessions):
    wanted = edits()
    assert len(wanted) >= 27
    with sessions() as session:
        names = names_of(session, BEFORE, codes=CODES)
    address, unseen = begun(browser), []
    for draft in drafts_of(wanted):
        fresh = {name: FILES[name] for files in wanted.values() for name in files}
        put(sessions, address, fresh | {name: content for files in draft.values() for name, content in files.items()})
        page = words(browser.get(address))
        top = page.split('id="tom-tat"')[1].split("</section>")[0]
        for name, files in draft.items():
            said = sentences(files, names)
            assert said, name
            # New wording is counted at the top and stands below; all else has its sentence at the top, too.
            place = page if name == "a hidden instruction" else top
            if not any(each.rstrip(".") in place for each in said):
                unseen.append((name, said))
    assert unseen == []


def test_finished_dossiers_are_played_again_from_the_page(app, browser, sessions):
    address = begun(browser)
    assert "cho chạy theo bản thảo" in words(browser.get(address))
    data = {"csrf_token": token(browser.get(address)), "so-ho-so": "20"}
    assert browser.post(f"{address}/phat-lai", data=data).status_code == 302
    assert "Bản thảo không đổi sơ đồ hay bảng quyết định nào" in words(browser.get(address))
    put(sessions, address, EDITS_OF_RIGHTS)
    assert "Bản thảo đã đổi sau lần phát lại này" in words(browser.get(address))
    assert browser.post("/quy-trinh/ban-thao/999/phat-lai", data=data).status_code == 404
    with sessions() as session:
        other = session.scalars(select(models.Account.id).where(models.Account.administrator.is_(False))).first()
    officer = browser_of(app, sessions, other)
    data["csrf_token"] = token(officer.get("/tai-khoan"))
    assert officer.post(f"{address}/phat-lai", data=data).status_code == 404


def test_files_with_errors_are_not_played(browser, sessions):
    address = begun(browser)
    data = {"csrf_token": token(browser.get(address))}
    put(sessions, address, {"decide.bpmn": b"<nothing/>"})
    assert browser.post(f"{address}/phat-lai", data=data).status_code == 422


def test_the_page_begins_with_what_it_does_and_has_a_list_of_its_parts(browser, sessions):
    address = begun(browser)
    put(sessions, address, EDITS_OF_RIGHTS)
    page = words(browser.get(address))
    assert "Sửa 1 sơ đồ." in page
    assert "về quyền và người làm" in page
    for part in ("tom-tat", "quyen", "khac-biet", "dang-chay", "phat-lai", "xet-duyet"):
        assert f'href="#{part}"' in page, part
        assert f'id="{part}"' in page, part


def test_only_processes_with_running_dossiers_have_a_row_and_the_others_a_sentence(browser, sessions, tmp_path):
    address = begun(browser)
    put(sessions, address, EDITS_OF_RIGHTS)
    none = words(browser.get(address)).split('id="dang-chay"')[1]
    assert "quy trình mà bản thảo đổi không có hồ sơ nào đang chạy" in none.split("</section>")[0]
    assert "<table" not in none.split("</section>")[0]
    product.prepared(sessions, tmp_path)

    some = words(browser.get(address)).split('id="dang-chay"')[1].split("</section>")[0]

    assert "1 hồ sơ đang chạy đều ở lại bản của mình. Muốn chuyển sang bản mới: 1 hồ sơ chuyển được." in some
    assert some.count('data-label="Đang chạy"') == 1
    assert "quy trình khác mà bản thảo đổi không có hồ sơ nào đang chạy" in some


def test_an_added_scenario_is_told_without_its_json(browser, sessions):
    address = begun(browser)
    name = "provincial-award-03.scenario"
    put(sessions, address, {name: shipped.scenarios()[name]})
    page = words(browser.get(address))

    assert "rút hồ sơ”: mong đợi kết thúc ở “Đã rút hồ sơ”, hồ sơ đã rút." in page
    assert "&#34;do&#34;" not in page
