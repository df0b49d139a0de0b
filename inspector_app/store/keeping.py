"""What one laptop keeps beside its journal: photos and files, what is being typed, small settings."""

import threading
from collections.abc import Iterable, Mapping

from inspector_app.domain.errors import DamagedError, UnavailableError

from . import arrivals, device, handing, journaling, telling
from .arrivals import Arrival
from .holding import Holding
from .reading import Json


class Keeping(Holding):
    """Files, draft buffer and settings of a store."""

    def put_blob(self, content: bytes) -> str:
        """Keep a photo or file, durable before this returns, and return its sha256 as hex."""
        digest = self._vault.put(content)
        with self._reading() as connection:
            elsewhere = handing.is_elsewhere(connection, digest)
        if elsewhere:
            self._take_back(digest)
        return digest

    def blob(self, digest: str) -> bytes:
        """Return a photo or file.

        Raises:
            DamagedError: `store.blob_missing`, `store.blob_damaged`.
            UnavailableError: `store.blob_elsewhere`: only the hub keeps it; an exchange may bring it.
        """
        try:
            return self._vault.get(digest)
        except DamagedError as problem:
            with self._reading() as connection:
                elsewhere = handing.is_elsewhere(connection, digest)
            if problem.code != "store.blob_missing" or not elsewhere:
                raise
            raise UnavailableError("store.blob_elsewhere", where=digest) from problem

    def has_blob(self, digest: str) -> bool:
        """Tell whether there is a photo or file with this sha256; only `blob` proves its content."""
        return self._vault.has(digest)

    def blob_size(self, digest: str) -> int:
        """Return about how many bytes a photo or file has, never too few; 0 when it is not here."""
        return self._vault.size(digest)

    def elsewhere(self) -> dict[str, int]:
        """Return the sha256 of files that only the hub keeps, with `handing.GONE` or `handing.LEFT`."""
        with self._reading() as connection:
            return handing.elsewhere(connection)

    def leave_elsewhere(self, digests: Iterable[str]) -> None:
        """Note that the hub holds files that are not to come here until somebody needs them."""
        left = [each for each in digests if not self._vault.has(each)]
        with self._writing() as connection:
            handing.mark_left(connection, left, self._clock.now().isoformat(timespec="seconds"))
            self._commit(connection)

    def drop_blobs(self, digests: Iterable[str]) -> tuple[str, ...]:
        """Remove files that the hub gave a receipt for, and return which; the others stay.

        It is noted first: a power cut leaves files that the next start's sweep removes, never a file that is
        missed. Whoever calls has proven a second copy.

        Raises:
            UnavailableError: `store.disk_error`.
        """
        wanted = list(digests)
        with self._writing() as connection:
            known = handing.received_at(connection, wanted)
            gone = tuple(each for each in wanted if each in known and self._vault.has(each))
            handing.mark_gone(connection, gone)
            self._commit(connection)
        for each in gone:
            self._vault.remove(each)
        return gone

    def arrived(self) -> int:
        """Return how many entries ever came to stand here, written or received: it only grows."""
        with self._reading() as connection:
            return journaling.arrived(connection)

    def arrivals(self, marks: Mapping[str, int]) -> list[Arrival]:
        """Return what arrived about each of these records after its own place; see `arrivals.since`."""
        with self._reading() as connection:
            return arrivals.since(connection, marks)

    def places(self, hashes: Iterable[str]) -> dict[str, int]:
        """Return where these entries stand in the order of arrival here; see `arrivals.places`."""
        with self._reading() as connection:
            return arrivals.places(connection, hashes)

    def settings(self, keys: Iterable[str]) -> dict[str, str]:
        """Return those of these settings of this laptop that were set."""
        with self._reading() as connection:
            return arrivals.settings(connection, keys)

    def _take_back(self, digest: str) -> None:
        if self._owner == threading.get_ident():  # it comes to stand with the transaction that is open here
            handing.mark_here(self._writer, digest)
            return
        with self._writing() as connection:
            handing.mark_here(connection, digest)
            self._commit(connection)

    def sweep(self) -> int:
        """Remove files that no entry, buffer line or setting ever named, and dropped ones; return how many.

        Kept besides: files put since the store was opened, and all that stood here when an older
        database was adopted, since entries that name them may yet come back from the office.
        """
        with self._writing() as connection:
            keep = {self._vault.name(each) for each in telling.references(connection)}
            keep.update(each[0] for each in connection.exec_driver_sql("SELECT name FROM kept_blob"))
            keep.difference_update(self._vault.name(each) for each in handing.elsewhere(connection))
            return self._vault.sweep(keep)

    def buffer_put(self, key: str, value: Json) -> None:
        """Keep what is being typed, durable before this returns."""
        with self._writing() as connection:
            device.put_buffer(connection, key, value, self._clock.now())
            self._commit(connection)

    def buffer(self) -> dict[str, Json]:
        """Return what was being typed, by key, the oldest first."""
        with self._reading() as connection:
            return device.read_buffer(connection)

    def buffer_drop(self, key: str) -> None:
        """Forget one line of the buffer."""
        with self._writing() as connection:
            device.drop_buffer(connection, [key])
            self._commit(connection)

    def setting(self, key: str) -> str | None:
        """Return a setting of this laptop, or None."""
        with self._reading() as connection:
            return device.read_setting(connection, key)

    def set_setting(self, key: str, value: str | None) -> None:
        """Set a setting of this laptop; None removes it."""
        with self._writing() as connection:
            device.write_setting(connection, key, value)
            self._commit(connection)
