"""What whole days at the window share: the week before, the tray, a signature, the evening's list."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from inspector_app.answers import demos
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import documents, drafts, issued, returns, service
from inspector_app.casework.people import workspace
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.findings import Finding
from inspector_app.domain.people import PersonPresent
from inspector_app.domain.serving import Service
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.signing.pad import Pad
from inspector_app.ui.today.today_page import TodayPage
from inspector_app.ui.workbench.bench_values import Bench
from tests.stories import paper_hands
from tests.stories.hands import CTRL, Hands
from tests.stories.office import MORNING, SITE

PHOTOS = demos.shipped_cases()[0].parent / "photos"
BEFORE = MORNING - timedelta(days=6)
MANAGER = PersonPresent("骆远山", "项目经理", "青澜宏岳建设集团有限公司")
OLD_FACT, OLD_PLACE = "楼层临边防护栏杆拆除后未恢复。", "2#楼9层东侧临边"


def last_week(folder: Path) -> issued.Issued:
    """Let a visit six days ago order one thing that nobody has put right yet, due today."""
    clock = PlayedClock(BEFORE)
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    try:
        desk = session.desk
        target = next(one for one in registry.targets(desk.store) if one.name == SITE)
        main = drafts.main_party(desk, target)
        assert main is not None
        officers = [one.id for one in registry.officers(desk.store)]
        visit = inspections.begin(desk, target.id, officers, started=BEFORE.isoformat(), place=target.address)
        _lawful(desk, visit, BEFORE)
        duty = findings.Duty(main.id, "当日恢复防护栏杆。", MORNING.date())
        clause = next(one for one in desk.rules.clauses if one.startswith("jgj80"))
        new = findings.NewFinding(OLD_PLACE, OLD_FACT, clause, seen_on=desk.today(), duties=(duty,))
        found = findings.add(desk, visit, new)
        findings.attach_photo(desk, found, (PHOTOS / "edge.jpg").read_bytes())
        paper = drafts.begin(desk, visit, DocumentKind.RECTIFICATION_NOTICE, [found])
        drafts.change(desk, paper, reply_due=MORNING.date().isoformat())
        told = documents.issue(session.sign(workspace.TRAINING_PIN), paper, date_confirmed=True)
        inspections.conclude(desk, visit)
        served = Service(recipient_id=main.id, method="direct", at=clock.now(), place=target.address)
        service.serve(desk, told.id, replace(served, receiver=MANAGER.name, position=MANAGER.position))
        back = returns.Return(main.id, signed=True, sealed=True)
        returns.take_in(desk, told.id, (PHOTOS / "scaffold.jpg").read_bytes(), back, name="回传.jpg")
        return told
    finally:
        session.close()


def _lawful(desk: Desk, visit: str, began: datetime) -> None:
    inspections.change(
        desk,
        visit,
        approval={"approver": "韩立群", "at": began.isoformat(), "number": "望住建检批〔2026〕3-80号"},
        notice="望住建检通〔2026〕3-80号",
        credentials_shown=True,
        recusal="waived",
        ended=(began + timedelta(minutes=80)).isoformat(),
    )
    inspections.meet(desk, visit, MANAGER)


def picture(name: str) -> QMimeData:
    """A picture in the clipboard."""
    told = QMimeData()
    told.setImageData(QImage(str(PHOTOS / name)))
    return told


def bench(hands: Hands) -> Bench:
    assert hands.rooms.work.bench is not None
    return hands.rooms.work.bench


def found(hands: Hands) -> tuple[Finding, ...]:
    return bench(hands).findings


def words(within: QWidget) -> str:
    """Everything that a window says in labels."""
    return "\n".join(one.text() for one in within.findChildren(QLabel) if one.isVisibleTo(within))


def sign_by_mouse(hands: Hands) -> None:
    """Write a name on the open pad: two strokes of the mouse."""
    pad = hands.dialog("sign_dialog").findChild(Pad, "pad")
    assert pad is not None
    hands.until(lambda: pad.isVisible() and pad.width() > 200)
    for n in range(2):
        y = 60 + 50 * n
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(80, y))
        for x in range(90, 300, 10):
            QTest.mouseMove(pad, QPoint(x, y + (x % 40)))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(300, y))
    assert len(pad.strokes.strokes) == 2


def today(hands: Hands) -> TodayPage:
    """Go to 今日 and wait until it tells the day."""
    hands.go_to("today")
    hands.until(lambda: not hands.desktop.jobs.busy)
    return hands.rooms.today


def lacking(hands: Hands) -> list[str]:
    """What the evening's list at 今日 says."""
    return [one.words for one in today(hands).hand_in.lines.lines]


def serve_on_paper(hands: Hands, role: str, receiver: str, position: str) -> None:
    """Note at the documents page that a recipient signed for his copy on paper."""
    hands.press(Qt.Key.Key_D, CTRL)
    dialog = hands.dialog("service_dialog")
    hands.tab_to("recipient")
    hands.choose(hands.part(QComboBox, "recipient", dialog), role)
    for name, told in (("receiver", receiver), ("position", position)):
        hands.tab_to(f"service_{name}")
        hands.fill(told)
    hands.tab_to("service_accept")
    hands.press(Qt.Key.Key_Return)
    hands.dialog("served_note")
    hands.press(Qt.Key.Key_Escape)
    paper_hands.no_dialog(hands)


def take_in(hands: Hands, path: Path) -> None:
    """Take in, at the documents page, a picture of the signed and sealed sheet of the main copy."""
    hands.press(Qt.Key.Key_R, CTRL)
    hands.dialog("return_dialog")
    hands.press(Qt.Key.Key_Space)
    hands.name_file("return_files", path)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Return)
    paper_hands.no_dialog(hands)


def to_tray(hands: Hands) -> None:
    """Turn to the tray by its key."""
    for _ in range(6):
        if hands.rooms.bench.middle.tab == "tray":
            break
        hands.press(Qt.Key.Key_F6)
    hands.until(lambda: hands.focused in ("tray_grid", "from_phone"), "the tray has the keys")


def follow(hands: Hands, place: int) -> None:
    """Follow a line of the evening's list."""
    hands.tab_to("hand_in_lines")
    for _ in range(place):
        hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    hands.rest()
