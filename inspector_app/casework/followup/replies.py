"""整改报告: taken in with its scans, ticked through, completed by what comes later; it closes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import scans
from inspector_app.casework.followup.answered import OBLIGING, Answered, answered
from inspector_app.casework.followup.scans import Kept, Scan
from inspector_app.casework.papers import issued
from inspector_app.domain import replying
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import RuleError
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.replying import REPLY_DAYS, SOURCE, Days, PreCheck, Said, Signature
from inspector_app.domain.states import FindingState
from inspector_app.store.reading import Record
from inspector_app.store.store import Store
from inspector_app.store.transaction import Tx

KIND, PHOTO = "reply", "reply_photo"
ENDED = frozenset({FindingState.CLOSED, FindingState.WITHDRAWN})
MOVES_NOTHING = frozenset({FindingState.FAILED, FindingState.ESCALATED, FindingState.CORRECTED})
"""States that a reply does not move: a new order, or what it was escalated to, comes first."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo inside a report; `after` when it shows the finding put right."""

    finding_id: str
    scan: Scan
    after: bool
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A rectification report as a person has it before them.

    Attributes:
        document_id: the order that it answers; `party_id` the party that hands it in.
        on: the day it bears; `received_on` the day it came in.
        said: what it says of each finding it covers; some of the order's or all.
        precheck: what the supervising company found; `prechecked_by` who, with what note.
    """

    document_id: str
    party_id: str
    on: date
    received_on: date
    said: tuple[Said, ...]
    signatures: tuple[Signature, ...] = ()
    precheck: PreCheck = PreCheck.UNTOLD
    prechecked_by: str = ""
    precheck_note: str = ""
    scans: tuple[Scan, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Supplement:
    """What completes a report: of what is given, the newest word holds; files come beside those there are."""

    on: date
    received_on: date
    said: tuple[Said, ...] = ()
    signatures: tuple[Signature, ...] = ()
    precheck: PreCheck | None = None
    prechecked_by: str = ""
    precheck_note: str = ""
    scans: tuple[Scan, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a report.

    Attributes:
        lacking: what it still lacks; empty when a recheck can rest on it.
        warnings: what a person should know although nothing is refused.
    """

    report_id: str
    lacking: tuple[Missing, ...]
    warnings: tuple[Missing, ...] = ()

    @property
    def complete(self) -> bool:
        """Tell whether its findings wait for their recheck now."""
        return not self.lacking


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo of a report as it is kept."""

    sha256: str
    finding_id: str
    after: bool
    caption: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A report as it is kept, with all that came later."""

    id: str
    document_id: str
    party_id: str
    on: date | None
    received_on: date | None
    said: tuple[Said, ...]
    signatures: tuple[Signature, ...]
    precheck: PreCheck
    prechecked_by: str
    precheck_note: str
    scans: tuple[Kept, ...]
    pictures: tuple[Shown, ...] = field(default=())

    def of(self, finding_id: str) -> str:
        """Return what it says of a finding, empty when it says nothing."""
        return next((one.words for one in self.said if one.finding_id == finding_id), "")


def take_in(desk: Desk, report: Report) -> Taken:
    """Take in a report: record, files and one REPLY act for each finding, or nothing.

    Raises:
        RuleError: `document.not_issued`, `reply.not_an_order`, `reply.order_not_standing`,
            `reply.unknown_party`, `reply.unknown_finding`, `reply.nothing_told`, `reply.words_long`,
            `reply.closed`, `reply.before_order`, `reply.received_before`, `reply.ahead`, those of
            `scans.look`, and what the renderer refuses a file for.
    """
    files = scans.look(desk, report.scans)
    photos = scans.look(desk, [one.scan for one in report.pictures])
    with desk.store.transaction(desk.user) as tx:
        told = answered(desk, report.document_id)
        _refuse(desk, told, report.party_id, report.said, report.pictures, (report.on, report.received_on))
        fields: dict[str, object] = {
            "document_id": report.document_id,
            "party_id": report.party_id,
            "target_id": told.target.id,
            "on": report.on.isoformat(),
            "received_on": report.received_on.isoformat(),
            "said": _said_fields(report.said),
            "signatures": _signature_fields(report.signatures),
            "precheck": str(report.precheck),
            "prechecked_by": report.prechecked_by,
            "precheck_note": report.precheck_note,
            "scans": scans.fields_of(scans.keep(desk.store, files)),
        }
        report_id = tx.create(KIND, fields)
        _keep_pictures(desk, tx, report_id, report.pictures, photos)
        return _tell(desk, tx, told, _reply(report_id, fields))


