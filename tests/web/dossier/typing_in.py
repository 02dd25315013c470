"""What an officer types and sends, and how the tests read the answers."""

import io
import re

from tests.dossiers import Draft, found

REASON = {"grounds": "Giảm nghèo vượt kế hoạch", "member_count": "9"}
PERSON = {"full_name": "Nguyễn Văn Ánh", "unit": "Phòng Kinh tế"}


def at(draft: Draft, rest: str) -> str:
    """Return an address below a dossier."""
    return f"/ho-so/{draft.reference}/{rest}"


def revision(page) -> str:
    """Return on which save the form of a page builds."""
    return re.search(r'name="revision" value="(\d+)"', page.text)[1]


def section(page, name: str) -> str:
    """Return the words of one line of the section list."""
    line = re.search(
        rf'<li class="govuk-task-list__item(?:(?!</li>).)*{name}(?:(?!</li>).)*</li>', page.text, re.DOTALL
    )
    return " ".join(re.sub(r"<[^>]+>", " ", line[0]).split())


def send(browser, address: str, *given: tuple[str, bytes], **fields):
    """Post files as a browser does; the answer is read and what it held open is closed."""
    data = {"tep": [(io.BytesIO(content), name) for name, content in given], **fields}
    with browser.post(address, data=data, content_type="multipart/form-data") as answer:
        answer.get_data()
        return answer


def fetch(browser, address: str):
    """Return a file's answer with its bytes read and the file behind it closed."""
    with browser.get(address) as answer:
        answer.get_data()
        return answer


def content(sessions, draft) -> dict:
    """Return what is kept of the pages of a dossier."""
    with sessions() as session:
        return found(session, draft.reference).content
