"""The office's edition of forms: kept as a copy, in use by an administrator's signed act alone.

Its files travel with the act: what other laptops lack they unpack from there.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from inspector_app import assets
from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.catalog import office
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import DamagedError, Problem, SignInError, UnavailableError
from inspector_app.domain.rules import Rules
from inspector_app.store.store import Store

_HASH = re.compile(r"[0-9a-f]{64}")


class _Signed(NamedTuple):
    """An edition that an administrator signed, and the sha256 of its files; older acts named none."""

    edition: str
    files: str


def activate(desk: Desk, folder: Path, office_folder: Path) -> str:
    """Keep a copy of the folder, sign it into use, and return its hash.

    Raises:
        SignInError: `edition.not_signed` without a key; `store.no_right` when its holder is no administrator.
        RuleError: what the catalog says of a faulty folder; the last good edition stays in use.
    """
    if desk.signer is None:
        raise SignInError("edition.not_signed", where=str(folder))
    edition = office.keep(folder, office_folder)
    files = desk.store.put_blob(office.packed(office_folder, edition))
    with desk.store.transaction(desk.user) as tx:
        content = {"edition": edition, "files": files}
        tx.act(ActKind.EDITION, "edition", edition[:32], content, desk.signer)
    office.put_into_use(office_folder, edition)
    return edition


def in_use(store: Store, office_folder: Path) -> tuple[Rules, Problem | None]:
    """Return the newest edition that an administrator signed and that is here whole, or the shipped one.

    The second value says which newer one could not be used. A copy without a signed act is never used,
    whatever stands in files beside the database. What came from another laptop is unpacked first; ask again
    after an exchange.
    """
    signed = _signed(store)
    problem = _bring(
        store, office_folder, [one for one in signed if not office.is_kept(office_folder, one.edition)]
    )
    rules, warning = _active(office_folder, signed)
    if warning is not None and signed[0].files and problem is None:
        problem = _bring(store, office_folder, signed[:1])  # the copy was changed: what was signed is at hand
        rules, warning = _active(office_folder, signed)
    if signed and rules.edition == signed[0].edition:
        problem = _point(office_folder, rules.edition)
    return rules, warning or problem


def _active(office_folder: Path, signed: Sequence[_Signed]) -> tuple[Rules, Problem | None]:
    return office.active(office_folder, assets.folder("forms"), [one.edition for one in signed])


def _signed(store: Store) -> list[_Signed]:
    """Return what administrators signed into use, the newest first."""
    told = []
    for act in store.acts("edition", valid_only=True):
        edition, files = values.text(act.content, "edition"), values.text(act.content, "files")
        if _HASH.fullmatch(edition):
            told.append(_Signed(edition, files if _HASH.fullmatch(files) else ""))
    return told[::-1]


def _bring(store: Store, office_folder: Path, wanted: Sequence[_Signed]) -> Problem | None:
    """Unpack editions whose files came here; return what hindered the newest of them."""
    hindered: Problem | None = None
    for one in wanted:
        if not one.files or not store.has_blob(one.files):
            continue  # it may come with the next exchange; until then the one before stays in use
        try:
            office.receive(store.blob(one.files), office_folder, one.edition)
        except (DamagedError, UnavailableError) as problem:
            told = Problem.of(problem.code, problem.where, **problem.values)
            hindered = hindered or told
    return hindered


def _point(office_folder: Path, edition: str) -> Problem | None:
    """Let those who look without signing in see the same edition."""
    try:
        if office.pointed(office_folder) != edition:
            office.put_into_use(office_folder, edition)
    except UnavailableError as problem:
        return Problem.of(problem.code, problem.where, **problem.values)
    return None
