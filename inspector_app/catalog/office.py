"""The office's editions: each kept whole beside the data under its hash; the newest good one is in use.

Below the office folder lie `editions/<hash>/…` and `active.txt`, the hashes in use, newest first. A copy
becomes visible by one rename and comes into use by another, so a power cut leaves the old edition. The text
file is for those who look without signing in; at a desk the journal's signed acts say what is in use.
"""

import contextlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

from inspector_app.catalog import packing
from inspector_app.catalog.examples import run_examples
from inspector_app.catalog.load import load
from inspector_app.domain.errors import (
    DamagedError,
    Problem,
    ProblemsError,
    RuleError,
    UnavailableError,
)
from inspector_app.domain.rules import Rules

EDITIONS = "editions"
POINTER = "active.txt"
KEPT = 20
"""Editions that `active.txt` remembers; older ones stay on the disk, since documents may pin them."""

_HASH = re.compile(r"[0-9a-f]{64}")


def activate(forms_folder: Path, office_folder: Path) -> str:
    """Check and test a forms folder, keep a copy, put it into use, and return its hash.

    What was in use before stays in use until the very last step.

    Raises:
        those of `keep` and `put_into_use`.
    """
    edition = keep(forms_folder, office_folder)
    put_into_use(office_folder, edition)
    return edition


def keep(forms_folder: Path, office_folder: Path) -> str:
    """Check and test a forms folder, keep a copy under its hash, and return the hash.

    Raises:
        ProblemsError: `forms.faulty` with one problem per fault.
        RuleError: `forms.examples_failed`, or `forms.changed_meanwhile` when files changed in between.
        UnavailableError: `forms.not_kept` when the disk refuses.
    """
    edition = _proved(forms_folder)
    with _disk(office_folder):
        kept = _keep(forms_folder, office_folder, edition)
        if load(kept).edition != edition:
            shutil.rmtree(kept)
            raise RuleError("forms.changed_meanwhile", where=str(forms_folder))
    return edition


def put_into_use(office_folder: Path, edition: str) -> None:
    """Name a kept edition as the newest, for those who look without signing in.

    Raises:
        UnavailableError: `forms.not_kept` when the disk refuses.
    """
    with _disk(office_folder):
        history = [one for one in _history(office_folder) if one != edition]
        _write(office_folder / POINTER, "\n".join([edition, *history][:KEPT]) + "\n")


def pointed(office_folder: Path) -> str:
    """Return the edition that those see who look without signing in; empty when none was put into use.

    Raises:
        UnavailableError: `forms.pointer_unreadable`.
    """
    return next(iter(_history(office_folder)), "")


def is_kept(office_folder: Path, edition: str) -> bool:
    """Tell whether a copy of this edition lies here; whether it is whole is seen when it is loaded."""
    return (office_folder / EDITIONS / edition).is_dir()


def packed(office_folder: Path, edition: str) -> bytes:
    """Return a kept edition as one file, to travel to other laptops."""
    with _disk(office_folder):
        return packing.pack(office_folder / EDITIONS / edition)


def receive(content: bytes, office_folder: Path, edition: str) -> None:
    """Keep an edition that came from another laptop; a damaged copy that lies here makes way.

    Raises:
        DamagedError: `forms.edition_changed`: it is not that edition.
        UnavailableError: `forms.not_kept` when the disk refuses.
    """
    files = packing.unpack(content, edition[:12])
    with _disk(office_folder), _passing(office_folder / EDITIONS) as passing:
        for name, text in files.items():
            goal = passing / name
            goal.parent.mkdir(parents=True, exist_ok=True)
            _flushed(goal, text)
        if load(passing).edition != edition:
            raise DamagedError("forms.edition_changed", where=edition[:12])
        kept = office_folder / EDITIONS / edition
        _make_way(kept)
        passing.rename(kept)
        _flush_folder(kept.parent)


