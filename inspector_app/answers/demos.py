"""`demo`: the main job end to end, in a training workspace, with its papers in a folder."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspector_app.answers.answer import Answer
from inspector_app.answers.gates import missing_values
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import board, documents, issued
from inspector_app.casework.play import every_kind, main_job, samples
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import findings
from inspector_app.catalog.case import Case, OfficeCase, read_case, read_papers
from inspector_app.catalog.messages import Messages
from inspector_app.domain.documents import Office
from inspector_app.domain.errors import RuleError, UnavailableError
from inspector_app.reports.figures import count
from inspector_app.store.store import Store

_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]')


@dataclass(frozen=True, slots=True)
class Demo:
    """A demonstration to be played.

    Attributes:
        out: folder that gets the papers.
        filing: the same desk at the filing workspace; None without its key.
        step: called with the name of each stage when it is done.
    """

    desk: Desk
    clock: PlayedClock
    out: Path
    messages: Messages
    step: Callable[[str], None]
    filing: Desk | None = None


def shipped_cases() -> tuple[Path, ...]:
    """Return the built-in cases: a site, and a concrete plant."""
    return samples.folder() / "site.toml", samples.folder() / "plant.toml"


def training_office() -> Office:
    """Return the issuing body of a training workspace."""
    told = read_case(shipped_cases()[0]).office or OfficeCase(name="", prefix="")
    return Office(told.name, told.prefix, told.review_body, told.phone, told.station, told.station_prefix)


def play(demo: Demo, paths: Sequence[Path], *, seed: int | None, until: str) -> Answer:
    """Play each case up to a stage and write its papers.

    Raises:
        ProblemsError: `document.gate` when a case lacks what law requires.
        RuleError: `case.*`; `demo.photo_unreadable`.
        UnavailableError: `demo.out_refused` when the folder cannot be written.
    """
    prepare(demo.out)
    played: list[Played] = []
    began = demo.clock.moment
    for path in paths:
        # Each case has its own day; the one before it has moved the clock to its recheck.
        demo.clock.moment = began
        case = read_case(path)
        if seed is not None:
            case = every_kind.varied(case, demo.desk.rules, seed)
        photos = _photos(demo.desk, case, path.parent)
        one = main_job.play(
            demo.desk,
            demo.clock,
            case,
            photos=photos,
            training=training_office(),
            until=until,
            step=demo.step,
            filing=demo.filing,
        )
        played.append(one)
    return _answer(demo, played)


def play_every_kind(demo: Demo, *, how_many: int, photos_each: int) -> Answer:
    """Issue one document of each kind over `how_many` findings, with photos."""
    prepare(demo.out)
    played = []
    began = demo.clock.moment
    for path in shipped_cases():
        demo.clock.moment = began
        shipped = read_case(path)
        pool = _photos(demo.desk, shipped, path.parent)
        case = every_kind.widened(shipped, demo.desk.rules, how_many, photos_each, sorted(pool))
        if path == shipped_cases()[0]:
            more = read_papers(samples.folder() / "papers.toml").documents
            case = case.model_copy(update={"documents": [*case.documents, *more]})
        told = main_job.play(
            demo.desk,
            demo.clock,
            case,
            photos=pool,
            training=training_office(),
            step=demo.step,
            filing=demo.filing,
        )
        played.append(told)
    return _answer(demo, played)


def acks(demo: Demo, n: int) -> Iterator[dict[str, object]]:
    """Issue `n` notices one by one; each is yielded only after its commit is on the disk."""
    path = shipped_cases()[0]
    case = read_case(path)
    played = main_job.play(
        demo.desk,
        demo.clock,
        case,
        photos=_photos(demo.desk, case, path.parent),
        training=training_office(),
        until="findings",
        step=demo.step,
    )
    for _ in range(n):
        document_id = main_job.another(demo.desk, played, case)
        told = documents.issue(demo.desk, document_id, date_confirmed=True)
        yield {"ack": told.number, "pdf_sha256": told.pdf_sha256}


def prepare(out: Path) -> None:
    """Make the folder for the papers.

    Raises:
        UnavailableError: `demo.out_refused`.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnavailableError("demo.out_refused", where=str(out), reason=error.strerror or "") from error


