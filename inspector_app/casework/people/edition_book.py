"""The office's editions of forms: which is in use since when and by whom; a new one is looked at before."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from inspector_app import assets
from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import editions, form_packs
from inspector_app.casework.people.form_packs import Pack
from inspector_app.catalog import load, office
from inspector_app.catalog.comparing import Change, compared
from inspector_app.catalog.examples import Failed, run_examples
from inspector_app.catalog.faults import FormError
from inspector_app.domain.errors import RuleError, UnavailableError

EDITION = "edition"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that was or is in use.

    Attributes:
        edition: 64 hex digits over its files.
        name, dated: as its own file says; empty and None when it is not here whole.
        since: when it was signed into use; None for the one the program came with.
        by: the name of who signed.
        in_use: the signed-in desk works by it now; `next`: the desk will from the next sign-in.
    """

    edition: str
    name: str
    dated: date | None
    since: datetime | None
    by: str
    in_use: bool
    next: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Forms that were brought and looked at; nothing of it is in use.

    Attributes:
        errors: what is wrong with its files.
        failed: examples that came out otherwise; `passed` is how many hold.
        changes: what it says otherwise than the edition in use; none told of a faulty one.
        same: it is the edition in use.
    """

    pack: Pack
    edition: str
    name: str
    errors: tuple[FormError, ...]
    counts: Mapping[str, int]
    passed: int
    failed: tuple[Failed, ...]
    changes: tuple[Change, ...]
    same: bool

    @property
    def fit(self) -> bool:
        """Whether it may be put into use."""
        return not self.errors and not self.failed and not self.same


def history(desk: Desk, office_folder: Path) -> tuple[Edition, ...]:
    """Return the editions that administrators signed, the newest first, and the shipped one last."""
    names = {one.user: one.name for one in desk.store.keyring.people()}
    signed: dict[str, tuple[datetime | None, str]] = {}
    for act in desk.store.acts(EDITION, valid_only=True)[::-1]:
        known = values.text(act.content, "edition")
        signed.setdefault(known, (values.moment({"at": act.wall}, "at"), names.get(act.user, act.user)))
    newest = next((one for one in signed if office.is_kept(office_folder, one)), "")
    told = [_edition(desk, office_folder, one, since, by, newest) for one, (since, by) in signed.items()]
    shipped = load.load(assets.folder("forms")).edition
    if shipped not in signed:
        told.append(_edition(desk, office_folder, shipped, None, "", newest or shipped))
    return tuple(told)


def _edition(
    desk: Desk, office_folder: Path, known: str, since: datetime | None, by: str, newest: str
) -> Edition:
    rules = office.edition(office_folder, assets.folder("forms"), known)
    name, dated = (rules.name, rules.dated) if rules is not None else ("", None)
    return Edition(
        known, name, dated, since, by, known == desk.rules.edition, known == newest, rules is not None
    )


def folder_of(office_folder: Path, known: str) -> Path:
    """Return the folder of an edition that is here: a kept copy, or the one the program came with.

    Raises:
        RuleError: `forms.edition_missing`.
    """
    kept = office_folder / office.EDITIONS / known
    if kept.is_dir():
        return kept
    shipped = assets.folder("forms")
    if load.load(shipped).edition == known:
        return shipped
    raise RuleError("forms.edition_missing", where=known[:12])


def look_at(desk: Desk, path: Path, office_folder: Path) -> Candidate:
    """Read forms that were brought, check and test them, and compare them with those in use; change nothing.

    Raises:
        those of `form_packs.read`; UnavailableError: `forms.not_kept` where there is no room to look at them.
    """
    return weigh(desk, form_packs.read(desk.store, path), office_folder)


def weigh(desk: Desk, pack: Pack, office_folder: Path) -> Candidate:
    """Check, test and compare files that are at hand; see `look_at`."""
    with laid_out(pack.files) as folder:
        loaded = load.load(folder)
        passed, failed = (0, []) if loaded.errors else run_examples(folder)
        same = loaded.edition == desk.rules.edition
        changes = (
            () if loaded.errors or same else compared(folder_of(office_folder, desk.rules.edition), folder)
        )
    rules = loaded.rules
    return Candidate(
        pack=pack,
        edition=loaded.edition,
        name=rules.name if rules is not None else "",
        errors=loaded.errors,
        counts=load.counts(rules) if rules is not None else {},
        passed=passed,
        failed=tuple(failed),
        changes=changes,
        same=same,
    )


def put_into_use(desk: Desk, candidate: Candidate, office_folder: Path) -> str:
    """Sign a candidate into use and return its hash; what is wrong with it leaves everything as it was.

    Raises:
        SignInError: `edition.not_signed`, `store.no_right`.
        RuleError: `administration.edition_same`, `forms.examples_failed`, `forms.changed_meanwhile`.
        ProblemsError: `forms.faulty`.
        UnavailableError: `forms.not_kept`.
    """
    if candidate.same:
        raise RuleError("administration.edition_same", where=candidate.edition[:12])
    with laid_out(candidate.pack.files) as folder:
        return editions.activate(desk, folder, office_folder)


@contextmanager
def laid_out(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Yield a folder with these files that is gone afterwards."""
    try:
        with tempfile.TemporaryDirectory(prefix="inspector-forms-") as room:
            folder = Path(room)
            for name, content in files.items():
                goal = folder / name
                goal.parent.mkdir(parents=True, exist_ok=True)
                goal.write_bytes(content)
            yield folder
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnavailableError("forms.not_kept", where=tempfile.gettempdir(), reason=reason) from error


def counts(office_folder: Path, one: Edition) -> Mapping[str, int]:
    """Return how many of each thing an edition holds; nothing of one that is not here whole."""
    rules = office.edition(office_folder, assets.folder("forms"), one.edition)
    return load.counts(rules) if rules is not None else {}


def use_again(desk: Desk, candidate: Candidate, office_folder: Path) -> str:
    """Sign an edition into use that was in use before; also the one that the desk still works by.

    Raises:
        as `put_into_use`, but for `administration.edition_same`.
    """
    with laid_out(candidate.pack.files) as folder:
        return editions.activate(desk, folder, office_folder)