@contextlib.contextmanager
def _disk(office_folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnavailableError("forms.not_kept", where=str(office_folder), reason=reason) from error


def _proved(folder: Path) -> str:
    loaded = load(folder)
    if loaded.rules is None:
        problems = [
            Problem(one.code, f"{one.file}:{one.line} {one.field}".rstrip(), one.values)
            for one in loaded.errors
        ]
        raise ProblemsError("forms.faulty", problems, where=str(folder), count=len(problems))
    _, failed = run_examples(folder)
    if failed:
        names = "、".join(f"{one['file']}:{one['line']}" for one in failed)
        raise RuleError("forms.examples_failed", where=names, count=len(failed))
    return loaded.edition


def active(
    office_folder: Path | None, shipped: Path, history: Sequence[str] | None = None
) -> tuple[Rules, Problem | None]:
    """Return the rules in use: the office's newest edition that is whole, or the shipped one.

    The second value says which newer edition could not be used, None when all is well.

    Args:
        history: hashes that an administrator signed, newest first; left out, what `active.txt` says.

    Raises:
        DamagedError: `forms.shipped_damaged`, the installation itself is broken and nothing can be used.
    """
    warning: Problem | None = None
    if history is None:
        history = _history(office_folder) if office_folder else []
    for edition in history:
        rules, why = _kept(office_folder, edition) if office_folder else (None, "forms.edition_missing")
        if rules is not None:
            return rules, warning
        warning = warning or Problem.of(why, edition[:12])
    loaded = load(shipped)
    if loaded.rules is None:
        first = loaded.errors[0]
        raise DamagedError(
            "forms.shipped_damaged", where=f"{first.file}:{first.line}", count=len(loaded.errors)
        )
    return loaded.rules, warning


def edition(office_folder: Path | None, shipped: Path, wanted: str) -> Rules | None:
    """Return the rules of one edition, also one no longer in use; None when it is not here whole.

    A document pins its edition and is re-printed from it for ever.
    """
    if _HASH.fullmatch(wanted) and office_folder is not None:
        rules, _ = _kept(office_folder, wanted)
        if rules is not None:
            return rules
    loaded = load(shipped)
    return loaded.rules if loaded.edition == wanted else None


def _kept(office_folder: Path, edition: str) -> tuple[Rules | None, str]:
    """Return a kept edition, or None and the code that says why it cannot be used."""
    folder = office_folder / EDITIONS / edition
    if not folder.is_dir():
        return None, "forms.edition_missing"
    loaded = load(folder)
    if loaded.edition != edition:
        return None, "forms.edition_changed"
    return (loaded.rules, "") if loaded.rules else (None, "forms.edition_faulty")


def _history(office_folder: Path) -> list[str]:
    """Return the hashes of `active.txt`, newest first; lines that are none are passed over."""
    pointer = office_folder / POINTER
    if not pointer.exists():
        return []
    try:
        text = pointer.read_text("ascii", "replace")
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnavailableError("forms.pointer_unreadable", where=str(pointer), reason=reason) from error
    return _HASH.findall(text)


def _keep(forms_folder: Path, office_folder: Path, edition: str) -> Path:
    """Copy the TOML files beside the others under their hash, by way of a folder that is renamed."""
    kept = office_folder / EDITIONS / edition
    if kept.is_dir():
        if load(kept).edition == edition:
            return kept
        _make_way(kept)
    with _passing(office_folder / EDITIONS) as passing:
        for source in sorted(forms_folder.rglob("*.toml")):
            goal = passing / source.relative_to(forms_folder)
            goal.parent.mkdir(parents=True, exist_ok=True)
            _flushed(goal, source.read_bytes())
        passing.rename(kept)
    _flush_folder(kept.parent)
    return kept


def _make_way(kept: Path) -> None:
    """Move a damaged copy aside; it is not thrown away: what was found is kept."""
    if kept.is_dir():
        kept.rename(kept.with_name(f"damaged-{kept.name[:12]}-{uuid4().hex[:8]}"))


@contextlib.contextmanager
def _passing(parent: Path) -> Iterator[Path]:
    """Yield a fresh folder that is gone afterwards unless it was renamed."""
    passing = parent / f".new-{uuid4().hex}"
    passing.mkdir(parents=True)
    try:
        yield passing
    finally:
        if passing.exists():
            shutil.rmtree(passing)


def _write(path: Path, text: str) -> None:
    passing = path.with_name(f".{path.name}-{uuid4().hex}")
    try:
        _flushed(passing, text.encode("ascii"))
        passing.replace(path)
    finally:
        passing.unlink(missing_ok=True)
    _flush_folder(path.parent)


def _flushed(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # Windows has no handle on a folder; NTFS journals the rename itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
