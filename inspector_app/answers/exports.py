"""`export keys|pdf|dossier|digest`: what leaves the house, each file with its hash."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspector_app.answers.answer import Answer
from inspector_app.answers.demos import safe_name
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import binding, digests, dossier_file
from inspector_app.casework.papers import issued
from inspector_app.casework.papers.verification import attested
from inspector_app.casework.people.keyfiles import keys_of
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.digest_paper import compose
from inspector_app.domain.dossier import Binder
from inspector_app.domain.errors import DamagedError, UnavailableError, UsageError
from inspector_app.store.store import Store
from inspector_app.trust.durable import put_whole


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: a paper, a target or a visit by its id, from day to day as typed."""

    id: str
    first: str = ""
    last: str = ""


class Tenths:
    """Progress in words, one line a tenth of the way."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say, self._told = say, 0

    def step(self, done: int, total: int, doing: str = "") -> None:
        """Tell how far it is."""
        tenth = 10 * done // max(total, 1)
        if tenth > self._told:
            self._told = tenth
            self._say(f"{10 * tenth} % {doing}".rstrip())


def dossier(desk: Desk, binder: Binder, out: Path, asked: Asked, say: Callable[[str], None]) -> Answer:
    """Write the file (案卷) of a target or of one visit as a new folder `out`; `rows` are pages.

    Raises:
        UsageError: `cli.bad_day`.
        RuleError, DamagedError, UnavailableError: those of `binding.scope_of` and `dossier_file.export`.
    """
    first, last = day_of(asked.first, "--from"), day_of(asked.last, "--to")
    scope = binding.scope_of(desk, asked.id, first, last)
    made = dossier_file.export(desk, binder, scope, out, progress=Tenths(say))
    files = [{"path": str(one.path), "sha256": one.sha256, "rows": one.pages} for one in made.files]
    head = f"{made.folder}: {made.items} / {made.pages}"
    lines = (head, *(str(one["path"]) for one in files), *made.lacking)
    return Answer("export", {"files": files, "lacking": list(made.lacking)}, lines)


def day_of(told: str, where: str) -> date | None:
    """Return a day as typed, None where nothing was.

    Raises:
        UsageError: `cli.bad_day`.
    """
    try:
        return date.fromisoformat(told) if told else None
    except ValueError as error:
        raise UsageError("cli.bad_day", where=where, value=told) from error


def digest(session: Session, out: Path, asked: Asked) -> Answer:
    """Write the digest of a day (日汇报) or of more days (周调度) to the file `out`.

    Each figure is told with the ids that it was counted from; filings only to who has the key to them.

    Raises:
        UsageError: `cli.bad_day`, `digest.no_days`.
        RuleError: those of `digests.digest_of`.
        UnavailableError: `export.refused` when the place cannot be written.
    """
    first = day_of(asked.first, "--from")
    if first is None:
        raise UsageError("digest.no_days", where="--from")
    last = day_of(asked.last, "--to") or first
    desk = session.desk
    filing = session.filing_desk(desk) if session.filing is not None else None
    made = digests.digest_of(desk, first, last, filing)
    paper = compose(made)
    file = _write(out, desk.renderer.digest(paper), 1)
    told = {
        one.code: {"label": one.label, "value": one.value, "ids": list(one.ids), "late": list(one.late)}
        for one in made.figures
    }
    fields = {"files": [file], "title": paper.title, "from": str(first), "to": str(last), "figures": told}
    return Answer("export", fields, (str(file["path"]), paper.opening))


def written(session: Session, what: str, out: Path, asked: Asked) -> Answer:
    """Write what needs no binding: a digest, keys or papers; see `digest` and `answer`."""
    if what == "digest":
        return digest(session, out, asked)
    return answer(session.desk.store, what, out, asked.id, session.filing)


def answer(store: Store, what: str, out: Path, document_id: str, filing: Store | None = None) -> Answer:
    """Write the keys to the file `out`, or papers into the folder `out`; those of filings into one below it.

    Args:
        filing: the filing workspace, for who has the key to it.

    Raises:
        UsageError: `cli.unknown_export`.
        UnavailableError: `export.refused` when the place cannot be written.
        RuleError: `document.not_issued`.
        DamagedError: `export.record_altered`: the tables say other than the journal's signed entries.
    """
    if what == "keys":
        files = [_write(out, keys_of(store), 1)]
    elif what == "pdf":
        files = _papers(store, filing, out, document_id)
    else:
        raise UsageError("cli.unknown_export", where=what)
    return Answer("export", {"files": files}, tuple(str(one["path"]) for one in files))


def _papers(store: Store, filing: Store | None, out: Path, document_id: str) -> list[dict[str, object]]:
    """Write papers, once all of them are found to be what the journals say."""
    chosen = list(_wanted(store, filing, out, document_id))
    for whose, one, _ in chosen:
        if not attested(whose, one.id):
            raise DamagedError("export.record_altered", where=one.number)
    return [
        _write(place / f"{one.kind}-{safe_name(one.number)}.pdf", issued.pdf(whose, one.id), 1)
        for whose, one, place in chosen
    ]


def _wanted(
    store: Store, filing: Store | None, out: Path, document_id: str
) -> Iterator[tuple[Store, issued.Issued, Path]]:
    if document_id:
        beside = issued.document(filing, document_id) if filing is not None else None
        if filing is not None and beside is not None:
            yield filing, beside, out
        else:
            yield store, issued.must_be_issued(store, document_id), out
        return
    yield from ((store, one, out) for one in issued.all_documents(store))
    if filing is not None:
        yield from ((filing, one, out / "filing") for one in issued.all_documents(filing))


def _write(path: Path, raw: bytes, rows: int) -> dict[str, object]:
    """Write a file beside the one that stood there, and put it in its place once it is whole."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with put_whole(path) as passing:
            passing.write_bytes(raw)
    except OSError as error:
        raise UnavailableError(
            "export.refused", where=str(path), reason=error.strerror or str(error)
        ) from error
    return {"path": str(path), "sha256": hashlib.sha256(raw).hexdigest(), "rows": rows}
