"""Nothing typed is lost: durable before the field is left, and in its place after the program was killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from inspector_app.casework.people import workspace
from inspector_app.casework.visits import findings
from inspector_app.documents.render import PdfRenderer
from inspector_app.ui.workbench.bench_values import OPEN
from tests.stories.hands import CTRL, Hands
from tests.stories.stage import Opener

ROOT = Path(__file__).parents[2]
SENTENCES = 3


def facts(hands: Hands) -> list[str]:
    bench = hands.rooms.work.bench
    assert bench is not None
    return [one.fact for one in bench.findings]


@pytest.fixture
def typist(furnished_site: Path) -> Iterator["subprocess.Popen[str]"]:
    """A program of its own that types into the folder."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        [sys.executable, str(ROOT / "tests/ui/typist.py"), str(furnished_site)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
    ) as process:
        yield process
        process.kill()


def test_what_is_typed_is_durable_while_the_keys_are_still_in_the_field(seated: Hands) -> None:
    seated.begin("临江")
    seated.new_finding()
    seated.write("楼层临边的栏杆拆了没有装回去")
    seated.until(lambda: list(seated.store.buffer().values()) == ["楼层临边的栏杆拆了没有装回去"])
    assert facts(seated) == [""], "it is kept, not yet written"
    seated.press(Qt.Key.Key_Tab)
    seated.rest()
    assert facts(seated) == ["楼层临边的栏杆拆了没有装回去"]
    assert seated.store.buffer() == {}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="KILL NOT TESTED: needs SIGKILL")
def test_after_a_kill_the_inspection_reopens_with_the_text_and_says_so(
    typist: "subprocess.Popen[str]", furnished_site: Path, desktops: Opener
) -> None:
    assert typist.stdout is not None
    told = [typist.stdout.readline().strip() for _ in range(SENTENCES)]
    typist.send_signal(signal.SIGKILL)
    later = typist.stdout.read().split()
    typist.wait(60)
    kept = [*told, *later][-1]
    assert kept.startswith("第1句。第2句。第3句。")
    hands = desktops(furnished_site)
    hands.sign_in()
    hands.rest()
    assert hands.rooms.frame.page == "bench"
    (fact,) = facts(hands)
    assert fact.startswith(kept)
    assert hands.editor.fact.text() == fact, "the finding is open again"
    assert "已找回 1 处" in hands.notice
    assert "事实" in hands.notice
    assert hands.store.buffer() == {}


def test_withdrawn_typing_does_not_come_back(seated: Hands, desktops: Opener) -> None:
    seated.begin("临江")
    seated.new_finding()
    seated.write("写错了")
    seated.until(lambda: bool(seated.store.buffer()))
    seated.press(Qt.Key.Key_A, CTRL)
    seated.press(Qt.Key.Key_Delete)
    seated.press(Qt.Key.Key_Tab)
    seated.rest()
    assert seated.store.buffer() == {}
    seated.desktop.lock()
    seated.sign_in()
    seated.rest()
    assert seated.notice == ""
    (finding,) = findings.findings_of(seated.store, seated.store.records("inspection")[0].id)
    assert finding.fact == ""


@pytest.mark.parametrize("how", ["lock", "close", "escape", "switch"])
def test_whichever_way_the_page_is_left_what_was_typed_is_written(
    seated: Hands, furnished_site: Path, how: str
) -> None:
    seated.begin("临江")
    seated.new_finding()
    seated.write("还没离开这一格")
    if how == "escape":
        seated.press(Qt.Key.Key_Escape)
    elif how == "switch":
        seated.press(Qt.Key.Key_3, CTRL)
    else:
        getattr(seated.desktop, how)()
    seated.desktop.close()
    session = workspace.sign_in(
        furnished_site, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, seated.clock, PdfRenderer()
    )
    try:
        store = session.desk.store
        (finding,) = findings.findings_of(store, store.records("inspection")[0].id)
        assert finding.fact == "还没离开这一格"
        assert (store.buffer(), store.setting(OPEN)) == ({}, "")
    finally:
        session.close()
