"""A laptop that should be certified anew says so by itself, with its reason and the door, on both pages."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from inspector_app import desktop
from inspector_app.casework.people import renewing
from inspector_app.casework.people.renewing import Offer, Why
from inspector_app.store.store import Store
from inspector_app.ui.controls.renewal_line import RenewalLine
from tests.stories.hands import CTRL, Hands
from tests.stories.office import MORNING
from tests.stories.stage import Dresser
from tests.ui import exchange_doors as made
from tests.ui import looking
from tests.ui.exchange_doors import FakeExchanging, FakeJoining
from tests.ui.wearing import LOOKS, undressed

__all__ = ["undressed"]

pytestmark = pytest.mark.usefixtures("undressed", "opened")

TODAY = MORNING.date()


@pytest.fixture
def exchanging() -> FakeExchanging:
    return FakeExchanging()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, exchanging: FakeExchanging) -> None:
    monkeypatch.setattr(desktop, "doors", lambda: made.doors(exchanging, FakeJoining()))


def offered(monkeypatch: pytest.MonkeyPatch, exchanging: FakeExchanging, told: Offer | None) -> None:
    """Let both pages find that this laptop should be certified anew."""

    def offer(_: Store, __: object) -> Offer | None:
        return told

    monkeypatch.setattr(renewing, "offer", offer)
    exchanging.told = replace(exchanging.told, renewal=told)


def to(hands: Hands, key: Qt.Key, page: str) -> RenewalLine:
    hands.press(key, CTRL)
    hands.until(lambda: hands.rooms.frame.page == page)
    hands.rest()
    QApplication.processEvents()
    return (hands.rooms.today if page == "today" else hands.rooms.exchange).renewal


PAGES = ((Qt.Key.Key_1, "today"), (Qt.Key.Key_7, "sync"))


@pytest.mark.parametrize(("key", "page"), PAGES)
def test_it_is_offered_where_the_day_begins_and_where_it_is_exchanged(
    seated: Hands, exchanging: FakeExchanging, monkeypatch: pytest.MonkeyPatch, key: Qt.Key, page: str
) -> None:
    offered(monkeypatch, exchanging, Offer(Why.ENDING, TODAY + timedelta(days=20)))
    line = to(seated, key, page)
    assert line.isVisible()
    assert (TODAY + timedelta(days=20)).isoformat() in line._words.text()
    door = line._door
    assert (door.accessibleName(), door.accessibleDescription()) == ("重新办理…", line._words.text())
    door.setFocus()
    seated.press(Qt.Key.Key_Space)
    seated.until(lambda: any(one.isVisible() for one in seated.desktop.window.findChildren(QDialog)))
    dialog = next(one for one in seated.desktop.window.findChildren(QDialog) if one.isVisible())
    assert "重新办理" in dialog.windowTitle() or "重新办理" in dialog.accessibleName()
    dialog.reject()


@pytest.mark.parametrize(("key", "page"), PAGES)
def test_while_all_is_well_there_is_no_line(
    seated: Hands, exchanging: FakeExchanging, monkeypatch: pytest.MonkeyPatch, key: Qt.Key, page: str
) -> None:
    offered(monkeypatch, exchanging, None)
    assert not to(seated, key, page).isVisible()


@pytest.mark.parametrize("worn", ["light", "dark", "large", "field", "english"])
@pytest.mark.parametrize("why", [Offer(Why.RESTORED), Offer(Why.ENDING, TODAY - timedelta(days=1))])
def test_it_is_whole_in_every_look(
    seated_in: Dresser, exchanging: FakeExchanging, monkeypatch: pytest.MonkeyPatch, worn: str, why: Offer
) -> None:
    offered(monkeypatch, exchanging, why)
    seated = seated_in(LOOKS[worn])
    for key, page in PAGES:
        line = to(seated, key, page)
        assert line.isVisible()
        assert looking.cut_off(line) == []
        assert looking.too_small(line, seated.desktop._look.target) == []
        assert looking.nameless(line) == []
