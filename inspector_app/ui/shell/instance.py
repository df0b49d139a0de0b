"""One window per data folder: a second start shows the first one and ends."""

import errno
import os
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCryptographicHash, QLockFile, QObject, QThread, Signal, Slot

WAIT_MS = 2000
STEP_MS = 100


class Instance(QObject):
    """Holds the folder's lock while it lives.

    Signals:
        show_requested: a second start asks this one to come forward.
    """

    show_requested = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        # Qt's own: hashlib's library costs 4 ms before the first page stands there.
        place = QCryptographicHash.hash(
            str(folder.resolve()).encode(), QCryptographicHash.Algorithm.Sha256
        ).toHex()
        self._name = "inspector-app-" + bytes(place.data()).decode()[:24]
        self._lock = QLockFile(str(folder / "window.lock"))
        # A long day is no reason to take the lock away; a dead process is, and Qt looks for that by itself.
        self._lock.setStaleLockTime(0)
        self._server: Any = None

    def first(self) -> bool:
        """Take the lock and tell whether nobody else has it; a second one asks the first to show itself.

        Raises:
            OSError: the lock cannot be written, so nobody has it, and nothing else could be written either.
        """
        if self._lock.tryLock(0):
            return True
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES), self._lock.fileName())
        network, tries = _network(), WAIT_MS // STEP_MS
        for _ in range(tries):
            socket = network.QLocalSocket()
            socket.connectToServer(self._name)
            if socket.waitForConnected(STEP_MS):
                socket.disconnectFromServer()
                break
            QThread.msleep(STEP_MS)  # it may have started a moment ago and not hear yet
        return False

    def listen(self) -> None:
        """Hear further starts from now on; called once the first page stands on the screen."""
        network = _network()
        self._server = network.QLocalServer(self)
        self._server.newConnection.connect(self._on_connection)
        network.QLocalServer.removeServer(self._name)
        self._server.setSocketOptions(network.QLocalServer.SocketOption.UserAccessOption)
        self._server.listen(self._name)

    @Slot()
    def _on_connection(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
        self.show_requested.emit()

    def release(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()


def _network() -> Any:
    """Return Qt's network library, loaded behind the first paint: it costs 5 ms."""
    return import_module("PySide6.QtNetwork")
