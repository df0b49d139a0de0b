"""补录: what a paper made without the program must tell before it is keyed in, purely.

A notice written by hand or on an old form is a fact already: it was handed over, and it binds. What it lacks
by law is therefore warned of and kept with it, never a reason to leave it out of the record. Refused is only
what makes the entry itself untrue or unfit to be worked on: no number, no scan, a day that cannot be.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from inspector_app.domain.templates import DocumentKind, DocumentTemplate

LABEL = "补录"
"""What stands beside a late entry wherever it is shown."""

_BRACKETS = re.compile(r"[()\[\]{}〔〕【】﹝﹞［］（）〈〉<>「」]")
_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d\ufe58\ufe63\u00ad_—–－]")
_DROPPED = re.compile(r"[\s\u200b-\u200f\u2060\ufeff第]")


def plain(number: str) -> str:
    """Return a number without what people write differently: brackets, width, spaces, 第, kind of dash.

    〔2026〕3-12号, [2026]第3－12号 and （２０２６） 3 — 12 号 are one number.
    """
    told = unicodedata.normalize("NFKC", number).casefold()
    told = _DROPPED.sub("", _DASHES.sub("-", told))
    # A bracket parts what it stands between: 改〔2026〕12 is not 改202612.
    return _BRACKETS.sub("|", told).strip("|")


def tidy(number: str) -> str:
    """Return a number on one line, its blanks single and none around it: as it is kept."""
    return " ".join(number.split())


@dataclass(frozen=True, slots=True)
class Scan:
    """A photo or scan of a paper: a JPEG, PNG or WEBP photo of a page, or a PDF."""

    raw: bytes
    name: str = ""


@dataclass(frozen=True, slots=True)
class LateVisit:
    """A visit that was recorded on paper.

    Attributes:
        author: who wrote the paper.
        reason: why it was written by hand or on another form: a dead laptop, the time before the program.
    """

    target_id: str
    officer_ids: tuple[str, ...]
    started: datetime | None
    ended: datetime | None
    author: str
    reason: str
    place: str = ""
    source: str = ""
    notice: str = ""
    notice_waived: str = ""
    scope: str = ""
    handling: str = ""
    opinion: str = ""
    refusal: str = ""
    credentials_shown: bool = False


@dataclass(frozen=True, slots=True)
class LatePaper:
    """A paper as it lies on the table.

    Attributes:
        number: as it stands on the paper.
        addressee_id: the party it is addressed to; `copied_ids` those that got a copy, in order.
        due_on: the last day that the paper sets. Of the findings keyed in with it, those without a day of
            their own get it; for findings on record it is the addressee's, whatever stood there before.
        findings: numbers of the visit's findings that it names.
        scans: at least one.
        signed, sealed: the scan shows the signatures that its form asks for, and the seal: then it is its own
            return (签字件回传).
        stop_full, stop_parts, stop_start, conditions: of a stop-work, whether all work stops, else what does.
        defence_until: of a conduct notice, the last day that it gives for the defence.
        conduct_code: of a conduct notice, the code of what it announces, by the list in force.
        approver, approval: who approved it and under which number, as far as anybody knows.
    """

    kind: DocumentKind
    number: str
    issued_on: date | None
    addressee_id: str
    scans: tuple[Scan, ...]
    due_on: date | None = None
    findings: tuple[int, ...] = ()
    copied_ids: tuple[str, ...] = ()
    signed: bool = False
    sealed: bool = False
    stop_full: bool = False
    stop_parts: str = ""
    stop_start: datetime | None = None
    conditions: str = ""
    defence_until: date | None = None
    conduct_code: str = ""
    approver: str = ""
    approval: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding of the visit, as far as a paper about it is weighed.

    Attributes:
        dues: last days by party; None where the paper's own day holds.
    """

    number: int
    fact: str
    seen_on: date | None
    dues: Mapping[str, date | None]
    clause_id: str = ""
    clause_known: bool = True
    clause_in_force: bool = True


@dataclass(frozen=True, slots=True)
class Around:
    """What a late paper is held against.

    Attributes:
        kinds: kinds of document that are issued for this kind of target.
        party_ids: the target's companies.
        seen: the visit's findings.
        taken: for each number already borne by a standing paper, that paper's number as printed.
        own_series: what the numbers of this laptop look like once they are `plain`, by kind; the group `year`
            is their year.
        conduct: codes of bad conduct that this edition knows.
    """

    today: date
    visited_on: date | None
    kinds: Sequence[str]
    templates: Mapping[DocumentKind, DocumentTemplate]
    party_ids: frozenset[str]
    seen: Sequence[Seen]
    taken: Mapping[str, str]
    own_series: Mapping[DocumentKind, re.Pattern[str]]
    conduct: frozenset[str] = frozenset()
