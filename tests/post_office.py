"""A real mail server on this machine that keeps what it takes, and fails on request."""

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller


class PostOffice:
    """What the mail server has taken. `refusals`: replies by address; `loses_answer`: takes the letter, then hangs up."""

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: list[email.message.Message] = []
        self.refusals: dict[str, str] = {}
        self.loses_answer: set[str] = set()

    @property
    def ids(self) -> list[str]:
        """The Message-IDs of what was taken, in order."""
        return [message["Message-ID"] for message in self.taken]

    @property
    def addresses(self) -> list[str]:
        """Whom the letters went to, in order."""
        return [message["To"] for message in self.taken]

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802 - aiosmtpd's name
        """Answer to an address."""
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a letter."""
        self.taken.append(email.message_from_bytes(envelope.content))
        if self.loses_answer & set(envelope.rcpt_tos):
            server.transport.abort()
        return "250 OK"


@contextmanager
def open_post_office(**locks) -> Iterator[PostOffice]:
    """Run a mail server while the block runs; `locks`: what aiosmtpd is told of TLS and of who may send."""
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=office.port, **locks)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
