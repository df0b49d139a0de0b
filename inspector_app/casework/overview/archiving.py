"""How long the office keeps its files: 保管期限, office data that stands on every cover."""

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import rights
from inspector_app.casework.targets.registry import OFFICE
from inspector_app.domain.acts import Role
from inspector_app.domain.dossier import PERMANENT
from inspector_app.domain.errors import RuleError
from inspector_app.store.store import Store

MAY_SET = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR, Role.CLERK})
MOST_YEARS = 100
_FIELD = "retention_years"


def retention(store: Store) -> int | None:
    """Return for how many years the office keeps a file; PERMANENT for ever, None when it set none."""
    record = store.record(OFFICE, OFFICE)
    told = record.fields.get(_FIELD) if record is not None else None
    return told if isinstance(told, int) and not isinstance(told, bool) else None


def set_retention(desk: Desk, years: int) -> None:
    """Say for how many years the office keeps a file, PERMANENT for ever.

    Raises:
        RuleError: `dossier.no_right`, `dossier.retention_wrong`.
    """
    if not rights.holds(desk, MAY_SET):
        raise RuleError("dossier.no_right", where=desk.user)
    if years != PERMANENT and not 0 < years <= MOST_YEARS:
        raise RuleError("dossier.retention_wrong", where="office.retention", years=years, most=MOST_YEARS)
    with desk.store.transaction(desk.user) as tx:
        if tx.record(OFFICE, OFFICE) is None:
            tx.create(OFFICE, {_FIELD: years}, id=OFFICE)
        else:
            tx.set(OFFICE, OFFICE, {_FIELD: years})
