"""The office's electronic seal, and where the stamp stands on paper that was stamped beforehand."""

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import rights
from inspector_app.casework.targets.registry import OFFICE
from inspector_app.domain.acts import Role
from inspector_app.domain.content import Seal
from inspector_app.domain.errors import RuleError
from inspector_app.domain.templates import Sealing
from inspector_app.store.store import Store

MAY_SET = frozenset({Role.ADMINISTRATOR})
"""Who enters the seal: whatever it is printed on speaks for the office."""
DIAMETER_MM = 42
"""Of a bureau's round seal (国发〔1999〕25号)."""
STAMP_X_MM, STAMP_Y_MM, STAMP_MM = (45, 175), (40, 200), (30, 60)
"""Centre of the stamp from the left and lower edge, and its diameter: the whole ring lies on the sheet."""


def set_seal(desk: Desk, raw: bytes, diameter_mm: int = DIAMETER_MM, *, name: str = "") -> str:
    """Take the picture of the electronic seal in and return its sha256; papers issued before keep theirs.

    Args:
        raw: a PNG with transparency.
        diameter_mm: of the seal on paper.
        name: what its file is called, for a refusal to name.

    Raises:
        RuleError: `seals.no_right`, `documents.seal_unfit`.
    """
    _refuse_others(desk)
    try:
        desk.renderer.inspect_seal(raw, diameter_mm)
    except RuleError as refused:
        raise RuleError(refused.code, where=refused.where or name, **refused.values) from refused
    sha256 = desk.store.put_blob(raw)
    _write(desk, {"seal_sha256": sha256, "seal_mm": diameter_mm})
    return sha256


def remove_seal(desk: Desk) -> None:
    """Use no electronic seal any more; its picture stays for the papers that bear it.

    Raises:
        RuleError: `seals.no_right`.
    """
    _refuse_others(desk)
    _write(desk, {"seal_sha256": "", "seal_mm": 0})


def set_stamp(desk: Desk, x_mm: int, y_mm: int, diameter_mm: int = DIAMETER_MM) -> None:
    """Say where the stamp stands on sheets that were stamped beforehand (先盖章纸).

    Args:
        x_mm, y_mm: its centre from the left and lower edge of an upright A4 sheet.

    Raises:
        RuleError: `seals.no_right`, `seals.place_wrong`.
    """
    _refuse_others(desk)
    bounds = ((x_mm, STAMP_X_MM), (y_mm, STAMP_Y_MM), (diameter_mm, STAMP_MM))
    if not all(least <= value <= most for value, (least, most) in bounds):
        raise RuleError("seals.place_wrong", where="seals.stamp", x=x_mm, y=y_mm, diameter=diameter_mm)
    _write(desk, {"stamp_x_mm": x_mm, "stamp_y_mm": y_mm, "stamp_mm": diameter_mm})


def _refuse_others(desk: Desk) -> None:
    if not rights.holds(desk, MAY_SET):
        raise RuleError("seals.no_right", where=desk.user)


def _write(desk: Desk, fields: dict[str, object]) -> None:
    with desk.store.transaction(desk.user) as tx:
        if tx.record(OFFICE, OFFICE) is None:
            tx.create(OFFICE, fields, id=OFFICE)
        else:
            tx.set(OFFICE, OFFICE, fields)


def seal_of(store: Store, sealing: Sealing) -> Seal | None:
    """Return what the page must keep for the seal of a kind sealed in this way; None for a free place."""
    record = store.record(OFFICE, OFFICE)
    if sealing is Sealing.AT_OFFICE or record is None:
        return None
    fields = record.fields
    if sealing is Sealing.ELECTRONIC:
        sha256 = values.text(fields, "seal_sha256")
        return Seal(sha256, values.number(fields, "seal_mm") or DIAMETER_MM) if sha256 else None
    x, y = values.number(fields, "stamp_x_mm"), values.number(fields, "stamp_y_mm")
    return Seal("", values.number(fields, "stamp_mm") or DIAMETER_MM, x, y) if x and y else None
