"""A dossier that is being prepared, and the browsers of those around it."""

import pytest

from tests import dossiers
from tests.dossiers import Draft
from tests.web.conftest import Browser, browser_of


@pytest.fixture
def draft(sessions) -> Draft:
    return dossiers.draft(
        sessions,
        {"key": "to_trinh", "name": "Tờ trình đề nghị"},
        {"key": "bao_cao_thanh_tich", "name": "Báo cáo thành tích", "per": "nominee"},
        {"key": "chung_nhan", "name": "Chứng nhận", "required": False},
    )


@pytest.fixture
def open_as(app, sessions):
    return lambda actor: browser_of(app, sessions, actor.account_id)


@pytest.fixture
def officer(draft, open_as) -> Browser:
    return open_as(draft.officer)
