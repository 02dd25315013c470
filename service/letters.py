"""How a letter reads: headers that no text can break, plain words, and the same in HTML."""

import re
from email.errors import HeaderParseError
from email.header import Header
from email.headerregistry import Address
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formataddr, formatdate
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from service import unsubscribing
from service.settings import Settings
from workflows.commands.mail import Letter

SENDER = "Trình Khen"
SETTINGS_PAGE = "/tai-khoan/thong-bao"
UNSUBSCRIBE_PAGE = "/thong-bao/ngung/"
LISTED = 50
_OPTIONS: dict[str, Any] = {
    "loader": PackageLoader("service", "templates/mail"),
    "trim_blocks": True,
    "lstrip_blocks": True,
    "undefined": StrictUndefined,
}
_PLAIN = Environment(autoescape=False, **_OPTIONS)  # noqa: S701 - plain text; what is HTML is escaped below
_HTML = Environment(autoescape=True, **_OPTIONS)


class UnusableAddress(Exception):
    """No letter can carry this address, or it is that of more than one person."""


def compose(letter: Letter, settings: Settings) -> MIMEMultipart:
    """Return the letter as it goes to the mail server. Raises UnusableAddress.

    Python's newer way to write headers folds some subjects with a space lost, and spoils long addresses
    (tests/unit/service/test_letters.py): so the older one.
    """
    host = urlsplit(settings.base_url).hostname or ""
    page = _page(letter, settings)
    message = MIMEMultipart("alternative")
    message["From"] = formataddr((SENDER, settings.mail_from), "utf-8")
    message["To"] = _address(letter.address)
    message["Subject"] = Header(_one_line(letter.subject), "utf-8", header_name="Subject")  # type: ignore[assignment]
    message["Date"] = formatdate(localtime=False)
    # The same message keeps its id over all attempts, so that a duplicate can be recognised by the receiving server.
    message["Message-ID"] = f"<{_atom(letter.effect_key)}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"  # what Outlook's servers ask for instead
    message["List-Id"] = f"Trinh Khen <thong-bao.{_atom(host)}>"
    if page["unsubscribe"]:
        message["List-Unsubscribe"] = f"<{page['unsubscribe']}>"
        if settings.https:  # RFC 8058 knows one-click over https alone
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    for environment, kind, name in ((_PLAIN, "plain", "letter.txt"), (_HTML, "html", "letter.jinja")):
        text = environment.get_template(name).render(page)
        message.attach(MIMEText("\r\n".join(text.splitlines()), kind, "utf-8"))
    return message


def _page(letter: Letter, settings: Settings) -> dict[str, object]:
    """Return what the templates show."""

    def there(link: str | None) -> str:
        return settings.base_url + link if link and re.match(r"/(?![/\\])", link) else ""

    token = unsubscribing.sign(settings.secret_key, letter.person_id, letter.group) if letter.group else ""
    return {
        "subject": _one_line(letter.subject),
        "lines": letter.body.splitlines(),
        "items": [(_one_line(item.subject), there(item.link)) for item in letter.items[:LISTED]],
        "more": max(0, len(letter.items) - LISTED),
        "link": there(letter.link),
        "action": _action(letter.link or ""),
        "settings": there(SETTINGS_PAGE),
        "unsubscribe": there(UNSUBSCRIBE_PAGE + token) if token else "",
    }


def _action(link: str) -> str:
    words = {"/viec/": "Mở việc", "/ho-so/": "Mở hồ sơ", "/thong-bao": "Xem tất cả thông báo"}
    return next((word for start, word in words.items() if link.startswith(start)), "Mở trong Trình Khen")


def _address(given: str) -> str:
    """Return an address of exactly one person, with a domain that every server knows."""
    try:
        address = Address(addr_spec=given)
        return Address(username=address.username, domain=address.domain.encode("idna").decode()).addr_spec
    except (ValueError, IndexError, HeaderParseError) as error:
        raise UnusableAddress(str(error)) from error


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _atom(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._+-]", ".", text)