def supplement(desk: Desk, report_id: str, more: Supplement) -> Taken:
    """Complete a report by what was handed in later, and tell its findings anew.

    Raises:
        RuleError: `reply.none`, and as `take_in`.
    """
    files = scans.look(desk, more.scans)
    photos = scans.look(desk, [one.scan for one in more.pictures])
    with desk.store.transaction(desk.user) as tx:
        record = tx.record(KIND, report_id)
        if record is None or record.deleted:
            raise RuleError("reply.none", where=report_id)
        before = _reply(report_id, record.fields)
        told = answered(desk, before.document_id)
        said = _merged(before.said, more.said)
        covered = tuple(one for one in said if not _ended(told, one.finding_id, before.party_id))
        _refuse(desk, told, before.party_id, covered, more.pictures, (more.on, more.received_on))
        signed = {
            **{one.role: one for one in before.signatures},
            **{one.role: one for one in more.signatures},
        }
        kept = {one.sha256: one for one in (*before.scans, *scans.keep(desk.store, files))}
        fields: dict[str, object] = {
            "on": more.on.isoformat(),
            "received_on": more.received_on.isoformat(),
            "said": _said_fields(said),
            "signatures": _signature_fields(signed.values()),
            "scans": scans.fields_of(list(kept.values())),
        }
        if more.precheck is not None:
            fields |= {"precheck": str(more.precheck), "prechecked_by": more.prechecked_by}
            fields["precheck_note"] = more.precheck_note
        tx.set(KIND, report_id, fields)
        _keep_pictures(desk, tx, report_id, more.pictures, photos)
        return _tell(desk, tx, told, _reply(report_id, {**record.fields, **fields}))


def _merged(before: Iterable[Said], more: Iterable[Said]) -> tuple[Said, ...]:
    words = {one.finding_id: one.words for one in before}
    words |= {one.finding_id: one.words for one in more}
    return tuple(Said(finding_id, told) for finding_id, told in words.items())


def _ended(told: Answered, finding_id: str, party_id: str) -> bool:
    return told.obliged(party_id, (finding_id,)) and told.course(finding_id, party_id).state.word in ENDED


def _refuse(
    desk: Desk,
    told: Answered,
    party_id: str,
    said: Sequence[Said],
    pictures: Sequence[Picture],
    days: tuple[date, date],
) -> None:
    number, order = told.order.number, told.order
    if order.kind not in OBLIGING:
        raise RuleError("reply.not_an_order", where="reply.document", number=number, label=order.label)
    if not told.stands:
        raise RuleError("reply.order_not_standing", where="reply.document", number=number, source=SOURCE)
    if told.party(party_id) is None or not any(told.obliged(party_id, (one,)) for one in order.finding_ids):
        raise RuleError("reply.unknown_party", where="reply.party", number=number, source=SOURCE)
    if not said:
        raise RuleError("reply.nothing_told", where="reply.said", number=number, source=SOURCE)
    named = [*(one.finding_id for one in said), *(one.finding_id for one in pictures)]
    strange = next((one for one in named if not told.obliged(party_id, (one,))), None)
    if strange is not None:
        raise RuleError("reply.unknown_finding", where=f"reply.said.{strange}", number=number, source=SOURCE)
    closed = next((one.finding_id for one in said if _ended(told, one.finding_id, party_id)), None)
    if closed is not None:
        state = told.course(closed, party_id).state.word
        raise RuleError(
            "reply.closed",
            where=f"reply.said.{closed}",
            number=number,
            item=told.row(closed),
            state=str(state),
        )
    for one in said:
        if len(one.words) > replying.MOST_WORDS:
            raise RuleError(
                "reply.words_long",
                where=f"reply.said.{one.finding_id}",
                item=told.row(one.finding_id),
                length=len(one.words),
                most=replying.MOST_WORDS,
            )
    replying.refuse_days(Days(*days, order.issued_on, desk.today()), REPLY_DAYS, number)


def _tell(desk: Desk, tx: Tx, told: Answered, reply: Reply) -> Taken:
    """Tell each finding of the report that it was replied to, and whether the report is complete."""
    lacking = _lacking(desk, told, reply)
    moving = [one for one in reply.said if not _ended(told, one.finding_id, reply.party_id)]
    for one in moving:
        content: dict[str, object] = {
            "party_id": reply.party_id,
            "on": values.iso(reply.on),
            "received_on": values.iso(reply.received_on),
            "document_id": reply.document_id,
            "report_id": reply.id,
            "complete": not lacking,
            "scans": [each.sha256 for each in reply.scans],
        }
        tx.act(ActKind.REPLY, "finding", one.finding_id, content)
    return Taken(reply.id, lacking, tuple(_warnings(desk, told, reply, moving)))


