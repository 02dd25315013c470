"""A mail server that misbehaves at one point of the conversation: refuses, hangs up, says nothing or is slow."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

HANG_UP, SAY_NOTHING = "hang up", "say nothing"
STAGES = {"EHLO": "ehlo", "MAIL": "mail", "RCPT": "rcpt", "DATA": "data", "RSET": "rset", "QUIT": "quit"}
GOOD = {"greeting": "220 here", "data": "354 go on", "quit": "221 bye"}


class RudeServer:
    """Answers as it should but at the points in `behaviour`: greeting, ehlo, mail, rcpt, data, text, quit.

    What stands there is said instead; or it hangs up, or says nothing. `pause`: seconds before every answer.
    """

    def __init__(self) -> None:
        self.behaviour: dict[str, str] = {}
        self.pause = 0.0
        self.taken: list[str] = []
        """Texts that arrived whole, whatever was answered."""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])

    def serve(self) -> None:
        """Take one connection after another until the socket is closed."""
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as lines:
                try:
                    self._talk(connection, lines)
                except OSError:
                    continue

    def close(self) -> None:
        """Take no more connections."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _talk(self, connection: socket.socket, lines) -> None:
        going_on = self._answer(connection, "greeting")
        while going_on and (line := lines.readline().decode()):
            stage = STAGES.get(line[:4].upper(), "")
            going_on = self._answer(connection, stage)
            if going_on and stage == "data" and self.behaviour.get("data", "354")[:3] == "354":
                going_on = self._take(connection, lines)

    def _take(self, connection: socket.socket, lines) -> bool:
        text = []
        while (line := lines.readline()) not in (b".\r\n", b""):
            text.append(line.decode())
        if line:
            self.taken.append("".join(text))
        return self._answer(connection, "text")

    def _answer(self, connection: socket.socket, stage: str) -> bool:
        what = self.behaviour.get(stage, GOOD.get(stage, "250 fine"))
        if what == SAY_NOTHING:
            connection.recv(1)  # until the other side has lost its patience
            return False
        time.sleep(self.pause)
        if what == HANG_UP:
            return False
        connection.sendall(f"{what}\r\n".encode())
        return stage != "quit"


@contextmanager
def rude_server() -> Iterator[RudeServer]:
    """Run such a server while the block runs."""
    server = RudeServer()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join(5)
