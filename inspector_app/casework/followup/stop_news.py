"""What is noted while a stop-work holds: 抢工, whether it is obeyed, and that its resumption is asked for.

Every rule is weighed inside the transaction that tells the act.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import scans
from inspector_app.casework.followup.scans import Kept, Scan
from inspector_app.casework.followup.stops import ASKED, CHECKED, SIGNING, Asked, Check, Violation
from inspector_app.casework.papers import halts, issued
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import RuleError
from inspector_app.domain.parties import ROLE_LABELS
from inspector_app.domain.stops import Held
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.queries import Reads
from inspector_app.store.store import Store, Tx

MOST_WORDS = 2000

STOP = "安全生产法 65"
TWO_OFFICERS = "行政处罚法 42"
EXAMINED = "安全生产法 65；建质〔2014〕154号"


@dataclass(frozen=True, slots=True)
class _Order:
    """A standing stop-work as a transaction reads it."""

    id: str
    number: str
    target_id: str
    issued_on: date | None
    main: frozenset[str]


def violate(desk: Desk, document_id: str, seen: Violation, files: Sequence[Scan] = ()) -> str:
    """Note that work was seen to go on against a stop-work (抢工) and return the act's id.

    Args:
        seen: `parts` as the stop-work names them, at least one unless all is stopped; `photos` are what
            `attach` returned for it, or ids of photos of visits to its target.
        files: further evidence, kept with the stop-work in the same transaction.

    Raises:
        RuleError: `document.not_issued`, `stops.not_a_stop_work`, `stops.not_standing`, `stops.in_future`,
            `stops.not_begun`, `stops.not_served`, `stops.lifted_then`, `stops.part_not_stopped`,
            `stops.parts_missing`, `stops.place_missing`, `stops.words_missing`, `stops.words_long`,
            `stops.officers_two`, `stops.unknown_evidence`, and those of `scans.look`.
    """
    _whole(seen.words, seen.officers)
    kept = _kept(desk, files)
    with desk.store.transaction(desk.user) as tx:
        seen = replace(seen, photos=(*seen.photos, *_attached(tx, document_id, kept)))
        act = tx.act(ActKind.VIOLATE, "document", document_id, _violation(desk, tx, document_id, seen))
    return act.id


def _violation(desk: Desk, tx: Tx, document_id: str, seen: Violation) -> dict[str, object]:
    order = _standing(tx, document_id)
    if not seen.place.strip():
        raise RuleError("stops.place_missing", where="stop.violation.place", source=STOP)
    if seen.at > desk.clock.now():
        raise RuleError("stops.in_future", where="stop.violation.at", on=seen.at.isoformat())
    start = halts.started(tx, document_id)
    if start is None or seen.at < start:
        told = values.iso(start) or values.iso(order.issued_on)
        raise RuleError("stops.not_begun", where="stop.violation.at", number=order.number, since=told)
    _served_by(tx, order, seen)
    on = local_date(seen.at)
    parts = _forbidden(issued.held(tx, document_id, on), order, seen.parts, on)
    _evidence(tx, order, seen.photos)
    return {
        "seen_on": on.isoformat(),
        "at": seen.at.isoformat(),
        "place": seen.place.strip(),
        "parts": list(parts),
        "words": seen.words.strip(),
        "photos": list(seen.photos),
        "officers": [one.strip() for one in seen.officers],
    }


def _served_by(tx: Tx, order: _Order, seen: Violation) -> None:
    """An order binds from when it reached its recipient: nobody violates what nobody told them."""
    day = local_date(seen.at)
    for act in tx.acts("document", order.id, ActKind.SERVE, valid_only=True):
        at, on = values.moment(act.content, "at"), values.day(act.content, "reached_on")
        # What was mailed is posted at one time and reaches its recipient on a later day.
        then = (at is None or at <= seen.at) and (on is None or on <= day)
        if values.text(act.content, "recipient_id") in order.main and then and issued.reaches(act, day):
            return
    raise RuleError(
        "stops.not_served",
        where="stop.violation.at",
        number=order.number,
        at=seen.at.isoformat(),
        source=STOP,
    )


def _forbidden(held: Held, order: _Order, told: Iterable[str], on: date) -> tuple[str, ...]:
    """Return the parts named, each of which must be stopped on that day."""
    parts = tuple(one.strip() for one in told if one.strip())
    if held.lifted:
        raise RuleError(
            "stops.lifted_then",
            where="stop.violation.at",
            number=order.number,
            on=on.isoformat(),
            source=STOP,
        )
    free = [one for one in parts if not held.holds(one)]
    if free:
        raise RuleError(
            "stops.part_not_stopped",
            where="stop.violation.parts",
            number=order.number,
            on=on.isoformat(),
            parts="、".join(free),
            stopped=held.words,
            source=STOP,
        )
    if not parts and not held.all_but:
        raise RuleError(
            "stops.parts_missing", where="stop.violation.parts", number=order.number, stopped=held.words
        )
    return parts


def take_back(desk: Desk, document_id: str, violation_id: str, reason: str) -> None:
    """Take back a violation that was noted by mistake; both acts stay in the journal.

    Raises:
        RuleError: `stops.no_violation`, `stops.reason_missing`.
    """
    if not reason.strip():
        raise RuleError("stops.reason_missing", where="stop.violation.reason")
    with desk.store.transaction(desk.user) as tx:
        if violation_id not in {act.id for act in halts.violations(tx, document_id)}:
            raise RuleError("stops.no_violation", where=document_id, id=violation_id[:12])
        told: dict[str, object] = {"takes_back": violation_id, "reason": reason.strip()}
        tx.act(ActKind.VIOLATE, "document", document_id, told)


def check(
    desk: Desk,
    document_id: str,
    seen: Check,
    violation: Violation | None = None,
    files: Sequence[Scan] = (),
) -> str:
    """Note whether a stop-work was obeyed (停工核查), and what was seen where it was not, in one transaction.

    Args:
        files: evidence of the check and, where there is one, of the violation.

    Returns:
        The id of the act that tells the violation, empty when it was obeyed.

    Raises:
        RuleError: `stops.violation_untold` when it was not obeyed and nothing says how,
            `stops.obeyed_and_violated`, `stops.before_issue`, `stops.lifted_then`, and those of `violate`.
    """
    _whole(seen.words, seen.officers)
    if seen.obeyed is (violation is not None):
        code = "stops.obeyed_and_violated" if seen.obeyed else "stops.violation_untold"
        raise RuleError(code, where="stop.check.obeyed", source=STOP)
    if violation is not None:
        _whole(violation.words, violation.officers)
    kept = _kept(desk, files)
    with desk.store.transaction(desk.user) as tx:
        order = _standing(tx, document_id)
        _day(desk, order, seen.on, "stop.check.on")
        if issued.held(tx, document_id, seen.on).lifted:
            raise RuleError(
                "stops.lifted_then",
                where="stop.check.on",
                number=order.number,
                on=seen.on.isoformat(),
                source=STOP,
            )
        added = _attached(tx, document_id, kept)
        seen = replace(seen, photos=(*seen.photos, *added))
        _evidence(tx, order, seen.photos)
        told: dict[str, object] = {
            "what": CHECKED,
            "on": seen.on.isoformat(),
            "obeyed": seen.obeyed,
            "words": seen.words.strip(),
            "officers": [one.strip() for one in seen.officers],
            "photos": list(seen.photos),
        }
        tx.act(ActKind.WATCH, "document", document_id, told)
        if violation is None:
            return ""
        violation = replace(violation, photos=(*violation.photos, *added))
        act = tx.act(ActKind.VIOLATE, "document", document_id, _violation(desk, tx, document_id, violation))
    return act.id


def ask(desk: Desk, document_id: str, asked: Asked, files: Sequence[Scan] = ()) -> None:
    """Note that a resumption was applied for (复工申请), and what was handed in with it.

    What was asked too widely is noted all the same: it is what the company wrote. Only the resumption itself
    is held to what was stopped.

    Args:
        files: what was handed in, kept with the stop-work in the same transaction.

    Raises:
        RuleError: `document.not_issued`, `stops.not_a_stop_work`, `stops.not_standing`, `stops.in_future`,
            `stops.before_issue`, `stops.lifted_then`, `stops.ask_scope_missing`,
            `stops.acceptance_after_asking`, `stops.role_signs_not`, `stops.unknown_evidence`, and those of
            `scans.look`.
    """
    if not asked.full and not any(one.strip() for one in asked.parts):
        raise RuleError("stops.ask_scope_missing", where="stop.asked.parts", source=EXAMINED)
    if asked.accepted_on is not None and asked.accepted_on > asked.on:
        raise RuleError(
            "stops.acceptance_after_asking",
            where="stop.asked.accepted_on",
            accepted_on=asked.accepted_on.isoformat(),
            on=asked.on.isoformat(),
            source=EXAMINED,
        )
    strange = sorted(ROLE_LABELS[one] for one in asked.signed if one not in SIGNING)
    if strange:
        raise RuleError(
            "stops.role_signs_not", where="stop.asked.signed", roles="、".join(strange), source=EXAMINED
        )
    kept = _kept(desk, files)
    with desk.store.transaction(desk.user) as tx:
        order = _standing(tx, document_id)
        _day(desk, order, asked.on, "stop.asked.on")
        if issued.held(tx, document_id).lifted:
            raise RuleError(
                "stops.lifted_then",
                where="stop.asked.on",
                number=order.number,
                on=asked.on.isoformat(),
                source=STOP,
            )
        asked = replace(asked, scans=(*asked.scans, *_attached(tx, document_id, kept)))
        _evidence(tx, order, asked.scans)
        told: dict[str, object] = {
            "what": ASKED,
            "on": asked.on.isoformat(),
            "full": asked.full,
            "parts": [one.strip() for one in asked.parts if one.strip()],
            "signed": sorted(asked.signed),
            "accepted_on": values.iso(asked.accepted_on),
            "words": asked.words.strip(),
            "scans": list(asked.scans),
        }
        tx.act(ActKind.WATCH, "document", document_id, told)


def attach(desk: Desk, document_id: str, raw: bytes, *, name: str = "") -> str:
    """Keep a photo or scan with a stop-work for ever and return its sha256, for the notes above to name.

    Args:
        name: what its file is called.

    Raises:
        RuleError: `document.not_issued`, and those of `scans.look`.
    """
    issued.must_be_issued(desk.store, document_id)
    kept = _kept(desk, (Scan(raw, name),))
    with desk.store.transaction(desk.user) as tx:
        return _attached(tx, document_id, kept)[0]


def _kept(desk: Desk, files: Sequence[Scan]) -> list[Kept]:
    """Look at every file, and keep them only when all of them are photos or readable PDFs."""
    return scans.keep(desk.store, scans.look(desk, files))


def _attached(tx: Tx, document_id: str, kept: Sequence[Kept]) -> list[str]:
    """Tell that these files are kept with a stop-work, and return their sha256."""
    for one in kept:
        told: dict[str, object] = {
            "sha256": one.sha256,
            "purpose": "stop",
            "pages": one.pages,
            "kind": one.kind,
            "name": one.name,
        }
        tx.act(ActKind.ATTACH, "document", document_id, told)
    return [one.sha256 for one in kept]


def _standing(reads: Reads, document_id: str) -> _Order:
    act = issued.issue_act(reads, document_id)
    if act is None:
        raise RuleError("document.not_issued", where=document_id)
    number = values.text(act.content, "number")
    if values.text(act.content, "kind") != DocumentKind.STOP_WORK_NOTICE:
        raise RuleError("stops.not_a_stop_work", where=document_id, number=number)
    fate = reads.fates([document_id]).get(document_id, "")
    if fate != "issued":
        raise RuleError("stops.not_standing", where=document_id, number=number, source=STOP)
    recipients = act.content.get("recipients")
    main = (one for one in (recipients if isinstance(recipients, list) else ()) if isinstance(one, dict))
    return _Order(
        document_id,
        number,
        values.text(act.content, "target_id"),
        values.day(act.content, "issued_on"),
        frozenset(values.text(one, "party_id") for one in main if one.get("main") is True),
    )


def _day(desk: Desk, order: _Order, on: date, where: str) -> None:
    if on > desk.today():
        raise RuleError("stops.in_future", where=where, on=on.isoformat())
    if order.issued_on is not None and on < order.issued_on:
        raise RuleError(
            "stops.before_issue",
            where=where,
            number=order.number,
            on=on.isoformat(),
            issued_on=order.issued_on.isoformat(),
        )


def _whole(words: str, officers: tuple[str, ...]) -> None:
    if not words.strip():
        raise RuleError("stops.words_missing", where="stop.words", source=STOP)
    if len(words) > MOST_WORDS:
        raise RuleError("stops.words_long", where="stop.words", length=len(words), most=MOST_WORDS)
    count = len({one.strip() for one in officers if one.strip()})
    if count < 2:
        raise RuleError("stops.officers_two", where="stop.officers", count=count, source=TWO_OFFICERS)


def _evidence(reads: Reads, order: _Order, told: Iterable[str]) -> None:
    """What a note names is kept with the stop-work, or is a photo of a visit to its target."""
    attached = {
        values.text(act.content, "sha256")
        for act in reads.acts("document", order.id, ActKind.ATTACH, valid_only=True)
    }
    for one in told:
        if one not in attached and not _taken_there(reads, one, order.target_id):
            raise RuleError("stops.unknown_evidence", where="stop.photos", number=order.number, id=one[:12])


def _taken_there(reads: Reads, photo_id: str, target_id: str) -> bool:
    photo = reads.record("photo", photo_id)
    if photo is None or photo.deleted:
        return False
    visit = reads.record("inspection", values.text(photo.fields, "inspection_id"))
    return visit is not None and values.text(visit.fields, "target_id") == target_id


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that is kept with a stop-work; `at` is when it came in."""

    file: Kept
    at: datetime


def evidence(store: Store, document_id: str) -> tuple[Evidence, ...]:
    """Return what was attached to a stop-work, each file once, in the order it came."""
    acts = store.acts("document", document_id, ActKind.ATTACH, valid_only=True)
    told: dict[str, Evidence] = {}
    for act in acts:
        content = act.content
        if values.text(content, "purpose") == "stop":
            file = Kept(
                values.text(content, "sha256"),
                values.text(content, "kind"),
                values.number(content, "pages"),
                values.text(content, "name"),
            )
            told.setdefault(file.sha256, Evidence(file, datetime.fromisoformat(act.wall)))
    return tuple(told.values())
