"""Photos and files: each one is there whole and durable, or not at all. None lies in memory whole."""

import contextlib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from hashlib import file_digest
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select

from inspector_app.domain.errors import DamagedError, RuleError
from inspector_app.journal.receipt import MOST_NAMES, BlobReceipt
from inspector_app.trust.durable import sweep, sync_folder

from . import log_book
from .base import Base
from .tables import blob
from .together import Together
from .upload import Upload, writing

FOLDER = "blobs"

# Asked for each file: made once.
_HELD = select(blob.c.size, blob.c.sha256).where(
    blob.c.workspace == bindparam("room"), blob.c.name == bindparam("file")
)


class _Row(NamedTuple):
    workspace: str
    name: str
    size: int
    sha256: bytes


class Several(NamedTuple):
    """What became of files that came together.

    Attributes:
        receipt: for those that the hub holds now; None when it holds none of them.
        refused: by name why the hub does not have one.
    """

    receipt: bytes | None
    refused: Mapping[str, DamagedError]


class Held(NamedTuple):
    """A file that is held.

    Attributes:
        path: where it lies.
        sha256: of its bytes when it came; None when that was not kept.
    """

    path: Path
    sha256: bytes | None


class Blobs:
    """The files of one hub: `blobs/<workspace>/ab/<name>`, and a row for each that is whole.

    In the office's own workspace a file is called by its sha256. In one that is shared by key it has a name
    that tells nothing, and the first content that came under it stays for as long as it is sound.
    """

    def __init__(self, folder: Path, base: Base) -> None:
        self._root, self._folder = folder, folder / FOLDER
        self._base = base
        self._entering: Together[Sequence[_Row]] = Together(self._enter)
        self._durable: set[Path] = set()
        new = base.database.insert(blob)
        moved = {"size": new.excluded.size, "at": new.excluded.at, "sha256": new.excluded.sha256}
        self._put = new.on_conflict_do_update(index_elements=["workspace", "name"], set_=moved)

    def missing(self, room: str, names: Sequence[str]) -> list[str]:
        """Return which of these files are not held whole, in the order asked."""
        held: dict[str, int] = {}
        with self._base.database.reading() as connection:
            for at in range(0, len(names), MOST_NAMES):
                asked = select(blob.c.name, blob.c.size).where(
                    blob.c.workspace == room, blob.c.name.in_(names[at : at + MOST_NAMES])
                )
                held.update((row.name, int(row.size)) for row in connection.execute(asked))
        return [name for name in names if name not in held or _size(self.place(room, name)) != held[name]]

    def begin(self, room: str, name: str) -> Upload:
        """Begin to take one file in; end it with `finish`, or with `drop`.

        Args:
            name: 64 hex digits.

        Raises:
            RuleError: `hub.workspace_unknown`: nothing of it is written.
            UnavailableError: `hub.disk_full`, `hub.blob_not_written`.
        """
        self._base.rooms.admit(room)
        self._base.disk.refuse_full(0)
        return Upload(name, self.place(room, name), self._base.disk)

    def finish(self, room: str, upload: Upload, sha: bytes) -> bytes:
        """Keep a file that came whole, and return the hub's receipt for it.

        Args:
            sha: sha256 of all bytes as the sender counted it.

        Raises:
            DamagedError: `hub.blob_damaged`: other bytes came.
            UnavailableError: `hub.disk_full`, `hub.blob_not_written`.
        """
        upload.refuse_other(sha)
        self._refuse_misnamed(room, upload)
        if not self.is_sound(room, upload.name):
            self._keep(room, [upload])
        return self.signed(room, [upload.name])

    def take(self, room: str, name: str, content: bytes, sha: bytes) -> bytes:
        """Take in one small file that came whole, and return the hub's receipt for it.

        Raises:
            what `begin`, `Upload.write` and `finish` raise.
        """
        with contextlib.closing(self.begin(room, name)) as upload:
            upload.write(content)
            return self.finish(room, upload, sha)

    def take_several(self, room: str, files: Mapping[str, bytes]) -> Several:
        """Take in small files that came together, at most MOST_NAMES: one that is bad keeps no other one out.

        Raises:
            what `begin` and `Upload.write` raise: none of them is held then because of this.
        """
        lacking, refused = set(self.missing(room, list(files))), {}
        with ExitStack() as open_:
            fresh = []
            for name, content in files.items():
                upload = open_.enter_context(contextlib.closing(self.begin(room, name)))
                upload.write(content)
                try:
                    self._refuse_misnamed(room, upload)
                except DamagedError as problem:
                    refused[name] = problem
                    continue
                if name in lacking or not self.is_sound(room, name):
                    fresh.append(upload)
            if fresh:
                self._keep(room, fresh)
        held = [name for name in files if name not in refused]
        return Several(self.signed(room, held) if held else None, refused)

    def find(self, room: str, name: str) -> Held | None:
        """Return where a file lies, None when it is not held."""
        with self._base.database.reading() as connection:
            row = connection.execute(_HELD, {"room": room, "file": name}).one_or_none()
        place = self.place(room, name)
        if row is None or _size(place) != row.size:
            return None
        if room == self._base.facts.workspace:
            return Held(place, bytes.fromhex(name))
        return Held(place, None if row.sha256 is None else bytes(row.sha256))

    def is_sound(self, room: str, name: str) -> bool:
        """Tell whether one file is held and its bytes are still those that came; all of it is read."""
        held = self.find(room, name)
        if held is None or held.sha256 is None:
            return held is not None
        try:
            with held.path.open("rb") as file:
                return file_digest(file, "sha256").digest() == held.sha256
        except OSError:
            return False

    def rotted(self, room: str, name: str) -> None:
        """Forget a file whose bytes are no longer those that came, so that laptops bring it again.

        It is read once more before: another laptop may have brought it meanwhile.
        """
        gone = delete(blob).where(blob.c.workspace == room, blob.c.name == name)
        with self._base.database.writing() as connection:
            log_book.begin(connection, room)  # nobody puts another one there meanwhile
            if not self.is_sound(room, name) and connection.execute(gone).rowcount:
                self._base.audit.note_in(connection, "blob_rotted", workspace=room, name=name)

    def receipt(self, room: str, names: Sequence[str]) -> bytes:
        """Return the hub's receipt for files that it holds, 1 to MOST_NAMES of them.

        Raises:
            RuleError: `hub.blob_unknown`: one of them is not held.
        """
        lacking = self.missing(room, names)
        if lacking or not names:
            raise RuleError("hub.blob_unknown", where=lacking[0] if lacking else room)
        return self.signed(room, names)

    def signed(self, room: str, names: Sequence[str]) -> bytes:
        """Return the hub's receipt for files that were seen to be held a moment ago."""
        at = self._base.now()
        return BlobReceipt(self._base.facts.id, room, tuple(names), at).sign(self._base.keys.hub)

    def _refuse_misnamed(self, room: str, upload: Upload) -> None:
        """Refuse a file of the office's own workspace that is not called by its sha256.

        Raises:
            DamagedError: `hub.blob_damaged`.
        """
        if room == self._base.facts.workspace and upload.digest.hex() != upload.name:
            raise DamagedError("hub.blob_damaged", where=upload.name)

    def _keep(self, room: str, uploads: Sequence[Upload]) -> None:
        """Make files that are whole durable, and enter them."""
        if room != self._base.facts.workspace:
            self._keep_one_of_each(room, uploads)
            return
        self._settle(uploads)
        self._entering.add([_row(room, each) for each in uploads])

    def _keep_one_of_each(self, room: str, uploads: Sequence[Upload]) -> None:
        """Keep files whose names say nothing of their bytes: place and row are of one sender, or of none.

        Two laptops seal one photo to different bytes. Whoever comes second, also by another worker, finds
        the first one's file sound and leaves it.
        """
        with self._base.database.writing() as connection:
            log_book.begin(connection, room)
            fresh = [each for each in uploads if not self.is_sound(room, each.name)]
            self._settle(fresh)
            if fresh:
                at = self._base.now()
                rows = [{**_row(room, each)._asdict(), "at": at} for each in fresh]
                connection.execute(self._put, rows)

    def _settle(self, uploads: Sequence[Upload]) -> None:
        for each in uploads:
            each.settle()
        for folder, name in {each.place.parent: each.name for each in uploads}.items():
            with writing(name):
                self._make_durable(folder)

    def _enter(self, batches: Sequence[Sequence[_Row]]) -> None:
        """Enter files in one order, so that two workers never wait for each other."""
        at = self._base.now()
        written = {each[:2]: {**each._asdict(), "at": at} for each in sorted(chain(*batches))}
        with self._base.database.writing() as connection:
            connection.execute(self._put, list(written.values()))

    def _make_durable(self, folder: Path) -> None:
        """Wait until the disk has the names in a folder; those of the folders above once, for they stay."""
        sync_folder(folder)
        while folder != self._root and folder not in self._durable:
            sync_folder(folder.parent)
            self._durable.add(folder)
            folder = folder.parent

    def count(self) -> tuple[int, int]:
        """Return how many files are held, and their bytes."""
        with self._base.database.reading() as connection:
            row = connection.execute(select(func.count(), func.coalesce(func.sum(blob.c.size), 0))).one()
        return int(row[0]), int(row[1])

    def sweep(self) -> int:
        """Remove what broken uploads left a day ago or longer, and return how many there were."""
        return sweep(self._folder.glob("*/??/*.new"))

    def place(self, room: str, name: str) -> Path:
        """Return where a file of a workspace lies, or would."""
        return self._folder / room / name[:2] / name


def _row(room: str, upload: Upload) -> _Row:
    return _Row(room, upload.name, upload.size, upload.digest)


def _size(place: Path) -> int:
    try:
        return place.stat().st_size
    except OSError:
        return -1
