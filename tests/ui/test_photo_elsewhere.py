"""A photo that only the hub keeps: the viewer says so and fetches it when asked; the tray tells it too."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from inspector_app.casework.people.workspace import Session
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import InspectorError, PeerError, Problem, Progress
from inspector_app.journal.receipt import BlobReceipt
from inspector_app.trust.keys import SigningKey
from inspector_app.ui.photos import tray_values
from inspector_app.ui.photos.tray_work import small_of
from inspector_app.ui.photos.viewer import Viewer
from inspector_app.ui.photos.viewer_room import ViewerRoom
from tests.stories.office import MORNING
from tests.ui.viewers import Gallery, a_shot, gallery

__all__ = ["gallery"]

HUB_KEY = SigningKey.from_bytes(b"h" * 32)


@dataclass
class Centre:
    """Gives photos, or says why not."""

    photos: dict[str, bytes] = field(default_factory=dict)
    refuses: InspectorError | None = None

    def fetch(self, session: Session, digests: Sequence[str], _: Progress) -> tuple[Problem, ...]:
        if self.refuses is not None:
            raise self.refuses
        lacking = [one for one in digests if one not in self.photos]
        for one in digests:
            if one in self.photos:
                session.desk.store.put_blob(self.photos[one])
        return tuple(Problem.of("exchange.photo_not_there", one) for one in lacking)


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def dropped(gallery: Gallery, centre: Centre) -> Iterator[Callable[[], Viewer]]:
    """Two photos of a finding of which the hub keeps the first alone; returns the viewer, opened at it."""
    first, second = a_shot(400, 300), a_shot(300, 400)
    gallery.finding(first, second)
    store = gallery.desk.store
    digest = gallery.photos()[0].sha256
    raw = BlobReceipt("cd" * 16, store.meta.workspace, (digest,), MORNING.isoformat()).sign(HUB_KEY)
    store.take_in([], blob_receipts=[BlobReceipt.read(raw, HUB_KEY.public)])
    assert store.drop_blobs([digest]) == (digest,)
    centre.photos[digest] = first
    old = gallery.room
    old.get_up()
    gallery.room = ViewerRoom(
        old._look, gallery.over, gallery.jobs, Messages("zh"), gallery.over, fetch=lambda: centre.fetch
    )
    gallery.room.sit_down(gallery.session)

    def opened() -> Viewer:
        gallery.room.open(gallery.inspection_id, digest)
        gallery.until(lambda: gallery.viewer.notice.code == "store.blob_elsewhere")
        return gallery.viewer

    yield opened
    gallery.room.get_up()


def press(viewer: Viewer) -> None:
    button = viewer.findChild(QPushButton, "notice_action")
    assert button is not None
    assert button.text() == "向中心取"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_is_said_and_fetched_at_once(gallery: Gallery, dropped: Callable[[], Viewer]) -> None:
    viewer, came = dropped(), list[str]()
    digest = viewer.photo.sha256
    assert "不在本机，可向中心取" in viewer.notice.accessibleName()
    gallery.room.fetched.connect(came.append)
    press(viewer)
    gallery.until(lambda: viewer.shown)
    assert (came, viewer.notice.code) == ([digest], "")
    assert gallery.desk.store.has_blob(digest)
    assert gallery.desk.store.elsewhere() == {}


def test_turning_on_takes_the_offer_away(gallery: Gallery, dropped: Callable[[], Viewer]) -> None:
    viewer = dropped()
    viewer.turn(1)
    gallery.until(lambda: viewer.shown)
    assert viewer.notice.code == ""
    viewer.turn(-1)
    gallery.until(lambda: viewer.notice.code == "store.blob_elsewhere")
    assert not viewer.shown


def test_a_hub_that_is_away_or_lacks_it_is_told(
    gallery: Gallery, centre: Centre, dropped: Callable[[], Viewer]
) -> None:
    viewer, heard = dropped(), list[str]()
    gallery.room.work.not_loaded.connect(lambda _, error: heard.append(error.code))
    centre.refuses = PeerError("exchange.unreachable", where="https://10.1.2.3:8443")
    press(viewer)
    gallery.until(lambda: heard == ["exchange.unreachable"])
    viewer.turn(1)
    viewer.turn(-1)
    gallery.until(lambda: viewer.notice.code == "store.blob_elsewhere")
    centre.refuses = None
    centre.photos.clear()
    press(viewer)
    gallery.until(lambda: heard[-1] == "exchange.photo_not_there")
    assert not viewer.shown


def test_the_tray_says_where_it_is(gallery: Gallery, dropped: Callable[[], Viewer]) -> None:
    dropped()
    desk = gallery.desk
    tray = tray_values.read(desk, gallery.inspection_id)
    one, two = (shot for heap in tray.heaps for shot in heap.shots)
    assert tray.elsewhere == {one.sha256}
    spoken = tray_values.tile_of(one, 1, str, received=True, elsewhere=one.sha256 in tray.elsewhere).spoken
    assert spoken.endswith("不在本机，可向中心取")
    assert small_of(desk.store, one.sha256).isNull()
    assert not small_of(desk.store, two.sha256).isNull()
