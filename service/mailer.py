"""Deliver the outbox by SMTP: what a transaction has promised is sent after it, once as far as the mail server tells."""

import logging
import smtplib
from email.message import EmailMessage
from email.utils import formatdate

from sqlalchemy.orm import Session, sessionmaker

from service.settings import Settings
from workflows.commands import mail
from workflows.commands.mail import Letter

logger = logging.getLogger(__name__)
TIMEOUT_SECONDS = 20


def deliver_due(sessions: sessionmaker[Session], settings: Settings) -> int:
    """Send every message that is due, each in its own transactions. Return how many were sent."""
    sent = 0
    while settings.smtp_host:
        with sessions.begin() as session:
            letter = mail.claim_next(session)
        if letter is None:
            break
        try:
            _send(settings, letter)
        except Exception as error:  # an address that no header takes must not keep the others waiting
            unforeseen = not isinstance(error, OSError | smtplib.SMTPException)
            failure = {"message_id": letter.id, "error": type(error).__name__}
            logger.warning("mail_failed", extra=failure, exc_info=unforeseen)
            with sessions.begin() as session:
                mail.note_failure(session, letter.id, str(error), permanent=_is_permanent(error))
        else:
            sent += 1
            with sessions.begin() as session:
                mail.note_sent(session, letter.id)
    return sent


def _send(settings: Settings, letter: Letter) -> None:
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = letter.address
    message["Subject"] = letter.subject
    message["Date"] = formatdate(localtime=False)
    # The same message keeps its id over all attempts, so that a duplicate can be recognised by the receiving server.
    message["Message-ID"] = f"<{letter.effect_key.replace(':', '.')}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS) as server:
        server.send_message(message)


def _is_permanent(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500
