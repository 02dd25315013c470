"""Deliver the outbox by SMTP: what a transaction has promised is sent after it, once as far as the mail server tells."""

import logging
import smtplib
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from service.settings import Settings
from workflows.commands import mail
from workflows.commands.mail import Letter

logger = logging.getLogger(__name__)
TIMEOUT_SECONDS = 20


class _TakenOver(Exception):
    """Another sender has the letter in hand by now."""


class _AnswerLost(Exception):
    """The text has left and the mail server's answer did not come."""


class _Server(smtplib.SMTP):
    """A connection to the mail server that tells when the text of a letter begins to leave."""

    def __init__(self, settings: Settings, before_text: Callable[[], None]):
        self._before_text = before_text
        super().__init__(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the text. Raises _AnswerLost where it may have arrived."""
        self._before_text()
        try:
            return super().data(msg)
        except smtplib.SMTPResponseException:
            raise  # an answer, if a bad one
        except OSError as error:
            raise _AnswerLost(str(error)) from error


def deliver_due(sessions: sessionmaker[Session], settings: Settings) -> int:
    """Send every message that is due, each in its own transactions. Return how many were sent."""
    sent = 0
    with sessions.begin() as session:
        if doubtful := mail.doubt_unanswered(session):
            logger.warning("mail_in_doubt", extra={"messages": doubtful})
    while settings.smtp_host:
        with sessions.begin() as session:
            letter = mail.claim_next(session)
        if letter is None:
            break
        sent += _deliver(sessions, settings, letter)
    return sent


def _deliver(sessions: sessionmaker[Session], settings: Settings, letter: Letter) -> bool:
    def hand_over() -> None:
        with sessions.begin() as session:
            if not mail.hand_over(session, letter):
                raise _TakenOver

    failure: dict[str, object] = {"message_id": letter.id}
    try:
        _send(settings, letter, hand_over)
    except _TakenOver:
        return False
    except _AnswerLost as error:
        logger.warning("mail_in_doubt", extra=failure)
        with sessions.begin() as session:
            mail.note_doubt(session, letter, str(error))
        return False
    except Exception as error:  # an address that no header takes must not keep the others waiting
        unforeseen = not isinstance(error, OSError | smtplib.SMTPException)
        logger.warning("mail_failed", extra=failure | {"error": type(error).__name__}, exc_info=unforeseen)
        with sessions.begin() as session:
            mail.note_failure(session, letter, str(error), permanent=_is_permanent(error))
        return False
    with sessions.begin() as session:
        mail.note_sent(session, letter)
    return True


def _send(settings: Settings, letter: Letter, hand_over: Callable[[], None]) -> None:
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = letter.address
    message["Subject"] = letter.subject
    message["Date"] = formatdate(localtime=False)
    # The same message keeps its id over all attempts, so that a duplicate can be recognised by the receiving server.
    message["Message-ID"] = f"<{letter.effect_key.replace(':', '.')}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    server = _Server(settings, hand_over)
    try:
        server.send_message(message)
        with suppress(OSError):  # it is sent, whatever becomes of the farewell
            server.quit()
    finally:
        server.close()


def _is_permanent(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500
