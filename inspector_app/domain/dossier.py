"""案卷: what one target's matter leaves behind, put in order, with its cover, 卷内目录 and 备考表.

The parts follow the order in which a file is laid up in practice; pages of documents are numbered through,
cover, 卷内目录 and 备考表 are not (GB/T 9705-2008).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from inspector_app.domain.errors import Progress
from inspector_app.domain.marks import Mark
from inspector_app.domain.templates import DocumentKind

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


class Part(StrEnum):
    """The parts of a file, in the order in which they are laid up; the words are those of its headings."""

    APPROVAL = "检查审批"
    NOTICE = "检查通知"
    RECORD = "检查记录"
    PHOTOS = "现场照片"
    FINDINGS = "问题清单"
    ORDERS = "整改、停工通知"
    SERVICE = "送达回证"
    REPLIES = "整改报告"
    RECHECKS = "复查意见"
    RESUMPTIONS = "复工"
    EXTENSIONS = "延期"
    CONDUCT = "不良行为"
    INTERVIEW = "约谈"
    FILING = "立案"
    TRANSFER = "移送"
    REVOCATION = "撤销、更正"
    OTHER = "其他"
    REFUSED = "无效操作"


PART_OF: dict[str, Part] = {
    DocumentKind.INSPECTION_APPROVAL: Part.APPROVAL,
    DocumentKind.INSPECTION_NOTICE: Part.NOTICE,
    DocumentKind.SITE_RECORD: Part.RECORD,
    DocumentKind.FINDING_LIST: Part.FINDINGS,
    DocumentKind.RECTIFICATION_NOTICE: Part.ORDERS,
    DocumentKind.STOP_WORK_NOTICE: Part.ORDERS,
    DocumentKind.PLANT_ORDER: Part.ORDERS,
    DocumentKind.PROOF_OF_SERVICE: Part.SERVICE,
    DocumentKind.RECHECK_OPINION: Part.RECHECKS,
    DocumentKind.RESUMPTION_NOTICE: Part.RESUMPTIONS,
    DocumentKind.EXTENSION_DECISION: Part.EXTENSIONS,
    DocumentKind.CONDUCT_NOTICE: Part.CONDUCT,
    DocumentKind.CONDUCT_DETERMINATION: Part.CONDUCT,
    DocumentKind.INTERVIEW_RECORD: Part.INTERVIEW,
    DocumentKind.FILING_FORM: Part.FILING,
    DocumentKind.TRANSFER_LETTER: Part.TRANSFER,
    DocumentKind.REVOCATION: Part.REVOCATION,
}
"""Where each kind of document is laid up; a kind that only a newer version knows goes to the others."""


def part_of(kind: str) -> Part:
    """Return where a kind of document is laid up."""
    return PART_OF.get(kind, Part.OTHER)


def place_of(part: Part) -> int:
    """Return the place of a part in its file, from 0."""
    return list(Part).index(part)


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo of the file.

    Attributes:
        path: the original; None when it is missing or damaged, then `lacking` says so.
        taken: the time as its device states it.
        head: when it was taken, in words, where before and after stand beside each other.
    """

    sha256: str
    caption: str
    taken: str = ""
    marks: tuple[Mark, ...] = ()
    path: Path | None = None
    lacking: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class ShotRow:
    """Up to two photos beside each other; with `paired` the left one shows before, the right one after."""

    shots: tuple[Shot | None, ...]
    paired: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """Pages that came as a file.

    Attributes:
        own: a file of our own making, whose pages are taken as they are; pages of any other file are set
            onto A4.
    """

    path: Path
    own: bool = True


@dataclass(frozen=True, slots=True)
class Album:
    """Pages of photos, two a row."""

    title: str
    note: str
    rows: tuple[ShotRow, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Pages with one table; `widths` are millimetres, `align` one of L, C, R a column."""

    title: str
    note: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    align: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """A page that stands for something that is not there: (label, value) of each thing known of it."""

    title: str
    words: str
    facts: tuple[tuple[str, str], ...]


Leaf = Paper | Album | Listing | Slip


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the 卷内目录 with its pages.

    Attributes:
        group: the visit it belongs to, in words; the outline of the PDF is made of them.
        day: as printed.
        note: 备注, e.g. 作废 or 签字件.
    """

    group: str
    part: Part
    name: str
    number: str
    day: str
    leaf: Leaf
    note: str = ""


PERMANENT = 0
"""保管期限 that never ends."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says.

    Attributes:
        period: first to last day, in words.
        archive_number: 档号, empty as long as the archive gave none.
        retention_years: 保管期限; PERMANENT for ever, None as long as the office set none.
        made_on: the day of the export.
    """

    office: str
    title: str
    target: str
    address: str
    parties: tuple[tuple[str, str], ...]
    matter: str
    period: str
    made_on: date
    archive_number: str = ""
    retention_years: int | None = None

    @property
    def retention(self) -> str:
        """保管期限 in words, empty when the office set none."""
        if self.retention_years is None:
            return ""
        return "永久" if self.retention_years == PERMANENT else f"{self.retention_years}年"


@dataclass(frozen=True, slots=True)
class Volume:
    """A whole file, ready to be bound.

    Attributes:
        remarks: what the 备考表 says of its state, a sentence each.
        photos: how many photos its albums show.
    """

    cover: Cover
    items: tuple[Item, ...]
    remarks: tuple[str, ...] = ()
    photos: int = 0


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound file.

    Attributes:
        pages: (first, last) number of each item, in their order.
        numbered: how many pages bear a number.
        sheets: all pages with cover, 卷内目录 and 备考表.
        unread: places (from 0) of the items whose file could not be read; a page says so in its stead.
    """

    pages: tuple[tuple[int, int], ...] = ()
    numbered: int = 0
    sheets: int = 0
    unread: frozenset[int] = frozenset()


class Binder(Protocol):
    """Binds a file to one PDF; the command line and the window hand the documents room's in.

    It is not one of the desk's tools: what it stands on is loaded only when a file is bound.
    """

    def bind(self, volume: Volume, out: Path, work: Path, progress: Progress) -> Bound:
        """Write the PDF to `out`; `work` is an empty folder for what is needed on the way."""


def csv_cell(text: str) -> str:
    """Return a text that a spreadsheet shows as it is and never takes for a formula."""
    line = " ".join(text.replace("\r", "\n").split("\n"))
    return f"'{line}" if line.startswith(_FORMULA) else line


def csv_line(cells: Sequence[str]) -> str:
    """Return a line of a .csv file, every cell in quotes."""
    return ",".join('"' + csv_cell(cell).replace('"', '""') + '"' for cell in cells) + "\r\n"


_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_LONGEST_NAME = 80


def file_name(text: str) -> str:
    """Return a text as the name of a file that every system accepts."""
    return _UNSAFE.sub("-", text).strip(" .")[:_LONGEST_NAME].strip(" .") or "-"
