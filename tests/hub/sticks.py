"""Exchange files as laptops write them, made by hand for tests of the hub."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from inspector_app.sync import file_proof, sealed_file, wire
from inspector_app.sync.file_hello import FileHello
from inspector_app.sync.frames import Counting, Kind, frame
from inspector_app.sync.photo_frames import photo_frames
from inspector_app.sync.sealed_file import Header
from inspector_app.trust.keys import SigningKey, VerifyKey
from inspector_app.trust.recipients import recipient_of
from inspector_app.trust.seal import seal
from tests.hub.office import Office

KEY = bytes(range(32))


@dataclass
class Silent:
    """Progress that nobody looks at."""

    told: list[str] = field(default_factory=list)

    def step(self, done: int, total: int, doing: str = "") -> None:
        self.told.append(doing)


@dataclass
class Stick:
    """One file to be written.

    Attributes:
        signer: signs the end; the sender itself unless a test lies.
        names: of the photos, where they are not their sha256.
    """

    office: Office
    sender: SigningKey
    room: str = ""
    bundles: Sequence[bytes] = ()
    receipts: Sequence[bytes] = ()
    photos: Sequence[bytes] = ()
    names: Sequence[bytes] = ()
    have: wire.Tips = field(default_factory=dict)
    hello: FileHello = field(default_factory=FileHello)
    file: str = "1f" * 16
    signer: SigningKey | None = None
    readers: Sequence[VerifyKey] = ()

    def write(self, path: Path) -> Path:
        hub = self.office.hub.facts.key
        blank = Header(
            self.room or self.office.workspace, self.sender.key_id, self.file, "2026-03-02T08:00:00Z", {}
        )
        readers = self.readers or [hub]
        boxes = {one.key_id: seal(recipient_of(one), KEY, blank.context) for one in readers}
        header = replace(blank, recipients=boxes)
        sealed_file.write(path, sealed_file.sealed(header, KEY, self._pieces(header)))
        return path

    def _pieces(self, header: Header) -> Iterable[bytes]:
        counting = Counting()
        for raw in self._frames():
            yield counting.take(raw)
        bound = sha256(header.to_bytes()).digest()
        end = file_proof.signed_end(counting, self.signer or self.sender, bound)
        yield frame(Kind.END, end)

    def _frames(self) -> Iterable[bytes]:
        yield frame(Kind.HELLO, self.hello.to_bytes())
        yield frame(Kind.HAVE, wire.dump(wire.told_tips(self.have)))
        yield from (frame(Kind.BUNDLE, raw) for raw in self.bundles)
        yield from (frame(Kind.RECEIPT, raw) for raw in self.receipts)
        names = self.names or [sha256(each).digest() for each in self.photos]
        for name, content in zip(names, self.photos, strict=True):
            yield from photo_frames(name, content)
