"""`doctor`: everything that the program stands on, and what to do where it does not hold."""

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from inspector_app import assets
from inspector_app.answers import surroundings
from inspector_app.answers.answer import DONE, ENVIRONMENT, Answer
from inspector_app.casework.base import values
from inspector_app.casework.overview.readiness import LONGEST_UNTOLD
from inspector_app.casework.papers import issued
from inspector_app.casework.people import backups, restored, workspace
from inspector_app.casework.people.filing_workspace import Room
from inspector_app.catalog.messages import Messages
from inspector_app.documents.fonts import office
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA, local_date
from inspector_app.domain.errors import InspectorError, Problem, UnavailableError
from inspector_app.domain.numbers import date_to_confirm
from inspector_app.domain.printing import works
from inspector_app.domain.rules import Rules
from inspector_app.printing.printer import PrinterFacts
from inspector_app.store.library import library
from inspector_app.store.store import Store

OK, WARN, FAIL = "ok", "warn", "fail"
LEAST_FREE_MB = 500
LIBRARIES = ("SQLAlchemy", "sqlcipher3", "cryptography", "argon2-cffi", "reportlab", "pypdfium2", "Pillow")
FONTS = (
    "FandolFang-safe.ttf",
    "NotoSerifSC-Bold-min.ttf",
    "NotoSansSC-Regular-min.ttf",
    "NotoSerifSC-Regular-full.ttf",
    "gkai00mp.ttf",
    "InspectorHanExtra.ttf",
)
DEFENCES = {"journal_mode": "wal", "synchronous": "2"}
"""Settings without which a power cut loses what was acknowledged."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        id: stable name of the contract.
        status: `ok`, `warn` or `fail`.
        finding: code and values of what was found, in words in the catalogue.
    """

    id: str
    status: str
    finding: Problem


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked at.

    Attributes:
        data: the data folder; `store` is None where nothing lies in it.
        room: what there is of the filing workspace, for who looks.
        today: the day in China, as the machine's clock says.
    """

    data: Path
    store: Store | None
    today: date
    rules: Callable[[], tuple[Rules, Problem | None]]
    room: Room = field(default_factory=Room)


def answer(patient: Patient, messages: Messages, *, deep: bool) -> Answer:
    """Look at libraries, database, fonts, disk, system, forms and workspace; `deep` reads every file too."""
    found = checks(patient, messages, deep=deep)
    told = [_told(one, messages) for one in found]
    bad = any(one.status == FAIL for one in found)
    lines = tuple(f"{one['status']:4} {one['id']}: {one['value']} {one['remedy']}".rstrip() for one in told)
    return Answer("doctor", {"checks": told}, lines, ENVIRONMENT if bad else DONE)


def checks(patient: Patient, messages: Messages, *, deep: bool) -> list[Check]:
    """Return what was found, one by one; `deep` reads every file too."""
    store = patient.store
    found = [_python(), _sqlite(), _libraries(), _fonts(patient.data), _disk(patient.data)]
    found += [_printer(messages), _input_method()]
    found += [_forms(patient), _workspace(patient), _log(patient.data)]
    if store is not None:
        found += [_filing(patient.room)]
        found += [_pragmas(store), _clock(store, patient.today), _sync(store, patient)]
        found += [_backup(store, patient.today), *_restored(store, messages)]
    if store is not None and deep:
        found += [_journal(store), _papers(store), _photos(store)]
        filing = patient.room.store
        found += [_journal(filing, "filing_"), _papers(filing, "filing_")] if filing is not None else []
    return found


def _told(check: Check, messages: Messages) -> dict[str, object]:
    value, remedy = messages.text(check.finding.code, check.finding.where, dict(check.finding.values))
    status = check.status
    return {"id": check.id, "status": status, "value": value, "remedy": remedy if status != OK else ""}


def _check(name: str, status: str, code: str, /, **told: object) -> Check:
    return Check(name, status, Problem.of(code, "", **told))


def _python() -> Check:
    return _check("python", OK, "doctor.python", version=platform.python_version(), system=sys.platform)


def _sqlite() -> Check:
    found = library()
    status = OK if found.sound else FAIL
    return _check("sqlite", status, "doctor.sqlite", sqlite=found.sqlite, cipher=found.cipher)


def _pragmas(store: Store) -> Check:
    told = store.pragmas()
    good = all(told.get(name) == wanted for name, wanted in DEFENCES.items())
    settings = [f"{name}={setting}" for name, setting in told.items()]
    return _check("pragmas", OK if good else FAIL, "doctor.pragmas", settings=settings)


def _libraries() -> Check:
    found, lacking = [], []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            lacking.append(name)
    return _check("libraries", FAIL if lacking else OK, "doctor.libraries", found=found, lacking=lacking)


def _fonts(data: Path) -> Check:
    folder = assets.folder("resources") / "fonts"
    lacking = [name for name in FONTS if not (folder / name).is_file()]
    here = len(FONTS) - len(lacking)
    if lacking:
        return _check("fonts", FAIL, "doctor.fonts", here=here, of=len(FONTS), lacking=lacking)
    own = office.look(data / "fonts")
    refused = [one.problem for one in own if one.problem is not None]
    if len(refused) == 1:
        return Check("fonts", WARN, refused[0])
    if refused:
        files = [f"{one.where}（{one.code}）" for one in refused]
        return _check("fonts", WARN, "fonts.several_refused", count=len(files), files=files)
    used = [one.file for one in own if one.hand]
    if used:
        return _check("fonts", OK, "fonts.office_in_use", here=here, of=len(FONTS), files=used)
    return _check("fonts", OK, "doctor.fonts", here=here, of=len(FONTS), lacking=lacking)


def _disk(data: Path) -> Check:
    place = data.absolute()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free // 1_000_000
    return _check(
        "disk", OK if free >= LEAST_FREE_MB else WARN, "doctor.disk", free=free, least=LEAST_FREE_MB
    )


def _printer(messages: Messages) -> Check:
    """Tell each queue's state in words; trouble is only a warning, for papers are issued without printers."""
    try:
        queues = surroundings.printers()
    except UnavailableError as error:
        return Check("printer", WARN, Problem(error.code, error.where, tuple(error.values.items())))
    if queues is None:
        return _check("printer", OK, "doctor.printer_unasked")
    if not queues:
        return _check("printer", WARN, "doctor.printer", names=())
    names = [_queue(one, messages) for one in queues]
    code = "doctor.printer" if all(works(one.state) for one in queues) else "doctor.printer_trouble"
    return _check("printer", OK if code == "doctor.printer" else WARN, code, names=names)


