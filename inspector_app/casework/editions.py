"""Making a folder of forms the office's edition: a signed act, and a copy that is kept."""

from pathlib import Path

from inspector_app.casework.desk import Desk
from inspector_app.catalog import office
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import SignInError


def activate(desk: Desk, folder: Path, office_folder: Path) -> str:
    """Keep a copy of the folder as the office's edition, note the signed act, and return its hash.

    Raises:
        SignInError: `edition.not_signed` without an administrator's key.
        RuleError: what the catalog says of a faulty folder; the last good edition stays in use.
    """
    if desk.signer is None:
        raise SignInError("edition.not_signed", where=str(folder))
    edition = office.activate(folder, office_folder)
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.EDITION, "edition", edition[:32], {"edition": edition}, desk.signer)
    return edition
