"""What the recheck tab shows, read once from casework as frozen values. Knows no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import recheck_rows, rechecks
from inspector_app.casework.followup.recheck_rows import Row, RowDuty
from inspector_app.casework.followup.rechecks import Way
from inspector_app.casework.papers import drafts, issued
from inspector_app.casework.papers.subjects import OWN
from inspector_app.casework.visits import inspections
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.documents import Draft
from inspector_app.domain.findings import Photo
from inspector_app.domain.placeholders import own_values
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.style import typed

RESULTS = ("rectified", "partial", "not_rectified", "unverifiable")
"""In the order of their keys 1 to 4."""
WORDS = {"rectified": "已改", "partial": "部分", "not_rectified": "未改", "unverifiable": "无法核实"}
TONES = {"rectified": "green", "partial": "amber", "not_rectified": "red", "unverifiable": "gray"}
UNSEEN = "未看"
AGAIN = f"{OWN}again"
"""The field of an opinion that holds the last day of the new order."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """A recheck opinion of this recheck.

    Attributes:
        number: empty until it is issued.
        conclusion: as it stands now.
        again: the day of the new order as people write it; `asks_again` while its conclusion asks for one.
    """

    document_id: str
    number: str
    conclusion: str = ""
    again: str = ""
    asks_again: bool = False


@dataclass(frozen=True, slots=True)
class Spotted:
    """One line of the recheck: an old finding and one party that answers for it.

    Attributes:
        opinion: the newest one that tells of it, or will.
    """

    row: Row
    duty: RowDuty
    opinion: Opinion | None = None

    @property
    def id(self) -> str:
        """What the line is known by."""
        return f"{self.row.finding_id}:{self.duty.party_id}"

    @property
    def fixed(self) -> bool:
        """Tell whether nothing can be noted any more: it has come to its end, or an opinion tells of it."""
        return not self.duty.open or (self.opinion is not None and bool(self.opinion.number))

    @property
    def before(self) -> Photo | None:
        """The first photo of the fact."""
        return next(iter(self.row.before), None)

    @property
    def after(self) -> Photo | None:
        """The newest photo of the recheck."""
        return self.row.after[-1] if self.row.after else None


@dataclass(frozen=True, slots=True)
class Recheck:
    """A recheck with all its lines.

    Attributes:
        by_paper: it is done by the papers alone.
        locked: concluded; nothing may be noted any more.
    """

    inspection_id: str
    by_paper: bool
    locked: bool
    today: date
    lines: tuple[Spotted, ...] = field(default=())

    @property
    def of(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    @property
    def done(self) -> int:
        """How many have it."""
        return sum(bool(one.duty.result) for one in self.lines)


def read(desk: Desk, recheck_id: str) -> Recheck:
    """Return the recheck as it stands.

    Raises:
        RuleError: `inspection.none`, `recheck.no_recheck`.
    """
    record = rechecks.recheck_record(desk, recheck_id)
    opinions = _opinions(desk, recheck_id)
    lines = tuple(
        Spotted(row, duty, opinions.get((row.order_id, duty.party_id)))
        for row in recheck_rows.rows(desk, recheck_id)
        for duty in row.duties
        if duty.open or duty.result  # what came to its end before is not looked at again
    )
    by_paper = values.text(record.fields, "way") == Way.PAPER
    locked = inspections.concluded(desk.store, recheck_id)
    return Recheck(recheck_id, by_paper, locked, desk.today(), lines)


def _opinions(desk: Desk, recheck_id: str) -> Mapping[tuple[str, str], Opinion]:
    """Return the opinions that stand or are begun, by order and party."""
    told: dict[tuple[str, str], Opinion] = {}
    for document_id in drafts.documents_of(desk.store, recheck_id):
        if drafts.kind_of(desk.store, document_id) is not DocumentKind.RECHECK_OPINION:
            continue
        record, known = desk.store.record("document", document_id), issued.document(desk.store, document_id)
        fields = record.fields if record is not None else {}
        key = (values.text(fields, "about"), values.text(fields, "addressee_id"))
        if known is None:
            told[key] = _begun(desk, drafts.draft_of(desk, document_id))
        elif known.fate == "issued":
            told[key] = Opinion(document_id, known.number)
    return told


def _begun(desk: Desk, draft: Draft) -> Opinion:
    template = desk.rules.templates.get(draft.kind)
    fields = template.fields if template is not None else ()
    written = own_values(draft, fields)
    asks = next((one for one in fields if one.code == "again"), None)
    day = iso_day(written.get("again", ""))
    return Opinion(
        draft.id,
        "",
        written.get("conclusion", ""),
        typed.show_day(day) or written.get("again", ""),
        asks is not None and asks.asked(written),
    )
