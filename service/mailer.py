"""Deliver the outbox by SMTP: what a transaction has promised is sent after it, once as far as the mail server tells."""

import logging
import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from service.letters import UnusableAddress, compose
from service.settings import Settings
from workflows.commands import mail
from workflows.commands.mail import Failure, Letter

logger = logging.getLogger(__name__)
TIMEOUT_SECONDS = 20
# Scanning a text takes some servers long; still less than a claim on the letter lasts.
ANSWER_TIMEOUT_SECONDS = 120
# The server's fault rather than the letter's: with the next letter it would be the same.
AWAY = ("unreachable", "setup", "sign_in", "timeout")


class _TakenOver(Exception):
    """Another sender has the letter in hand by now."""


class _AnswerLost(Exception):
    """The text has left and the mail server's answer did not come."""


class _LastWord:
    """Says when a letter begins to be the mail server's: with the full stop after its text, not before."""

    before_last_word: Callable[[], None]

    def data(self: Any, msg: Any) -> tuple[int, bytes]:
        """Send the text. Raises _AnswerLost where it may have arrived; a text without its full stop never has."""
        self.putcmd("data")
        code, reply = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        self.send(re.sub(rb"(?m)^\.", b"..", msg) + (b"" if msg.endswith(b"\r\n") else b"\r\n"))
        self.before_last_word()
        self.send(b".\r\n")  # where this fails, it has not left
        self.sock.settimeout(ANSWER_TIMEOUT_SECONDS)
        try:
            return self.getreply()
        except smtplib.SMTPResponseException:
            raise  # an answer, if a bad one
        except OSError as error:
            raise _AnswerLost(str(error)) from error
        finally:
            if self.sock is not None:
                self.sock.settimeout(TIMEOUT_SECONDS)


class _Server(_LastWord, smtplib.SMTP):
    """A connection that is plain at first."""


class _TlsServer(_LastWord, smtplib.SMTP_SSL):
    """A connection that is encrypted from the first byte."""


def deliver_due(sessions: sessionmaker[Session], settings: Settings) -> int:
    """Send every message that is due, each in its own transactions. Return how many were sent.

    Where the mail server is away, the others wait for the next time.
    """
    sent = 0
    with sessions.begin() as session:
        if doubtful := mail.doubt_unanswered(session):
            logger.warning("mail_in_doubt", extra={"messages": doubtful})
    while settings.smtp_host:
        with sessions.begin() as session:
            letter = mail.claim_next(session)
        if letter is None:
            break
        fault = _deliver(sessions, settings, letter)
        sent += fault is None
        if fault in AWAY:
            break
    return sent


def _deliver(sessions: sessionmaker[Session], settings: Settings, letter: Letter) -> str | None:
    """Send a letter and note what became of it. Return what kind of fault kept it back; None: it was sent."""

    def hand_over() -> None:
        with sessions.begin() as session:
            if not mail.hand_over(session, letter):
                raise _TakenOver

    told: dict[str, object] = {"message_id": letter.id}
    try:
        _send(settings, letter, hand_over)
    except _TakenOver:
        return "taken_over"
    except _AnswerLost as error:
        logger.warning("mail_in_doubt", extra=told)
        with sessions.begin() as session:
            mail.note_doubt(session, letter, str(error))
        return "answer_lost"
    except Exception as error:  # an address that no header takes must not keep the others waiting
        failure = failure_of(error)
        logger.warning("mail_failed", extra=told | {"fault": failure.fault}, exc_info=failure.fault == "unforeseen")
        with sessions.begin() as session:
            mail.note_failure(session, letter, failure)
        return failure.fault
    with sessions.begin() as session:
        mail.note_sent(session, letter)
    return None


def _send(settings: Settings, letter: Letter, hand_over: Callable[[], None]) -> None:
    message = compose(letter, settings)
    server = _connect(settings)
    server.before_last_word = hand_over
    try:
        if settings.smtp_tls == "STARTTLS":
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(message)
        with suppress(OSError):  # it is sent, whatever becomes of the farewell
            server.quit()
    finally:
        server.close()


def _connect(settings: Settings) -> _Server | _TlsServer:
    place = (settings.smtp_host, settings.smtp_port)
    if settings.smtp_tls == "TLS":
        return _TlsServer(*place, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    return _Server(*place, timeout=TIMEOUT_SECONDS)


def failure_of(error: Exception) -> Failure:
    """Return what an error says of a letter: only what its own address or text is refused for is for ever."""
    words = str(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        for_ever = all(code >= 500 for code in codes)
        return Failure("address" if for_ever else "busy", words, permanent=for_ever)
    if isinstance(error, smtplib.SMTPDataError):
        for_ever = error.smtp_code >= 500
        return Failure("text" if for_ever else "busy", words, permanent=for_ever)
    if isinstance(error, UnusableAddress):
        return Failure("address", words, permanent=True)
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        return Failure("timeout", words)
    return Failure(next((fault for kind, fault in FAULTS.items() if isinstance(error, kind)), "unforeseen"), words)


# The first that fits counts. What is set up wrong here is mended here, so no letter is given up for it.
FAULTS: dict[type[Exception] | tuple[type[Exception], ...], str] = {
    smtplib.SMTPSenderRefused: "sender",
    smtplib.SMTPAuthenticationError: "sign_in",
    (smtplib.SMTPConnectError, smtplib.SMTPHeloError): "unreachable",
    smtplib.SMTPServerDisconnected: "cut",
    (ssl.SSLError, smtplib.SMTPException): "setup",  # no TLS, no way to sign in, a certificate of somebody else
    TimeoutError: "timeout",
    OSError: "unreachable",
}
