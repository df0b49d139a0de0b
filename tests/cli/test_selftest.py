"""`--selftest`: what is broken is named, and what comes after it is tried all the same."""

from datetime import date
from pathlib import Path

from inspector_app.answers import selftests, verdicts
from inspector_app.answers.answer import ENVIRONMENT
from inspector_app.casework.base.clocks import PlayedClock, SystemClock
from inspector_app.casework.people import workspace
from inspector_app.catalog.messages import Messages
from inspector_app.documents.proof.qr import parse_qr
from inspector_app.documents.proof.verify import Examined, Examiner
from inspector_app.documents.render import PdfRenderer


def test_a_page_that_is_drawn_empty_and_a_reader_that_breaks_are_named(tmp_path: Path) -> None:
    clock = PlayedClock(SystemClock().now())

    def sign_in(folder: Path) -> workspace.Session:
        user = workspace.trainee(folder)
        return workspace.sign_in(folder, user, workspace.TRAINING_PASSWORD, clock, PdfRenderer())

    def broken(raw: bytes) -> Examined:
        raise OSError("libzxing is not there")

    rooms = selftests.Rooms(sign_in, verdicts.Eyes(broken, parse_qr), lambda *_: b"")
    told = selftests.answer(tmp_path, rooms, clock, Messages("en"), date(2026, 11, 27))
    assert told.code == ENVIRONMENT
    checks = {one["id"]: one for one in told.data["checks"]}  # type: ignore[attr-defined]
    assert checks["issue"]["status"] == "ok"
    assert "libzxing is not there" in checks["verify"]["value"]
    assert checks["altered"]["status"] == "fail"
    assert checks["page"]["status"] == "fail"
    assert checks["page"]["remedy"]
    assert checks["window"]["status"] == "ok"


def test_without_a_workspace_everything_that_stands_on_it_fails_in_words(tmp_path: Path) -> None:
    def sign_in(folder: Path) -> workspace.Session:
        raise OSError("no library")

    with Examiner() as examiner:
        rooms = selftests.Rooms(sign_in, verdicts.Eyes(examiner.examine, parse_qr), lambda *_: b"")
        clock = PlayedClock(SystemClock().now())
        told = selftests.answer(tmp_path, rooms, clock, Messages("zh"), date(2026, 11, 27))
    failed = {one["id"] for one in told.data["checks"] if one["status"] == "fail"}  # type: ignore[attr-defined]
    assert {"workspace", "issue", "verify", "altered", "page"} <= failed
