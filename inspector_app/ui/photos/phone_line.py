"""The line to a phone: a server of the receiving room, whose photos come in as any others do."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface

from inspector_app.casework.base.desk import Desk
from inspector_app.domain.errors import InspectorError, Progress
from inspector_app.receiving.addresses import Network, reachable
from inspector_app.receiving.limits import Limits
from inspector_app.receiving.server import Fate, PhoneServer, Texts
from inspector_app.ui.controls.pictures import Shelf
from inspector_app.ui.jobs import PHOTOS, Jobs
from inspector_app.ui.photos.intake_work import take

PATIENCE_SECONDS = 60.0
"""How long a phone is kept waiting for what becomes of its photo."""

_WATCH_MS = 1000

Networks = Callable[[], list[Network]]


def own_networks() -> list[Network]:
    """Return the networks of this machine that a phone beside it can reach, the likeliest first."""
    up = QNetworkInterface.InterfaceFlag.IsUp | QNetworkInterface.InterfaceFlag.IsRunning
    told = []
    for one in QNetworkInterface.allInterfaces():
        wireless = one.type() == QNetworkInterface.InterfaceType.Wifi
        if one.flags() & up != up or one.flags() & QNetworkInterface.InterfaceFlag.IsLoopBack:
            continue
        told += [
            Network(one.humanReadableName(), entry.ip().toString(), wireless)
            for entry in one.addressEntries()
            if entry.ip().protocol() == QAbstractSocket.NetworkLayerProtocol.IPv4Protocol
        ]
    return reachable(told)


@dataclass(frozen=True, slots=True)
class Sent:
    """A photo that a phone sent, as a source for the intake."""

    raw: bytes
    name: str

    def read(self) -> bytes:
        """Return its bytes."""
        return self.raw


class _Waiting:
    """What a thread of the receiving room waits for; filled in the lane of photos."""

    def __init__(self, sent: Sent) -> None:
        self.sent, self.fate = sent, Fate(sent.name, "phone.not_kept", sent.name)
        self._known = threading.Event()

    def settle(self, fate: Fate | None = None) -> None:
        """Say what became of it; None leaves it as not kept."""
        self.fate = fate or self.fate
        self._known.set()

    def wait(self) -> Fate:
        """Return what became of it, however it went."""
        self._known.wait(PATIENCE_SECONDS)
        return self.fate


class PhoneLine(QObject):
    """Runs one server at a time; photos go to the inspection and finding that are open when they arrive.

    Signals:
        opened: a phone has opened the page.
        told: the Fate of a photo.
        arrived: a photo became durable.
        over: the address is dead because nobody used it for too long.
    """

    opened = Signal()
    told = Signal(object)
    arrived = Signal()
    over = Signal()
    _handed = Signal(object)

    def __init__(self, jobs: Jobs, shelf: Shelf, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._shelf, self._texts = jobs, shelf, texts
        self.server: PhoneServer | None = None
        self._whither: Callable[[], tuple[Desk, str, str] | None] = lambda: None
        self._handed.connect(self._take)
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self._look)

    def start(
        self,
        address: str,
        whither: Callable[[], tuple[Desk, str, str] | None],
        limits: Limits | None = None,
    ) -> str:
        """Begin to listen and return the secret address.

        Args:
            whither: desk, inspection and finding that photos go to now; None when there is none any more.

        Raises:
            UnavailableError: `phone.no_port`.
        """
        self.stop()
        self._whither = whither
        server = PhoneServer(address, _Ears(self), self._texts, limits)
        server.start()
        self.server = server
        self._watch.start()
        return server.url

    def stop(self) -> None:
        """End: the address is dead from now on."""
        server, self.server = self.server, None
        self._watch.stop()
        if server is not None:
            server.stop()

    def _look(self) -> None:
        if self.server is not None and self.server.reception.over:
            self.stop()
            self.over.emit()

    def _take(self, waiting: _Waiting) -> None:
        """Put a photo into the lane of photos; on the screen's thread."""
        whither = self._whither() if self.server is not None else None
        if whither is None:
            waiting.settle()
            return
        desk, inspection_id, finding_id = whither
        shelf, sent = self._shelf, waiting.sent

        def work(_: Progress) -> Fate:
            fate = Fate(sent.name, "phone.not_kept", sent.name)
            try:
                told = take(desk, shelf, inspection_id, finding_id, sent, once=True)
                fate = Fate(sent.name, "phone.known" if told.known else "phone.taken", sent.name)
            except InspectorError as error:
                fate = Fate.of(sent.name, error)
            finally:
                # The phone is answered whatever happens, here and not on the screen's thread.
                waiting.settle(fate)
            return fate

        job = self._jobs.start(work, self._done, lane=PHOTOS)
        job.cancelled.connect(partial(waiting.settle, None))

    def _done(self, fate: Fate) -> None:
        self.told.emit(fate)
        if fate.code == "phone.taken":
            self.arrived.emit()


class _Ears:
    """Hears for the line on the receiving room's threads; signals carry it to the screen's."""

    def __init__(self, line: PhoneLine) -> None:
        self._line = line

    def deliver(self, raw: bytes, name: str) -> Fate:
        """Hand a photo over and wait for what becomes of it."""
        waiting = _Waiting(Sent(raw, name))
        self._line._handed.emit(waiting)
        return waiting.wait()

    def opened(self) -> None:
        """A phone has opened the page."""
        self._line.opened.emit()

    def refused(self, fate: Fate) -> None:
        """Something was refused before it was handed on."""
        self._line.told.emit(fate)
