"""Papers and pictures from outside: a photo or a PDF each, looked at before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers.returns import MOST_BYTES
from inspector_app.domain.errors import RuleError
from inspector_app.store.store import Store

MOST_FILES = 60
"""Files of one paper; more than that is a case of its own."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A file as it was handed in; `name` is what it is called."""

    raw: bytes
    name: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it is kept; `kind` is `photo` or `pdf`."""

    sha256: str
    kind: str
    pages: int
    name: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at and may be kept."""

    scan: Scan
    kind: str
    pages: int


def look(desk: Desk, scans: Sequence[Scan]) -> tuple[Looked, ...]:
    """Refuse what is no photo and no PDF, locked, too long or too large; write nothing.

    Raises:
        RuleError: `scan.too_large`, `scan.too_many`, and what the renderer refuses a file for, each with
            the file's name in `where`.
    """
    if len(scans) > MOST_FILES:
        raise RuleError("scan.too_many", where=scans[0].name, count=len(scans), most=MOST_FILES)
    return tuple(_looked(desk, one) for one in scans)


def _looked(desk: Desk, scan: Scan) -> Looked:
    kind = "pdf" if b"%PDF-" in scan.raw[:1024] else "photo"
    if len(scan.raw) > MOST_BYTES[kind]:
        raise RuleError("scan.too_large", where=scan.name, size=len(scan.raw), most=MOST_BYTES[kind])
    try:
        return Looked(scan, kind, desk.renderer.inspect_scan(scan.raw))
    except RuleError as refused:
        raise RuleError(refused.code, where=refused.where or scan.name, **refused.values) from refused


def keep(store: Store, looked: Sequence[Looked]) -> list[Kept]:
    """Put files into the vault, each content once; to be named by a record in the same action."""
    kept: dict[str, Kept] = {}
    for one in looked:
        sha256 = store.put_blob(one.scan.raw)
        kept.setdefault(sha256, Kept(sha256, one.kind, one.pages, one.scan.name))
    return list(kept.values())


def fields_of(kept: Sequence[Kept]) -> list[dict[str, object]]:
    """Return files as a record holds them."""
    return [{"sha256": one.sha256, "kind": one.kind, "pages": one.pages, "name": one.name} for one in kept]


def read(fields: values.Fields, name: str = "scans") -> tuple[Kept, ...]:
    """Return the files that a record names."""
    told = fields.get(name)
    return tuple(
        Kept(
            values.text(one, "sha256"),
            values.text(one, "kind"),
            values.number(one, "pages"),
            values.text(one, "name"),
        )
        for one in (told if isinstance(told, list) else [])
        if isinstance(one, dict)
    )
