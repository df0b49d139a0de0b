"""What a file holds that can be checked: its hash and its QR codes. The verdict is casework's.

Files come from strangers: sizes, pages and pixels are bounded before anything is decoded, and a PDF, whose
cost nobody knows beforehand, is read by a process with bounds.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from typing import Protocol

from inspector_app.documents.photos import decoded
from inspector_app.documents.proof.apart import Apart, OutOfBoundsError
from inspector_app.documents.proof.copies import mark_of
from inspector_app.documents.proof.pages import codes_in, read_pages
from inspector_app.documents.proof.qr import QrClaim
from inspector_app.domain.errors import RuleError

_MOST_CODES = 20
_MOST_TEXT = 100_000
_MOST_PARTS = 16
_FILE_END = re.compile(rb"%%EOF\n")
_PHOTO_EDGE = 4000


class Verifier(Protocol):
    """A public key."""

    def verify(self, purpose: str, message: bytes, signature: bytes) -> bool:
        """Tell whether the signature is this key's over the message, for the purpose."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in a file.

    Attributes:
        type: `pdf`, `image`, `text` or `unknown`.
        sha256: hash of the file's bytes, lower hex.
        qr_texts: text of each QR code, in reading order, each once; the text itself of a text file.
        pages: pages of a PDF, else 0.
        parts: (length, sha256) of each beginning of a PDF that ends like a whole file.
        mark: what the margin says, where all behind such a beginning is the mark of a copy of our own making.
        content_sha256: hash of the content embedded in a PDF, which is a claim and proves nothing.
        complete: False when pages were left unread because there were too many or they took too long.
        costly: reading it was given up: no paper takes so much memory or time.
    """

    type: str
    sha256: str
    qr_texts: tuple[str, ...] = ()
    pages: int = 0
    complete: bool = True
    parts: tuple[tuple[int, str], ...] = ()
    mark: str = ""
    content_sha256: str = ""
    costly: bool = False


class Examiner:
    """Looks into files; PDFs are read in a process of its own that lives until this is closed."""

    def __init__(self) -> None:
        self._pages = Apart(read_pages)

    def __enter__(self) -> "Examiner":
        return self

    def __exit__(self, *_: object) -> None:
        self._pages.close()

    def examine(self, raw: bytes) -> Examined:
        """Look into a file; what cannot be read is `unknown` and never an error."""
        digest = sha256(raw).hexdigest()
        if b"%PDF-" in raw[:1024]:
            return self._of_pdf(raw, digest)
        try:
            picture = decoded(raw, _PHOTO_EDGE)
        except RuleError:
            text = _text(raw)
            return Examined("text", digest, (text,)) if text else Examined("unknown", digest)
        return Examined("image", digest, tuple(codes_in(picture.convert("L"))))

    def _of_pdf(self, raw: bytes, digest: str) -> Examined:
        parts = tuple(_parts(raw))
        marks = (mark_of(raw, length) for length, _ in parts)
        mark = next((one.text() for one in marks if one is not None), "")
        begun = Examined("pdf", digest, complete=False, parts=parts, mark=mark)
        try:
            pages = self._pages.do(raw)
        except OutOfBoundsError:
            return replace(begun, costly=True)
        return replace(
            begun,
            qr_texts=pages.codes[:_MOST_CODES],
            pages=pages.count,
            complete=pages.complete,
            content_sha256=pages.content_sha256,
        )


def examine(raw: bytes) -> Examined:
    """Look into one file; who looks into many keeps an `Examiner`."""
    with Examiner() as examiner:
        return examiner.examine(raw)


def _text(raw: bytes) -> str:
    if len(raw) > _MOST_TEXT:
        return ""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").strip("\n")
    return "" if any(one < " " and one not in "\n\t" for one in text) else text


def _parts(raw: bytes) -> Iterator[tuple[int, str]]:
    """Yield each beginning of a file that ends with the mark of a whole PDF and a line end."""
    running, done = sha256(), 0
    for found in islice(_FILE_END.finditer(raw), _MOST_PARTS):
        if found.end() == len(raw):
            return
        running.update(raw[done : found.end()])
        done = found.end()
        yield done, running.copy().hexdigest()


def judge_qr(claim: QrClaim, find_key: Callable[[str], Verifier | None]) -> str:
    """Return `valid` or `invalid` by the signature alone, `unknown` when the key is not known."""
    key = find_key(claim.key_id)
    if key is None:
        return "unknown"
    return "valid" if key.verify("qr", claim.message, claim.signature) else "invalid"
