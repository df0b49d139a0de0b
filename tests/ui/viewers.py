"""Photos to look at: an inspection with photos in a real store, and the viewer over a plain window."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector_app.answers import demos
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.catalog.messages import Messages
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.findings import Photo
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.photos.pair import PairView
from inspector_app.ui.photos.viewer import Viewer
from inspector_app.ui.photos.viewer_room import ViewerRoom
from inspector_app.ui.style.look import Look
from tests.stories.office import MORNING

SHOTS = sorted((demos.shipped_cases()[0].parent / "photos").glob("*.jpg"))


def a_shot(width: int = 1600, height: int = 1200, orientation: int = 1) -> bytes:
    """A photo whose upper left quarter is red, stored as a camera held that way stores it."""
    picture = Image.new("RGB", (width, height), "white")
    picture.paste("red", (0, 0, width // 2, height // 2))
    exif, out = Image.Exif(), BytesIO()
    exif[0x0112] = orientation
    picture.save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


@dataclass
class Gallery:
    """An inspection and the room in which its photos are looked at."""

    session: Session
    inspection_id: str
    room: ViewerRoom
    jobs: Jobs
    over: QWidget
    qtbot: QtBot

    @property
    def desk(self) -> Desk:
        return self.session.desk

    def until(self, what: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(what)

    def finding(self, *shots: bytes, fact: str = "临边无防护") -> str:
        finding_id = findings.add(self.desk, self.inspection_id, findings.NewFinding("14层南侧", fact))
        for one in shots:
            findings.attach_photo(self.desk, finding_id, one)
        return finding_id

    def photos(self) -> list[Photo]:
        """Every photo as the store has it."""
        found = findings.findings_of(self.desk.store, self.inspection_id)
        return [photo for one in found for photo in one.photos]

    def open(self, n: int = 0) -> Viewer:
        """Open the viewer at a photo and wait until it is there."""
        self.room.open(self.inspection_id, self.photos()[n].id)
        viewer = self.viewer
        self.until(lambda: viewer.shown)
        viewer.activateWindow()
        viewer.canvas.setFocus()
        return viewer

    @property
    def viewer(self) -> Viewer:
        assert self.room.viewer is not None
        return self.room.viewer

    @property
    def pair(self) -> PairView:
        assert self.room.pair is not None
        return self.room.pair


@pytest.fixture
def gallery(furnished_site: Path, look: Look, qtbot: QtBot) -> Iterator[Gallery]:
    session = workspace.sign_in(
        furnished_site,
        workspace.TRAINING_USER,
        workspace.TRAINING_PASSWORD,
        PlayedClock(MORNING),
        PdfRenderer(),
    )
    target = registry.targets(session.desk.store)[0]
    officers = [one.id for one in registry.officers(session.desk.store)]
    inspection_id = inspections.begin(session.desk, target.id, officers)
    over = QWidget()
    over.resize(1366, 768)
    qtbot.addWidget(over)
    over.show()
    jobs = Jobs(over)
    room = ViewerRoom(look, over, jobs, Messages("zh"), over)
    room.sit_down(session)
    made = Gallery(session, inspection_id, room, jobs, over, qtbot)
    yield made
    room.get_up()
    jobs.close()
    session.close()
