"""The desk: what every piece of work is done with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from inspector_app.domain.chinese import local_date
from inspector_app.domain.clock import Clock
from inspector_app.domain.content import Content
from inspector_app.domain.copies import CopyMark
from inspector_app.domain.countersigning import Countersign
from inspector_app.domain.digest_paper import DigestPaper
from inspector_app.domain.rules import Rules
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey


class Rendered(Protocol):
    """A finished page set."""

    @property
    def pdf(self) -> bytes:
        """The file's bytes."""

    @property
    def pages(self) -> int:
        """How many pages."""

    @property
    def content_hash(self) -> bytes:
        """The sha256 of the content's canonical form."""

    @property
    def sign_page(self) -> int:
        """The page (from 1) that carries the signature block."""


class PhotoFacts(Protocol):
    """What a photo says of itself."""

    @property
    def taken(self) -> datetime | None:
        """When, as stated by the device, if it states a time."""

    @property
    def stated(self) -> str:
        """Time, place and device as stated, in one line; evidence of nothing but the statement."""


class Renderer(Protocol):
    """Draws documents; the desktop hands in the documents room, which casework does not import."""

    def render(
        self, content: Content, *, photos: Mapping[str, bytes], qr: str | None, draft: bool = False
    ) -> Rendered:
        """Return the pages of a content."""

    def content_hash(self, content: Content) -> bytes:
        """Return the sha256 of the content's canonical form."""

    def qr_text(self, content: Content, key_id: str, sign: Callable[[bytes], bytes]) -> str:
        """Return the text of the QR code, signed."""

    def mark_copy(self, pdf: bytes, mark: CopyMark) -> bytes:
        """Return a copy of an issued file with its mark in the margin."""

    def code(self, content_hash: bytes) -> str:
        """Return the 12-character code of a content."""

    def missing(self, text: str) -> frozenset[str]:
        """Return the characters that no font can draw."""

    def inspect_photo(self, raw: bytes) -> PhotoFacts:
        """Refuse what is no photo and say what it states of itself."""

    def inspect_scan(self, raw: bytes) -> int:
        """Refuse what is neither a photo nor a readable PDF and return how many pages it has."""

    def late_paper(self, content: Content, scans: Sequence[bytes]) -> Rendered:
        """Return the file of a paper that was scanned or photographed (补录)."""

    def inspect_seal(self, raw: bytes, diameter_mm: int) -> None:
        """Refuse a picture that cannot stand as a seal on paper."""

    def countersign(self, told: Countersign) -> bytes:
        """Return the file of a 签名页."""

    def digest(self, paper: DigestPaper) -> bytes:
        """Return the file of a digest (日汇报, 周调度)."""

    def word(self, paper: DigestPaper) -> bytes:
        """Return the same as a Word file, for others to go on with."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A person at work: the open store, the office's rules, the clock, and the own signature.

    Attributes:
        user: id of the signed-in person.
        signer: the person's key, at hand only after the PIN; None for mere looking and writing drafts.
    """

    store: Store
    rules: Rules
    clock: Clock
    renderer: Renderer
    user: str
    signer: SigningKey | None = None

    def today(self) -> date:
        """Return the day in China."""
        return local_date(self.clock.now())
