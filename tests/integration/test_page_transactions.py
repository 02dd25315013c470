"""What a route may do with its session, on both databases."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from service.web import reading, transaction
from tests import factories as make
from workflows import models


@pytest.fixture(autouse=True)
def app(sessions):
    """As much of the application as a session needs."""
    app = Flask("x")
    app.extensions["sessions"] = sessions
    with app.app_context():
        yield app


def people():
    with reading() as session:
        return session.scalar(select(func.count()).select_from(models.Person))


def test_a_transaction_keeps_what_was_done():
    with transaction() as session:
        make.person(session)
    assert people() == 1


def test_a_transaction_that_fails_leaves_nothing():
    def fail():
        with transaction() as session:
            make.person(session)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert people() == 0


def test_reading_stands_beside_a_writer():
    with transaction() as writer:
        make.person(writer)
        assert people() == 0
    assert people() == 1


def test_reading_then_writing_over_the_same_connection_works():
    for expected in range(5):
        assert people() == expected
        with transaction() as session:
            make.person(session)
