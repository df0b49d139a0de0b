"""Types into the open finding at the pace of a person and times each key until the page was painted anew."""

import random
from dataclasses import dataclass
from time import monotonic, perf_counter, process_time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from inspector_app.screenplay import stage
from inspector_app.screenplay.papers import Ready, ready
from inspector_app.screenplay.player import Player
from inspector_app.ui.controls.paper_view import Sheet

SENTENCE = "三层东侧楼梯间临边防护栏杆被拆除后没有恢复，也没有挂设安全网和警示标志，作业人员从旁通过。"
SEED = 4
PAUSE_S = (0.06, 0.22)
"""Between two keys of a person who types."""


@dataclass(frozen=True, slots=True)
class Key:
    """How long one key took until its page was painted, in seconds: on the clock, and of the processor."""

    clock: float
    cpu: float


class _Painted(QObject):
    """Knows when a sheet was painted with another picture than it had."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet)
        self._sheet, self._before, self.anew = sheet, 0, False
        sheet.installEventFilter(self)

    def begin(self) -> None:
        """Wait for the next picture."""
        self._before, self.anew = self._sheet.image.cacheKey(), False

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        """Note a paint of a new picture; the paint itself is done when the loop comes back."""
        if event.type() is QEvent.Type.Paint and self._sheet.image.cacheKey() != self._before:
            self.anew = True
        return False


def play(keys: str) -> dict[str, list[dict[str, float]]]:
    """Time keys at a page of words and at a page of photos; {text: [{clock, cpu}], photos: […]}."""
    app = QApplication(["preview"])
    with stage.office() as folder:
        player = stage.signed_in(app, folder)
        told = {name: _timed(player, int(keys), photos=name == "photos") for name in ("text", "photos")}
        player.desktop.window.close()
    return {name: [{"clock": one.clock, "cpu": one.cpu} for one in timed] for name, timed in told.items()}


def _timed(player: Player, keys: int, *, photos: bool) -> list[Key]:
    made = ready(player.rooms.work.desk, stage.pictures()[:2] if photos else [])
    house = player.desktop.house
    if house is None:
        raise RuntimeError("no house")
    house.going.open_inspection(made.inspection_id)
    player.rest()
    paper = player.rooms.bench.paper.paper
    if photos:
        paper.verticalScrollBar().setValue(paper.verticalScrollBar().maximum())
    _open(player, made)
    sheet = paper.sheet(max(paper.page, 1))
    return _typed(player, _Painted(sheet), keys)


def _open(player: Player, made: Ready) -> None:
    player.rooms.bench.findings.open_finding(made.finding_ids[1])
    player.until(lambda: player.focused == "fact", "the fact has the keys")
    player.press("Ctrl+A")
    player.type("在")
    player.rest()


def _typed(player: Player, painted: _Painted, keys: int) -> list[Key]:
    chance, told = random.Random(SEED), []  # noqa: S311 - pauses, not keys
    for n in range(keys):
        if n and n % len(SENTENCE) == 0:
            player.press("Ctrl+A")
        painted.begin()
        began, worked = perf_counter(), process_time()
        player.type(SENTENCE[n % len(SENTENCE)])
        player.until(lambda: painted.anew, "the page is painted anew", 10)
        told.append(Key(perf_counter() - began, process_time() - worked))
        until = monotonic() + chance.uniform(*PAUSE_S)
        player.until(lambda end=until: monotonic() >= end, "the next key")  # type: ignore[misc]
    return told
