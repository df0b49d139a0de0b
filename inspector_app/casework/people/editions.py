"""The office's edition of forms: kept as a copy, in use by an administrator's signed act alone."""

from pathlib import Path

from inspector_app import assets
from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.catalog import office
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import Problem, SignInError
from inspector_app.domain.rules import Rules
from inspector_app.store.store import Store


def activate(desk: Desk, folder: Path, office_folder: Path) -> str:
    """Keep a copy of the folder, sign it into use, and return its hash.

    Raises:
        SignInError: `edition.not_signed` without a key; `store.no_right` when its holder is no administrator.
        RuleError: what the catalog says of a faulty folder; the last good edition stays in use.
    """
    if desk.signer is None:
        raise SignInError("edition.not_signed", where=str(folder))
    edition = office.keep(folder, office_folder)
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.EDITION, "edition", edition[:32], {"edition": edition}, desk.signer)
    office.put_into_use(office_folder, edition)
    return edition


def in_use(store: Store, office_folder: Path) -> tuple[Rules, Problem | None]:
    """Return the newest edition that an administrator signed and that is here whole, or the shipped one.

    The second value says which newer one could not be used. A copy without a signed act is never used,
    whatever stands in files beside the database.
    """
    signed = [values.text(act.content, "edition") for act in store.acts("edition", valid_only=True)]
    return office.active(office_folder, assets.folder("forms"), signed[::-1])
