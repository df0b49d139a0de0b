"""`--selftest`: the installed program tries itself, in a folder of its own that is gone afterwards."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspector_app.answers import demos, doctors, statistics, verdicts
from inspector_app.answers.answer import DONE, ENVIRONMENT, Answer
from inspector_app.answers.demos import Demo
from inspector_app.answers.doctors import FAIL, OK, Check
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.papers.verification import INVALID, VALID, Witnesses
from inspector_app.casework.people import workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import InspectorError, Problem

LOOKED_AT = ("python", "sqlite", "libraries", "fonts", "forms", "pragmas", "journal", "documents", "photos")
"""Of the doctor's checks those that depend on the installation alone."""

PAGE_DPI = 50
WINDOW_S = 120


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the command line hands in: the rooms that this one does not know.

    Attributes:
        sign_in: opens the training workspace in a folder.
        eyes: look into strangers' files, in a process of their own.
        picture: of page n of a PDF at a resolution, as PNG.
    """

    sign_in: Callable[[Path], Session]
    eyes: verdicts.Eyes
    picture: Callable[[bytes, int, float], bytes]


def answer(place: Path, rooms: Rooms, clock: PlayedClock, messages: Messages, today: date) -> Answer:
    """Make a workspace in an empty folder, issue papers, read them back, verify, draw, open the window."""
    checks = [_told(one, messages) for one in _checks(place, rooms, clock, messages, today)]
    bad = any(one["status"] == FAIL for one in checks)
    lines = tuple(f"{one['status']:4} {one['id']}: {one['value']} {one['remedy']}".rstrip() for one in checks)
    return Answer("selftest", {"checks": checks}, lines, ENVIRONMENT if bad else DONE)


def _told(check: Check, messages: Messages) -> dict[str, object]:
    value, remedy = messages.text(check.finding.code, check.finding.where, dict(check.finding.values))
    return {
        "id": check.id,
        "status": check.status,
        "value": value,
        "remedy": remedy if check.status != OK else "",
    }


def _checks(
    place: Path, rooms: Rooms, clock: PlayedClock, messages: Messages, today: date
) -> Iterator[Check]:
    session: Session | None = None
    papers: list[Path] = []

    def begin() -> Check:
        nonlocal session
        workspace.make_training(place / "data", clock)
        session = rooms.sign_in(place / "data")
        return _good("workspace", machine_code=session.desk.store.meta.machine_code)

    def issue() -> Check:
        made = _issued(_there(session), place / "out", clock, messages)
        papers.extend(made)
        return _good("issue", count=len(made), names=[one.stem for one in made])

    try:
        yield _tried("workspace", begin)
        yield _tried("issue", issue)
        patient = doctors.patient_of(place / "data", session, today)
        yield from (one for one in doctors.checks(patient, messages, deep=True) if one.id in LOOKED_AT)
        yield _tried("verify", lambda: _verified(papers, rooms.eyes, _there(session)))
        yield _tried("altered", lambda: _altered(papers, place, rooms.eyes, _there(session)))
        yield _tried("page", lambda: _drawn(papers, rooms.picture))
        yield _tried("report", lambda: _reported(_there(session), place, clock.now().date()))
    finally:
        if session is not None:
            session.close()
    yield _tried("window", lambda: _window(place))


def _tried(name: str, work: Callable[[], Check]) -> Check:
    """Return what a check found; whatever it raises is the finding: the next is worth trying too."""
    try:
        return work()
    except InspectorError as error:
        return Check(name, FAIL, Problem(error.code, error.where, tuple(error.values.items())))
    except Exception as error:  # noqa: BLE001 - a broken installation fails in ways nobody foresees
        return Check(name, FAIL, Problem.of("selftest.broken", "", reason=f"{type(error).__name__}: {error}"))


def _good(name: str, /, **told: object) -> Check:
    return Check(name, OK, Problem.of(f"selftest.{name}", "", **told))


def _bad(name: str, /, **told: object) -> Check:
    return Check(name, FAIL, Problem.of(f"selftest.{name}_failed", "", **told))


def _there(session: Session | None) -> Session:
    if session is None:
        raise LookupError("no workspace")
    return session


def _issued(session: Session, out: Path, clock: PlayedClock, messages: Messages) -> list[Path]:
    """Play the shipped site to its issued papers and return their files."""
    demo = Demo(session.sign(workspace.TRAINING_PIN), clock, out, messages, lambda _: None)
    demos.play(demo, demos.shipped_cases()[:1], seed=None, until="issue")
    return sorted(out.glob("*.pdf"))


def _verdicts(papers: Sequence[Path], eyes: verdicts.Eyes, session: Session) -> list[str]:
    store = session.desk.store
    witnesses = Witnesses(store, (store.keyring,))
    return verdicts.spoken(papers, eyes, witnesses)


def _verified(papers: Sequence[Path], eyes: verdicts.Eyes, session: Session) -> Check:
    told = _verdicts(papers, eyes, session)
    good = bool(told) and all(one == VALID for one in told)
    return _good("verify", count=len(told)) if good else _bad("verify", verdicts=told)


def _altered(papers: Sequence[Path], place: Path, eyes: verdicts.Eyes, session: Session) -> Check:
    """Change one byte in the middle of a paper: it must not be taken for genuine."""
    raw = bytearray(papers[0].read_bytes())
    raw[len(raw) // 2] ^= 1
    forged = place / "altered.pdf"
    forged.write_bytes(raw)
    told = _verdicts([forged], eyes, session)
    return _good("altered", verdict=told[0]) if told == [INVALID] else _bad("altered", verdicts=told)


def _drawn(papers: Sequence[Path], picture: Callable[[bytes, int, float], bytes]) -> Check:
    """Draw the first page; a page of words fills more than an empty one packs to."""
    empty = 3_000
    png = picture(papers[0].read_bytes(), 0, PAGE_DPI)
    return _good("page", size=len(png)) if len(png) > empty else _bad("page", size=len(png))


def _reported(session: Session, place: Path, today: date) -> Check:
    """Have the half-year report written in each of its forms: their libraries read templates of their own."""
    made = [place / f"half-year.{kind}" for kind in ("docx", "xlsx", "pdf")]
    for out in made:
        statistics.export(session, out, date(today.year, 1, 1), today)
    return _good("report", sizes=[one.stat().st_size for one in made])


def _window(place: Path) -> Check:
    """Let the program open its window on no screen and take its picture, in a process of its own.

    Qt ends a process that lacks a library without a word to catch.
    """
    picture = place / "window.png"
    words = [sys.executable, "-m", "inspector_app", "--data", str(place / "data"), "--picture", str(picture)]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(  # noqa: S603 - our own program
        words, env=env, capture_output=True, timeout=WINDOW_S, check=False
    )
    if done.returncode or not picture.is_file():
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        return _bad("window", code=done.returncode, said=" ".join(said))
    return _good("window", size=picture.stat().st_size)
