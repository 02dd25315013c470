"""The section list of a dossier in preparation: every part, how far it is, and what it waits for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Context, Form, FormInvalid, Page
from workflows import catalogue, editing, file_kinds
from workflows.models import Dossier, Nominee, OfferPaper, UserTask
from workflows.nomination import KIND_LABELS, of_dossiers
from workflows.policy import Actor
from workflows.queries import attachments
from workflows.queries.attachments import SentFile
from workflows.steps import completeness
from workflows.steps.requests import returned_papers

SUPPLEMENT = "dossier_supplement"
SUBMISSION = "submission"
"""Papers that later steps ask for are not the officer's business."""
GENERAL, NOMINEES, PAPERS, FINISH = "Thông tin chung", "Đối tượng", "Giấy tờ", "Kiểm tra và nộp"
NOBODY_YET = "Cần có đối tượng trong danh sách"
# What is written on a page, and the file of the same paper, stand together. Other pages are general ones.
PAPER_OF_PAGE = {"submission_letter": "to_trinh", "council_minutes": "bien_ban"}


@dataclass(frozen=True)
class Section:
    """A part of the dossier. `kind`: page, nominees, paper or check; `state`: a code of the labels "section"."""

    kind: str
    key: str
    name: str
    state: str
    hint: str = ""
    why: str = ""
    needed: bool = True


@dataclass(frozen=True)
class Group:
    """Sections under one heading."""

    name: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class NomineeState:
    """A nominee with what is wrong with its answers, by field."""

    nominee: Nominee
    errors: Mapping[str, list[str]]


@dataclass(frozen=True)
class Draft:
    """Everything that the pages of one dossier in preparation are made from, read once."""

    dossier: Dossier
    task: UserTask
    form: Form
    context: Context
    nominees: tuple[NomineeState, ...]
    papers: tuple[OfferPaper, ...]
    files: tuple[SentFile, ...]

    @property
    def final(self) -> Page:
        """The last page of the form: it is asked together with the check, not as a section of its own."""
        return self.form.pages[-1]


def read(session: Session, actor: Actor, dossier: Dossier, task: UserTask) -> Draft:
    """Return a dossier in preparation as its pages need it. That the actor may see it is not checked."""
    return read_all(session, actor, {task: dossier})[0]


def read_all(session: Session, actor: Actor, dossiers: Mapping[UserTask, Dossier]) -> list[Draft]:
    """Return dossiers in preparation, by their open tasks, with one query for the nominees, papers and files of all."""
    ids = {dossier.id for dossier in dossiers.values()}
    nominees = of_dossiers(session, ids)
    files = attachments.of_dossiers(session, ids)
    offers = {dossier.offer_id for dossier in dossiers.values()}
    query = select(OfferPaper).where(OfferPaper.offer_id.in_(offers), OfferPaper.needed_by == SUBMISSION)
    papers = list(session.scalars(query.order_by(OfferPaper.id)))
    found = []
    for task, dossier in dossiers.items():
        context, deployment = editing.context(session, actor, task), task.instance.definition.deployment
        own = nominees[dossier.id]
        forms = {kind: catalogue.form(session, deployment, f"nominee_{kind}") for kind in {each.kind for each in own}}
        found.append(
            Draft(
                dossier=dossier,
                task=task,
                form=editing.form_of(session, task),
                context=context,
                nominees=tuple(NomineeState(each, errors_of(forms[each.kind], each.details, context)) for each in own),
                papers=tuple(paper for paper in papers if paper.offer_id == dossier.offer_id),
                files=tuple(files[dossier.id]),
            )
        )
    return found


def errors_of(form: Form, answers: Mapping[str, Any], context: Context) -> Mapping[str, list[str]]:
    """Return what is wrong with answers to a whole form, by field; empty when nothing is."""
    try:
        form.check(answers, context, kept=True)
    except FormInvalid as invalid:
        return invalid.errors
    return {}


def page_errors(draft: Draft, page: str) -> dict[str, list[str]]:
    """Return what is wrong with one page, by field."""
    try:
        draft.form.check_page(page, draft.dossier.content, draft.context, kept=True)
    except FormInvalid as invalid:
        return dict(invalid.errors)
    return {}