def _queue(facts: PrinterFacts, messages: Messages) -> str:
    told, _ = messages.text(f"print.looks_{facts.state}", "", {"printer": facts.label})
    return messages.text("print.looks_thermal", "", {"printer": told})[0] if facts.thermal else told


def _input_method() -> Check:
    told = surroundings.input_method(os.environ, sys.platform)
    return _check("input_method", OK if told else WARN, "doctor.input_method", name=told)


def _forms(patient: Patient) -> Check:
    try:
        rules, warning = patient.rules()
    except InspectorError as error:
        return _check("forms", FAIL, "doctor.forms_damaged", reason=error.code)
    return _check("forms", WARN if warning else OK, "doctor.forms", edition=rules.edition[:12])


def _workspace(patient: Patient) -> Check:
    if patient.store is None:
        return _check("workspace", WARN, "doctor.no_workspace", folder=str(patient.data))
    meta = patient.store.meta
    code = "doctor.training_workspace" if meta.training else "doctor.workspace"
    return _check("workspace", OK, code, machine_code=meta.machine_code)


def _filing(room: Room) -> Check:
    """Tell whether the filing workspace is there and open to who looks; to have no key to it is no fault."""
    if room.problem is not None:
        return Check("filing", WARN, room.problem)
    if room.store is not None:
        return _check("filing", OK, "doctor.filing_open", folder=str(room.store.folder.path))
    return _check("filing", OK, "doctor.filing_no_key" if room.there else "doctor.filing_none")


def _log(data: Path) -> Check:
    file = assets.log_file(data)
    return _check("log", OK, "doctor.log" if file.exists() else "doctor.log_empty", file=str(file))


