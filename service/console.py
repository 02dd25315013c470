"""What every command for operators shares: refusals as messages, transactions, and many things done one by one."""

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session, sessionmaker

from forms import FormInvalid
from service.settings import Settings, SettingsRejected
from workflows.db import make_sessions
from workflows.errors import WorkflowError

logger = logging.getLogger(__name__)
Done = TypeVar("Done")
UNEXPECTED = "Lỗi không mong đợi; hồ sơ này giữ nguyên. Xem nhật ký của chương trình."


@contextmanager
def told() -> Iterator[None]:
    """Turn every refusal into a message and exit code 1."""
    try:
        yield
    except (SettingsRejected, WorkflowError, FormInvalid) as error:
        click.echo(str(error).replace("; ", "\n"), err=True)
        sys.exit(1)
    except (OperationalError, ProgrammingError):
        click.echo("Không dùng được cơ sở dữ liệu: chưa có, chưa chạy, hoặc chưa “trinhkhen migrate”.", err=True)
        sys.exit(1)


@contextmanager
def transaction(settings: Settings) -> Iterator[Session]:
    """Open the one transaction of a command."""
    with make_sessions(settings.database_url).begin() as session:
        yield session


def one_by_one(
    sessions: sessionmaker[Session], ids: Iterable[int], act: Callable[[Session, int], Done]
) -> Iterator[tuple[int, Done | Exception]]:
    """Do something to each of many, in a transaction of its own; yield what it returned or why it was undone."""
    for each in ids:
        try:
            with sessions.begin() as session:
                done = act(session, each)
        except WorkflowError as error:
            yield each, error
        except Exception as error:  # whatever one of them meets, the others must have their turn
            logger.exception("%s of %s was undone", act, each)
            yield each, error
        else:
            yield each, done
