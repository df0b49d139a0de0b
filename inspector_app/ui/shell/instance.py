"""One window per data folder: a second start shows the first one and ends."""

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 2000


class Instance(QObject):
    """Holds the folder's lock while it lives.

    Signals:
        show_requested: a second start asks this one to come forward.
    """

    show_requested = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self._name = "inspector-app-" + sha256(str(folder.resolve()).encode()).hexdigest()[:24]
        self._lock = QLockFile(str(folder / "window.lock"))
        # A long day is no reason to take the lock away; a dead process is, and Qt looks for that by itself.
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._on_connection)

    def first(self) -> bool:
        """Take the lock and tell whether nobody else has it; a second one asks the first to show itself."""
        if self._lock.tryLock(0):
            QLocalServer.removeServer(self._name)
            self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
            self._server.listen(self._name)
            return True
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(WAIT_MS):
            socket.disconnectFromServer()
        return False

    @Slot()
    def _on_connection(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
        self.show_requested.emit()

    def release(self) -> None:
        """Let the next start be the first."""
        self._server.close()
        self._lock.unlock()