def _lacking(desk: Desk, told: Answered, reply: Reply) -> tuple[Missing, ...]:
    party = told.party(reply.party_id)
    if party is None:
        return ()
    asked = replying.signers(desk.rules.targets.get(told.target.kind), told.target, party)
    rows = {one.finding_id: told.row(one.finding_id) for one in reply.said}
    return replying.lacking(asked, reply.said, rows, reply.signatures, reply.precheck, len(reply.scans))


def _warnings(desk: Desk, told: Answered, reply: Reply, moving: Iterable[Said]) -> Iterable[Missing]:
    number = told.order.number
    if reply.party_id not in issued.served(desk.store, told.order.id, desk.today()):
        yield Missing.of("reply.order_not_served", "reply.document", "行政处罚法 61", number=number)
    for one in moving:
        state = told.course(one.finding_id, reply.party_id).state.word
        if state in MOVES_NOTHING:
            field = f"reply.said.{one.finding_id}"
            yield Missing.of(
                "reply.moves_nothing",
                field,
                SOURCE,
                item=told.row(one.finding_id),
                state=str(state),
                number=number,
            )


def _keep_pictures(
    desk: Desk, tx: Tx, report_id: str, pictures: Sequence[Picture], looked: Sequence[scans.Looked]
) -> None:
    for sort, (one, file) in enumerate(zip(pictures, looked, strict=True)):
        told: dict[str, object] = {
            "reply_id": report_id,
            "finding_id": one.finding_id,
            "sha256": desk.store.put_blob(file.scan.raw),
            "after": one.after,
            "caption": one.caption,
            "sort": sort,
        }
        tx.create(PHOTO, told)


def _said_fields(said: Iterable[Said]) -> list[dict[str, object]]:
    return [{"finding_id": one.finding_id, "words": one.words} for one in said]


def _signature_fields(signatures: Iterable[Signature]) -> list[dict[str, object]]:
    return [{"role": str(one.role), "name": one.name, "stamped": one.stamped} for one in signatures]


def reply_of(store: Store, report_id: str) -> Reply:
    """Return a report as it is kept, with its photos.

    Raises:
        RuleError: `reply.none`.
    """
    record = store.record(KIND, report_id)
    if record is None or record.deleted:
        raise RuleError("reply.none", where=report_id)
    return _with_pictures(store, [record])[0]


def replies_to(store: Store, document_ids: Sequence[str]) -> tuple[Reply, ...]:
    """Return the reports that answer these orders, as they came; in as many looks for many as for one."""
    return _with_pictures(store, store.several(KIND, document_ids, "document_id"))


def lacking(desk: Desk, report_id: str) -> tuple[Missing, ...]:
    """Return what a report still lacks today.

    Raises:
        RuleError: `reply.none`.
    """
    reply = reply_of(desk.store, report_id)
    return _lacking(desk, answered(desk, reply.document_id), reply)


def _with_pictures(store: Store, records: Sequence[Record]) -> tuple[Reply, ...]:
    shown: dict[str, list[Shown]] = {}
    for one in store.several(PHOTO, [each.id for each in records], "reply_id"):
        told = one.fields
        picture = Shown(
            values.text(told, "sha256"),
            values.text(told, "finding_id"),
            values.flag(told, "after"),
            values.text(told, "caption"),
        )
        shown.setdefault(values.text(told, "reply_id"), []).append(picture)
    return tuple(_reply(one.id, one.fields, tuple(shown.get(one.id, ()))) for one in records)


def _reply(report_id: str, fields: Mapping[str, object], pictures: tuple[Shown, ...] = ()) -> Reply:
    said, signed = (
        told if isinstance(told := fields.get(name), list) else [] for name in ("said", "signatures")
    )
    return Reply(
        id=report_id,
        document_id=values.text(fields, "document_id"),
        party_id=values.text(fields, "party_id"),
        on=values.day(fields, "on"),
        received_on=values.day(fields, "received_on"),
        said=tuple(Said(values.text(one, "finding_id"), values.text(one, "words")) for one in said),
        signatures=tuple(_signature(one) for one in signed),
        precheck=_precheck(values.text(fields, "precheck")),
        prechecked_by=values.text(fields, "prechecked_by"),
        precheck_note=values.text(fields, "precheck_note"),
        scans=scans.read(fields),
        pictures=pictures,
    )


def _signature(told: Mapping[str, object]) -> Signature:
    role = values.text(told, "role")
    known = PartyRole(role) if role in set(PartyRole) else PartyRole.OTHER
    return Signature(known, values.text(told, "name"), values.flag(told, "stamped"))


def _precheck(told: str) -> PreCheck:
    return PreCheck(told) if told in set(PreCheck) else PreCheck.UNTOLD
