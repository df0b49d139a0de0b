"""`export keys|pdf`: what leaves the house, each file with its hash."""

import hashlib
from pathlib import Path

from inspector_app.answers.answer import Answer
from inspector_app.answers.demos import safe_name
from inspector_app.casework.papers import issued
from inspector_app.casework.papers.verification import attested
from inspector_app.casework.people.keyfiles import keys_of
from inspector_app.domain.errors import DamagedError, UnavailableError, UsageError
from inspector_app.store.store import Store


def answer(store: Store, what: str, out: Path, document_id: str) -> Answer:
    """Write the keys to the file `out`, or papers into the folder `out`.

    Raises:
        UsageError: `cli.unknown_export`.
        UnavailableError: `export.refused` when the place cannot be written.
        RuleError: `document.not_issued`.
        DamagedError: `export.record_altered`: the tables say other than the journal's signed entries.
    """
    if what == "keys":
        files = [_write(out, keys_of(store), 1)]
    elif what == "pdf":
        wanted = (
            [issued.must_be_issued(store, document_id)] if document_id else list(issued.all_documents(store))
        )
        for one in wanted:
            if not attested(store, one.id):
                raise DamagedError("export.record_altered", where=one.number)
        files = [
            _write(out / f"{one.kind}-{safe_name(one.number)}.pdf", issued.pdf(store, one.id), 1)
            for one in wanted
        ]
    else:
        raise UsageError("cli.unknown_export", where=what)
    return Answer("export", {"files": files}, tuple(str(one["path"]) for one in files))


def _write(path: Path, raw: bytes, rows: int) -> dict[str, object]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    except OSError as error:
        raise UnavailableError(
            "export.refused", where=str(path), reason=error.strerror or str(error)
        ) from error
    return {"path": str(path), "sha256": hashlib.sha256(raw).hexdigest(), "rows": rows}
