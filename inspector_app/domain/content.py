"""The content of a document: everything a page says, resolved to text, before anyone draws it.

What is hashed and signed is this content in canonical form, so a field added here later must have a
default that leaves the canonical form of old contents unchanged: empty values are not written.
"""

import json
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from inspector_app.domain.marks import Mark

SCHEMA = "inspector.document/1"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the letter; `heading` is set in 黑体 at its start."""

    text: str
    heading: str = ""
    element: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; `widths` in millimetres, `align` one of L, C, R per column; cells may hold newlines."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    align: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class PhotoCell:
    """A photo of the annex: the original's hash, caption, the time as stated by the device, and its marks."""

    sha256: str
    caption: str
    taken: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    """附页: the list of findings and the photos, two a row."""

    title: str
    table: Table | None
    photos: tuple[PhotoCell, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a 表格式 document: labels and values alternate.

    Attributes:
        widths: millimetres, summing to 156; one per cell.
        min_mm: least height.
        grow: share of the page's spare height that this row takes.
        strike: blank space below the text is struck with a line.
        sign: a line at the foot of the last cell for signing by hand.
    """

    widths: tuple[int, ...]
    cells: tuple[str, ...]
    min_mm: int = 0
    grow: int = 0
    align: str = "L"
    top: bool = False
    strike: bool = False
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """Where the seal stands.

    Attributes:
        sha256: picture of an electronic seal (PNG with transparency); empty where a real stamp is used.
        diameter_mm: of the seal.
        x_mm, y_mm: the stamp's centre from the left and lower edge of the sheet, on paper that was
            stamped beforehand (先盖章纸); 0 where the seal follows the text.
    """

    sha256: str = ""
    diameter_mm: int = 42
    x_mm: int = 0
    y_mm: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """All that a document says.

    Attributes:
        kind: code of the document kind.
        kind_label: its name on paper.
        layout: `letter` (GB/T 9704 grid) or `form` (表格式).
        title: the lines of the title; the issuing body is the first.
        number: the document number; a draft has none.
        addressee: with its colon; letters only.
        paragraphs: text before the table (`table_after` of them) and behind it.
        table_after: how many paragraphs stand before `table`.
        issuer: the issuing body's name in the signature block.
        date: 成文日期 as printed.
        officers: (name, certificate number) of each.
        receipt: rows of the block signed by the recipient; cells alternate label, blank.
        copies: (n, whom it is for).
        facts: the short facts that the QR code carries in clear, e.g. number, kind, addressee, issued,
            deadline, scope, count; ISO dates.
        phone: telephone number for checking the document.
        verify_note: what a reader is asked to compare.
        edition: hash of the forms edition it was made from.
        size, lead: type size and line pitch in points, forms only.
        seal: an electronic seal, or the place of the stamp on pre-stamped paper; None where the
            paper is sealed at the office.
    """

    kind: str
    kind_label: str
    layout: str
    title: tuple[str, ...]
    number: str
    issuer: str
    date: str
    edition: str
    addressee: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    table: Table | None = None
    table_after: int = 0
    rows: tuple[FormRow, ...] = ()
    annex: Annex | None = None
    officers: tuple[tuple[str, str], ...] = ()
    receipt: tuple[tuple[str, ...], ...] = ()
    copies: tuple[tuple[int, str], ...] = ()
    main_recipient: str = ""
    copied: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    phone: str = ""
    verify_note: str = ""
    left_note: str = ""
    footer: str = ""
    imprint: str = ""
    size_tenths: int = 0
    lead_tenths: int = 0
    seal: Seal | None = None

    def fact(self, name: str) -> str:
        """Return a fact of the QR code, empty when this document has none of that name."""
        return dict(self.facts).get(name, "")


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {name: item for name, item in told.items() if item not in ("", 0, False, None, [])}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def canonical(content: Content) -> bytes:
    """Return what is hashed and signed: JSON, sorted keys, no spaces, UTF-8, empty fields left out."""
    told = {"schema": SCHEMA, **_plain(content)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