def _photos(desk: Desk, case: Case, beside: Path) -> dict[str, bytes]:
    """Return the photos a case names, by name; a relative name lies beside the case file."""
    photos = {}
    day = case.inspection.day or desk.today()
    for name in dict.fromkeys(name for finding in case.findings for name in finding.photos):
        try:
            raw = (beside / name).read_bytes()
        except OSError as error:
            raise RuleError(
                "demo.photo_unreadable", where=name, reason=error.strerror or str(error)
            ) from error
        photos[name] = samples.stamped(raw, day) if beside == samples.folder() else raw
    return photos


def _answer(demo: Demo, played: Sequence[Played]) -> Answer:
    store = demo.desk.store
    ids = [one for each in played for one in each.document_ids]
    told = [document(demo, document_id, n) for n, document_id in enumerate(ids, start=1)]
    days = [date.fromisoformat(str(one["issued_on"])) for one in told] or [demo.desk.today()]
    figures = count(board.reckoned(demo.desk), min(days), max(days), filing=filing_of(demo))
    entries = sum(n for n, _ in store.vector().values())
    data: dict[str, object] = {
        "data": str(store.folder.path),
        "inspection_id": played[0].inspection_id,
        "inspection_ids": [one.inspection_id for one in played],
        "findings": [one for each in played for one in _findings(demo.desk, each)],
        "gate_before": _gate_before(demo, played),
        "documents": told,
        "figures": {one.code: one.value for one in figures},
        "journal": {"entries": entries, "head": _head(store)},
        "digest": store.digest(),
    }
    lines = tuple(f"{one['number']}  {one['kind_label']}  {one['pdf']}" for one in told)
    return Answer("demo", data, lines)


def _head(store: Store) -> str:
    """Return the hash of this journal's newest entry."""
    return str(store.vector().get(store.meta.journal_id, [0, ""])[1])


def _gate_before(demo: Demo, played: Sequence[Played]) -> list[dict[str, object]]:
    return [
        {"kind": kind, **missing_values(miss, demo.messages)}
        for each in played
        for kind, miss in each.gate_before
    ]


def _findings(desk: Desk, played: Played) -> list[dict[str, object]]:
    return [
        {
            "id": one.id,
            "number": one.number,
            "location": one.location,
            "fact": one.fact,
            "clause": one.clause_id,
            "cite": desk.rules.cite(one.clause_id),
            "severity": str(one.severity),
            "due_on": max((duty.due.isoformat() for duty in one.obligations if duty.due), default=""),
            "photos": [photo.sha256 for photo in one.photos],
        }
        for one in findings.findings_of(desk.store, played.inspection_id)
    ]


def document(demo: Demo, document_id: str, n: int) -> dict[str, object]:
    """Write a paper of either workspace into the folder as the n-th, and return what is told of it.

    Raises:
        UnavailableError: `demo.out_refused`.
    """
    store, filing = demo.desk.store, filing_of(demo)
    if filing is not None and issued.document(store, document_id) is None:
        store = filing
    told = issued.must_be_issued(store, document_id)
    path = demo.out / f"{n:02d}-{told.kind}-{safe_name(told.number)}.pdf"
    try:
        path.write_bytes(issued.pdf(store, document_id))
    except OSError as error:
        raise UnavailableError("demo.out_refused", where=str(path), reason=error.strerror or "") from error
    return {
        "id": told.id,
        "kind": told.kind,
        "kind_label": told.label,
        "number": told.number,
        "issued_on": told.issued_on.isoformat() if told.issued_on else "",
        "due_on": told.due_on.isoformat() if told.due_on else "",
        "recipients": [{"name": one.name, "copy": one.copy, "main": one.main} for one in told.recipients],
        "pdf": str(path),
        "pages": told.pages,
        "pdf_sha256": told.pdf_sha256,
        "content_sha256": told.content_sha256,
        "code": told.code,
        "qr": told.qr,
        **({"late": True} if told.late else {}),
    }


def filing_of(demo: Demo) -> Store | None:
    """Return the filing workspace's store, None without its key."""
    return demo.filing.store if demo.filing is not None else None


def safe_name(text: str) -> str:
    """Return a text as a file name that every system accepts."""
    return _UNSAFE.sub("-", text).strip(" .")[:120] or "-"