def wrong_only(errors: Mapping[str, list[str]], answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the errors of fields in which something stands: what is merely not yet filled in is no mistake."""
    return {name: messages for name, messages in errors.items() if _stands(answers, name)}


def groups(session: Session, draft: Draft) -> tuple[Group, ...]:
    """Return the section list; a paper that came back is to be mended until a newer file stands there."""
    returned = returned_papers(session, draft.dossier) if draft.task.form_key == SUPPLEMENT else {}
    open_pages = [page for page in draft.form.pages_open(draft.dossier.content, draft.context) if page != draft.final]
    pages = {page.key: _page_section(draft, page) for page in open_pages}
    asked = {paper.paper: _paper_section(session, draft, paper) for paper in draft.papers if _is_asked(draft, paper)}
    papers = {key: _with_request(section, draft, returned.get(key)) for key, section in asked.items()}
    reports = [papers[paper.paper] for paper in draft.papers if paper.per == "nominee" and paper.paper in papers]
    of_dossier = [papers[paper.paper] for paper in draft.papers if paper.per == "dossier" and paper.paper in papers]
    general = [section for key, section in pages.items() if key not in PAPER_OF_PAGE]
    body = (
        Group(GENERAL, tuple(general)),
        Group(NOMINEES, (_nominee_section(draft), *dict.fromkeys(reports))),
        Group(PAPERS, (*_paired(pages, of_dossier), _free_section(draft))),
    )
    return (*body, Group(FINISH, (_check_section(draft, body),)))


def _paired(pages: Mapping[str, Section], papers: list[Section]) -> Iterator[Section]:
    """Yield each page of a paper with its file after it, then the other papers."""
    rest = {section.key: section for section in papers}
    for page, paper in PAPER_OF_PAGE.items():
        if page in pages:
            yield replace(pages[page], hint="Nhập nội dung")
        if paper in rest:
            yield rest.pop(paper)
    yield from rest.values()


def _page_section(draft: Draft, page: Page) -> Section:
    content = draft.dossier.content
    keys = [each.item.key for each in draft.form.placed if each.page == page.key]
    begun = any(_is_filled(content.get(key)) for key in keys)
    errors = page_errors(draft, page.key)
    if not errors:
        return Section("page", page.key, page.title, "done" if begun else "off", needed=begun)
    if (wrong := wrong_only(errors, content)) and begun:
        return Section("page", page.key, page.title, "fix", why=next(iter(wrong.values()))[0])
    if begun:
        return Section("page", page.key, page.title, "doing", why=f"Còn {len(errors)} nội dung")
    return Section("page", page.key, page.title, "todo")


def _nominee_section(draft: Draft) -> Section:
    name = "Danh sách đối tượng"
    if not draft.nominees:
        return Section("nominees", NOMINEES, name, "todo", "Cá nhân, tập thể, hộ, doanh nghiệp được đề nghị")
    lacking = [each for each in draft.nominees if each.errors]
    why = f"{len(lacking)} đối tượng chưa đủ nội dung" if lacking else ""
    return Section("nominees", NOMINEES, name, "doing" if lacking else "done", count_in_words(draft.nominees), why)


def count_in_words(nominees: tuple[NomineeState, ...]) -> str:
    """Return how many nominees of which kind: "12 đối tượng: 3 tập thể, 5 cá nhân, 4 hộ gia đình"."""
    counts: dict[str, int] = {}
    for each in nominees:
        counts[each.nominee.kind] = counts.get(each.nominee.kind, 0) + 1
    kinds = [f"{number} {KIND_LABELS[kind].lower()}" for kind, number in counts.items()]
    return f"{len(nominees)} đối tượng: {', '.join(kinds)}" if len(kinds) > 1 else "".join(kinds)


def _is_asked(draft: Draft, paper: OfferPaper) -> bool:
    return paper.applies_to == "all" or any(each.nominee.kind == paper.applies_to for each in draft.nominees)


def _paper_section(session: Session, draft: Draft, paper: OfferPaper) -> Section:
    hint = "" if paper.required else "Thiếu vẫn trình được"
    if paper.per == "nominee":
        state, why = _reports_state(draft, paper)
        hint = "Mỗi đối tượng một bản" if paper.required else hint
    else:
        state, why = _single_state(session, draft, paper)
        hint = f"Gửi tệp {file_kinds.words(file_kinds.kinds_of(paper.paper))}" if paper.required else hint
    written_later = state == "blocked" and paper.per == "dossier"
    return Section("paper", paper.paper, paper.name, state, hint, why, needed=paper.required and not written_later)


def _with_request(section: Section, draft: Draft, note: str | None) -> Section:
    """Return the section as it is unless its paper came back (`note`) and no newer file was sent since."""
    sent = [file for file in draft.files if file.paper == section.key]
    made = not sent and section.state in ("done", "blocked")
    if note is None or made or any(file.uploaded_at >= draft.task.created_at for file in sent):
        return section
    return replace(section, state="supplement", why=note)


def _reports_state(draft: Draft, paper: OfferPaper) -> tuple[str, str]:
    concerned = [each.nominee.id for each in draft.nominees if paper.applies_to in ("all", each.nominee.kind)]
    if not concerned:
        return "blocked", NOBODY_YET
    sent = {file.nominee_id for file in draft.files if file.paper == paper.paper}
    count = sum(nominee in sent for nominee in concerned)
    if count == len(concerned):
        return "done", ""
    if count:
        return "doing", f"{count} trên {len(concerned)} đối tượng"
    return ("todo" if paper.required else "off"), ""


def _single_state(session: Session, draft: Draft, paper: OfferPaper) -> tuple[str, str]:
    files = [file for file in draft.files if file.paper == paper.paper]
    if files:
        return "done", files[0].file_name if len(files) == 1 else f"{len(files)} tệp"
    if paper.paper in completeness.GENERATED:
        return ("done", "Hệ thống lập từ danh sách đối tượng") if draft.nominees else ("blocked", NOBODY_YET)
    if paper.paper == completeness.MINUTES:
        if completeness.council_held(session, draft.dossier):
            return "done", "Hệ thống lập từ phiên họp"
        if draft.dossier.content.get("minutes_source") == "session":
            return "blocked", "Hệ thống lập sau khi Hội đồng họp"
    return ("todo" if paper.required else "off"), ""


def _free_section(draft: Draft) -> Section:
    count = sum(file.paper == "other" for file in draft.files)
    state, why = ("done", f"{count} tệp") if count else ("off", "")
    return Section("paper", "other", "Ảnh và tài liệu khác", state, "", why, needed=False)


def _check_section(draft: Draft, body: tuple[Group, ...]) -> Section:
    if draft.task.form_key == SUPPLEMENT:
        return Section("check", "check", "Kiểm tra và nộp lại", "todo")
    name = "Kiểm tra toàn bộ và trình ký"
    outcomes = [each.key for each in draft.form.outcomes if not each.partial]
    whole = all(each.state == "done" for group in body for each in group.sections if each.needed)
    if whole and any(not page_gaps(draft, outcome) for outcome in outcomes):
        return Section("check", "check", name, "todo")
    numbers = [
        str(number)
        for number, group in enumerate(body, start=1)
        if any(each.needed and each.state != "done" for each in group.sections)
    ]
    listed = " và ".join([", ".join(numbers[:-1]), numbers[-1]] if len(numbers) > 1 else numbers)
    why = f"Cần xong phần {listed}" if listed else "Cần xong các phần trên"
    return Section("check", "check", name, "blocked", why=why)


def page_gaps(draft: Draft, outcome: str) -> dict[str, str]:
    """Return what stands in the way of an outcome by page, besides the final page, which is asked with the check."""
    try:
        draft.form.check(draft.dossier.content, draft.context, outcome=outcome, kept=True)
    except FormInvalid as invalid:
        lines = draft.form.error_lines(invalid.errors, draft.context)
        return {line.page: line.text for line in reversed(lines) if line.page not in ("", draft.final.key)}
    return {}


def _stands(answers: Mapping[str, Any], name: str) -> bool:
    key, _, rest = name.partition("-")
    value = answers.get(key)
    if not rest or not isinstance(value, list):
        return _is_filled(value)
    row, _, cell = rest.rpartition("-")
    return any(_is_filled(each.get(cell)) for each in value if isinstance(each, dict) and str(each.get("row")) == row)


def _is_filled(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, Mapping):
        return any(_is_filled(part) for key, part in value.items() if key != "row")
    if isinstance(value, (list, tuple)):
        return any(_is_filled(part) for part in value)
    return value is not None and value is not False


def sections(found: tuple[Group, ...]) -> Iterator[Section]:
    """Yield the sections of all groups in their order."""
    for group in found:
        yield from group.sections