def _clock(store: Store, today: date) -> Check:
    days = [values.day(act.content, "issued_on") for act in store.acts("document", kind=ActKind.ISSUE)]
    last = max((day for day in days if day is not None), default=None)
    if last is None:
        return _check("clock", OK, "doctor.clock_unused", today=today.isoformat())
    status = WARN if date_to_confirm(today, last) else OK
    return _check("clock", status, "doctor.clock", today=today.isoformat(), last=last.isoformat())


def _never(name: str) -> Check:
    """What this version has no command for yet never happened: said, so that nobody believes otherwise."""
    return _check(name, WARN, f"doctor.{name}_never")


def _sync(store: Store, patient: Patient) -> Check:
    """Tell when anything last went to or fro, and how much the office does not hold for certain."""
    state, filing = store.state(), patient.room.store
    moments = [datetime.fromisoformat(one) for one in (state.last_hub, state.last_out, state.last_in) if one]
    if not moments:
        return _never("last_sync")
    states = [state] if filing is None else [state, filing.state()]
    owed = sum(one.entries - one.received for one in states)
    files = sum(one.blobs - one.blobs_received for one in states)
    late = patient.today - local_date(max(moments)) > LONGEST_UNTOLD
    at = max(moments).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    status = WARN if owed or files or late else OK
    return _check("last_sync", status, "doctor.last_sync", at=at, owed=owed, files=files)


def _backup(store: Store, today: date) -> Check:
    told = backups.last(store)
    if told is None:
        return _never("last_backup")
    late = today - local_date(told.at) > backups.OVERDUE
    at = told.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    return _check("last_backup", WARN if late else OK, "doctor.last_backup", at=at, file=told.file)


def _restored(store: Store, messages: Messages) -> list[Check]:
    """Tell, on a laptop that was restored, from which number on nobody here knows what was issued."""
    told = restored.of(store)
    if told is None:
        return []
    others, _ = messages.text("backup.any_kind", "", {})
    ranges = restored.ranges(restored.unknown_now(store), others)
    code = "doctor.restored_brought" if restored.brought_back(store) else "doctor.restored_unknown"
    return [_check("restored", WARN, code, made=told.made, ranges=ranges)]


def _journal(store: Store, whose: str = "") -> Check:
    name, code = f"{whose}journal", f"doctor.{whose}journal"
    found = store.integrity()
    if not found.problems:
        return _check(name, OK, code, entries=found.entries)
    faults = [f"{one.code} {one.where}" for one in found.problems[:5]]
    return _check(name, FAIL, f"{code}_damaged", faults=faults, count=len(found.problems))


def _papers(store: Store, whose: str = "") -> Check:
    name, code = f"{whose}documents", f"doctor.{whose}documents"
    everything, bad = issued.all_documents(store), []
    for one in everything:
        try:
            store.blob(one.pdf_sha256)
        except InspectorError:
            bad.append(one.number)
    whole, of = len(everything) - len(bad), len(everything)
    if bad:
        return _check(name, FAIL, f"{code}_damaged", whole=whole, of=of, numbers=bad)
    return _check(name, OK, code, whole=whole, of=of)


def _photos(store: Store) -> Check:
    """Read every photo that is here; those that only the hub keeps are counted apart."""
    elsewhere, whole, bad = store.elsewhere(), 0, []
    shots = {str(one.fields.get("sha256", "")) for one in store.records("photo")} - {""}
    here = sorted(shots - elsewhere.keys())
    for digest in here:
        try:
            store.blob(digest)
        except InspectorError as error:
            bad.append(f"{error.code} {digest[:12]}")
        else:
            whole += 1
    away = len(shots) - len(here)
    if bad:
        return _check(
            "photos", FAIL, "doctor.photos_damaged", whole=whole, of=len(here), elsewhere=away, faults=bad[:5]
        )
    return _check("photos", OK, "doctor.photos", whole=whole, of=len(here), elsewhere=away)


def patient_of(data: Path, session: workspace.Session | None, today: date) -> Patient:
    """Return what is looked at in a data folder, signed in or not."""
    if session is None:
        return Patient(data, None, today, lambda: workspace.rules_of(None))
    rules = (session.desk.rules, session.rules_warning)
    return Patient(data, session.desk.store, today, lambda: rules, session.room)
