"""Stamped sheets (带章纸): handed out by the batch, used, spoilt or handed back, none unaccounted for."""

from collections.abc import Iterable

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued
from inspector_app.casework.people import rights
from inspector_app.domain import sheets as rules
from inspector_app.domain.acts import Act, ActKind, Role
from inspector_app.domain.errors import RuleError
from inspector_app.domain.sheets import Counts, Happening, Sheet, SheetState, Step
from inspector_app.domain.templates import DocumentKind, Sealing
from inspector_app.store.store import Store
from inspector_app.store.transaction import Tx

ENTITY = "sheet"
MAY_ISSUE = frozenset({Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Who hands stamped sheets out: they are as good as the seal itself."""


def issue(desk: Desk, first: str, last: str, to: str) -> tuple[str, ...]:
    """Hand out a batch of stamped sheets and return their serials; those handed back blank may go out again.

    Args:
        first, last: e.g. A00123 and A00172; at most 500 sheets.
        to: the person (id) or laptop that holds them from now on.

    Raises:
        RuleError: `sheets.no_right`, `sheets.no_holder`, `sheets.bad_serial`, `sheets.range_wrong`,
            `sheets.already_issued` naming those that are out.
    """
    if not rights.holds(desk, MAY_ISSUE):
        raise RuleError("sheets.no_right", where=desk.user)
    if not to.strip():
        raise RuleError("sheets.no_holder", where="sheets.to")
    batch = rules.serials(first, last)
    with desk.store.transaction(desk.user) as tx:
        known = _by_serial(tx.acts(ENTITY, None, ActKind.SHEET, valid_only=True))
        out = [one for one in batch if one in known and known[one].state is not SheetState.RETURNED]
        if out:
            raise RuleError("sheets.already_issued", where=out[0], count=len(out), serials=out[:10])
        for serial in batch:
            _tell(tx, known.get(serial, Sheet(serial)), Step.ISSUE, to=to)
    return batch


def use(desk: Desk, serial: str, document_id: str, copy: int) -> None:
    """Note that a copy of a document stands on this sheet.

    Args:
        copy: which copy (联), from 1.

    Raises:
        RuleError: `document.not_issued`, `document.not_standing`, `sheets.not_pre_stamped` for a kind that is
            sealed in another way, `sheets.copy_wrong`, `sheets.copy_has_sheet` when another sheet bears it,
            `sheets.unknown`, `sheets.not_free`.
    """
    told = issued.must_be_issued(desk.store, document_id)
    if told.fate != "issued":
        raise RuleError("document.not_standing", where=document_id, number=told.number, fate=told.fate)
    if _sealing(desk, told) != Sealing.PRE_STAMPED:
        raise RuleError("sheets.not_pre_stamped", where=document_id, label=told.label)
    if copy < 1:
        raise RuleError("sheets.copy_wrong", where="sheets.copy", copy=copy)
    with desk.store.transaction(desk.user) as tx:
        known = _by_serial(tx.acts(ENTITY, None, ActKind.SHEET, valid_only=True))
        sheet = _known(known, serial)
        _need(desk.store, sheet, (SheetState.FREE,))
        for other in known.values():
            if other.state is SheetState.USED and (other.document_id, other.copy) == (document_id, copy):
                raise RuleError("sheets.copy_has_sheet", where=other.serial, number=told.number, copy=copy)
        _tell(tx, sheet, Step.USE, document_id=document_id, copy=copy)


def _sealing(desk: Desk, told: issued.Issued) -> str:
    """Return how a document is sealed; acts of older versions do not say, then today's wording does."""
    if told.sealing or told.kind not in set(DocumentKind):
        return told.sealing
    template = desk.rules.templates.get(DocumentKind(told.kind))
    return str(template.sealing) if template else ""


def spoil(desk: Desk, serial: str, reason: str) -> None:
    """Note that a sheet is spoilt, blank or in the printer; it is kept for being destroyed by the office.

    Raises:
        RuleError: `sheets.reason_missing`, `sheets.unknown`, `sheets.not_free`.
    """
    if not reason.strip():
        raise RuleError("sheets.reason_missing", where="sheets.reason")
    with desk.store.transaction(desk.user) as tx:
        sheet = _known(_by_serial(tx.acts(ENTITY, serial, ActKind.SHEET, valid_only=True)), serial)
        _need(desk.store, sheet, (SheetState.FREE, SheetState.USED))
        _tell(tx, sheet, Step.SPOIL, reason=reason)


def return_(desk: Desk, serials: Iterable[str]) -> None:
    """Note that blank sheets were handed back, all or none.

    Raises:
        RuleError: `sheets.unknown`, `sheets.not_free`.
    """
    with desk.store.transaction(desk.user) as tx:
        known = _by_serial(tx.acts(ENTITY, None, ActKind.SHEET, valid_only=True))
        for serial in dict.fromkeys(serials):
            sheet = _known(known, serial)
            _need(desk.store, sheet, (SheetState.FREE,))
            _tell(tx, sheet, Step.RETURN)


def _known(known: dict[str, Sheet], serial: str) -> Sheet:
    sheet = known.get(serial)
    if sheet is None or sheet.state is None:
        raise RuleError("sheets.unknown", where=serial)
    return sheet


def _need(store: Store, sheet: Sheet, states: tuple[SheetState, ...]) -> None:
    if sheet.state in states:
        return
    document = issued.document(store, sheet.document_id) if sheet.document_id else None
    raise RuleError(
        "sheets.not_free",
        where=sheet.serial,
        state=str(sheet.state),
        number=document.number if document else "",
    )


def _tell(
    tx: Tx,
    sheet: Sheet,
    step: Step,
    *,
    document_id: str = "",
    copy: int = 0,
    reason: str = "",
    to: str = "",
) -> None:
    told: dict[str, object] = {
        "step": str(step),
        "n": min(sheet.steps + 1, rules.MOST_STEPS),
        "document_id": document_id,
        "copy": copy,
        "reason": reason,
        "to": to,
    }
    tx.act(ActKind.SHEET, ENTITY, sheet.serial, told)


def _by_serial(acts: Iterable[Act]) -> dict[str, Sheet]:
    told: dict[str, list[Happening]] = {}
    for act in acts:
        step = values.text(act.content, "step")
        if step in set(Step):  # a newer version may know more
            told.setdefault(act.entity_id, []).append(_happening(act, Step(step)))
    return {serial: rules.sheet(serial, happenings) for serial, happenings in sorted(told.items())}


def _happening(act: Act, step: Step) -> Happening:
    content = act.content
    return Happening(
        step=step,
        n=values.number(content, "n"),
        id=act.id,
        document_id=values.text(content, "document_id"),
        copy=values.number(content, "copy"),
        reason=values.text(content, "reason"),
        to=values.text(content, "to"),
    )


def all_sheets(store: Store) -> tuple[Sheet, ...]:
    """Return every sheet that was ever handed out, by serial; those in `conflicts` need a person to look."""
    return tuple(_by_serial(store.acts(ENTITY, None, ActKind.SHEET, valid_only=True)).values())


def sheet_of(store: Store, serial: str) -> Sheet:
    """Return how a sheet stands; its state is None when nobody handed it out."""
    return _by_serial(store.acts(ENTITY, serial, ActKind.SHEET, valid_only=True)).get(serial, Sheet(serial))


def of_document(store: Store, document_id: str) -> tuple[Sheet, ...]:
    """Return the sheets that bear copies of a document, also those that were spoilt under it."""
    return tuple(one for one in all_sheets(store) if one.document_id == document_id)


def left(store: Store, holder: str) -> int:
    """Return how many blank sheets a person or laptop still has."""
    return sum(one.free and one.holder == holder for one in all_sheets(store))


def next_free(store: Store, holder: str) -> str:
    """Return the first blank sheet of a person or laptop, empty when there is none."""
    return next((one.serial for one in all_sheets(store) if one.free and one.holder == holder), "")


def counts(store: Store, holder: str = "") -> Counts:
    """Return how many sheets are where, of one holder or of all."""
    return rules.count(one for one in all_sheets(store) if not holder or one.holder == holder)
