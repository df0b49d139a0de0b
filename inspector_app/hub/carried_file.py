"""What stands in an exchange file, as the hub reads it: gone through to its end before anything is held.

A file is read three times: to be checked, for its bundles, for its photos. Until its end is proven, memory
holds one frame of it and the names of its photos, however large it is.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from inspector_app.domain.errors import DamagedError, Progress
from inspector_app.sync import outcome, wire
from inspector_app.sync.file_hello import FileHello
from inspector_app.sync.frames import Frame, Kind, Reader
from inspector_app.sync.photo_frames import Photos
from inspector_app.sync.sealed_file import Reading

MOST_PHOTOS = 1_000_000
_NAME, _NUMBER = 32, 4


@dataclass(slots=True)
class Checked:
    """What a file that is whole says, and how much it holds.

    Attributes:
        have: the ends of all journals that its writer has.
        size: bytes of its bundles and receipts.
        photos: their names, 64 hex digits, in order.
        end: what its END frame says.
    """

    hello: FileHello = field(default_factory=FileHello)
    have: wire.Tips = field(default_factory=dict)
    size: int = 0
    photos: dict[str, None] = field(default_factory=dict)
    end: dict[str, object] = field(default_factory=dict)


def checked(file: Reading, key: bytes, progress: Progress, *, named_by_content: bool) -> Checked:
    """Go through a file to its end.

    Args:
        key: of its content, 32 bytes.
        named_by_content: a photo's name is its sha256.

    Raises:
        DamagedError: `exchange.file_damaged`, `exchange.frame_damaged`, `exchange.unreadable`.
        UnavailableError: `exchange.not_read`. Cancelled.
    """
    told, photos, reader = Checked(), Photos(keep=False, named_by_content=named_by_content), Reader()
    for one in _frames(file, key, reader):
        progress.step(len(told.photos), 0, outcome.CHECKING)
        if one.kind is Kind.HELLO:
            told.hello = FileHello.read(one.content)
        elif one.kind is Kind.HAVE:
            told.have = wire.read_tips(wire.load(one.content))
        elif one.kind in (Kind.BUNDLE, Kind.RECEIPT):
            told.size += len(one.content)
        elif (whole := photos.take(one)) is not None:
            told.photos[whole[0]] = None
            if len(told.photos) > MOST_PHOTOS:
                raise DamagedError("exchange.file_damaged", where="photo")
    told.end = reader.finish()
    photos.finish()
    return told


def bundles_of(file: Reading, key: bytes, told: Checked) -> tuple[list[bytes], list[bytes]]:
    """Return the bundles of a checked file, and the receipts in it.

    Raises:
        DamagedError: `exchange.file_damaged`: it is another file by now.
    """
    reader, bundles, receipts = Reader(), list[bytes](), list[bytes]()
    for one in _frames(file, key, reader):
        if one.kind is Kind.BUNDLE:
            bundles.append(one.content)
        elif one.kind is Kind.RECEIPT:
            receipts.append(one.content)
    if reader.finish() != told.end:
        raise DamagedError("exchange.file_damaged", where="end")
    return bundles, receipts


def photos_of(file: Reading, key: bytes, wanted: Container[str]) -> Iterator[tuple[str, bytes, bool]]:
    """Yield the wanted photos of a checked file in pieces: name, bytes, and whether it ends with them."""
    for one in _frames(file, key, Reader()):
        name, rest = one.content[:_NAME].hex(), one.content[_NAME:]
        if one.kind not in (Kind.BLOB, Kind.BLOB_PART, Kind.BLOB_END) or name not in wanted:
            continue
        if one.kind is Kind.BLOB_PART:
            yield name, rest[_NUMBER:], False
        else:
            yield name, rest, True


def _frames(file: Reading, key: bytes, reader: Reader) -> Iterator[Frame]:
    for piece in file.pieces(key):
        yield from reader.feed(piece)
