"""An inspector and a supervisor on one laptop, with a stop-work that wants only its approval."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from inspector_app.answers import demos
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.papers import documents, drafts, submissions
from inspector_app.casework.people import accounts, workspace
from inspector_app.casework.people.accounts import NewAccount
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.play import main_job, samples
from inspector_app.casework.visits import inspections
from inspector_app.catalog.case import read_case
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.inspections import Approval
from inspector_app.domain.templates import DocumentKind
from inspector_app.journal.chain import Head, append
from inspector_app.journal.entry import Entry, act_message
from inspector_app.ui.ledger.approvals_section import ApprovalsSection
from tests.stories.hands import CTRL, Hands
from tests.stories.office import CHEAP, MORNING

INSPECTOR = NewAccount("helanxi", "贺兰溪", "hello 贺兰溪", Role.INSPECTOR)
SUPERVISOR = NewAccount("liwangchuan", "李望川", "hello 李望川", Role.SUPERVISOR)
PINS = {INSPECTOR.user: "135791", SUPERVISOR.user: "246802"}
NOON = datetime(2026, 11, 24, 10, 50, tzinfo=CHINA)
"""When the stop-work is filled in, and the window opens."""


@contextmanager
def session_of(folder: Path, who: NewAccount, moment: datetime = NOON) -> Iterator[Session]:
    """Sign somebody in without a window."""
    clock = PlayedClock(moment)
    session = workspace.sign_in(folder, who.user, who.password, clock, PdfRenderer())
    try:
        yield session
    finally:
        session.close()


def let_in(folder: Path) -> None:
    """Give both an account and a PIN."""
    chief = NewAccount(
        workspace.TRAINING_USER, workspace.TRAINING_NAME, workspace.TRAINING_PASSWORD, Role.ADMINISTRATOR
    )
    with session_of(folder, chief, MORNING) as session:
        for one in (INSPECTOR, SUPERVISOR):
            accounts.add(session.desk, workspace.TRAINING_PASSWORD, one, cost=CHEAP)
    for one in (INSPECTOR, SUPERVISOR):
        with session_of(folder, one, MORNING) as session:
            session.new_pin(one.password, PINS[one.user])


def a_stop(folder: Path, moment: datetime = NOON) -> str:
    """Let the inspector fill in a stop-work; nothing is issued, and nobody has approved it."""
    path = demos.shipped_cases()[0]
    case = read_case(path)
    if moment.date() != case.inspection.day:
        visit = case.inspection.model_copy(update={"day": moment.date()})
        case = case.model_copy(update={"inspection": visit})
    names = {name for one in case.findings for name in one.photos}
    photos = {name: samples.stamped((path.parent / name).read_bytes(), moment.date()) for name in names}
    with session_of(folder, INSPECTOR, moment) as session:
        desk, clock = session.sign(PINS[INSPECTOR.user]), session.desk.clock
        assert isinstance(clock, PlayedClock)
        made = main_job.play(
            desk, clock, case, photos=photos, training=demos.training_office(), until="findings"
        )
        stop = next(
            one
            for one in drafts.documents_of(desk.store, made.inspection_id)
            if drafts.kind_of(desk.store, one) is DocumentKind.STOP_WORK_NOTICE
        )
        drafts.change(desk, stop, approval=None)
    return stop


def on_a_call(folder: Path, document_id: str, moment: datetime = NOON) -> None:
    """Let the inspector issue it upon a telephone call a quarter of an hour ago."""
    given = Approval("韩立群", moment - timedelta(minutes=15), phone="0899-5550 1802", words="同意局部停工。")
    with session_of(folder, INSPECTOR, moment) as session:
        desk = session.sign(PINS[INSPECTOR.user])
        drafts.change(desk, document_id, approval=inspections.approval_fields(given))
        documents.issue(desk, document_id, date_confirmed=True)


def sit_down(hands: Hands, who: NewAccount) -> None:
    """Choose the name and sign in."""
    hands._focus_window()
    people = hands.desktop.sign_in._people
    hands.until(lambda: people.findText(who.name) >= 0)
    people.setCurrentIndex(people.findText(who.name))
    hands.sign_in(who.password)
    hands.rest()


def hand_over(hands: Hands, who: NewAccount) -> None:
    """Lock the laptop and let somebody else sit down."""
    hands.desktop.lock()
    sit_down(hands, who)


def section(hands: Hands) -> ApprovalsSection:
    """The section of approvals."""
    assert hands.desktop.house is not None
    return next(one for one in hands.desktop.house.sections if isinstance(one, ApprovalsSection))


def open_list(hands: Hands, choice: str = "") -> ApprovalsSection:
    """Go to the section by keys, and to one of its lists."""
    told = section(hands)
    hands.press(Qt.Key.Key_4, CTRL)
    hands.rest()
    number = hands.rooms.ledger.sections.index(told.NAME) + 1
    hands.press(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
    hands.rest()
    if choice:
        hands.tab_to(f"ledger_approvals_{told.filter}")
        codes = [one.code for one in told.filters()]
        step = codes.index(choice) - codes.index(told.filter)
        for _ in range(abs(step)):
            hands.press(Qt.Key.Key_Right if step > 0 else Qt.Key.Key_Left)
        hands.rest()
        assert told.filter == choice
    hands.until(lambda: not lines(hands) or told.view.sheet.sheet.id == told.view.chosen_id)
    return told


def lines(hands: Hands) -> list[tuple[str, str, str, str]]:
    """Title, state, and what stands at the right of each line."""
    return [(one.title, one.state, one.right, one.right_note) for one in section(hands).view.model.lines]


def sheet_words(hands: Hands) -> str:
    """Everything that the sheet says."""
    sheet = section(hands).view.sheet.sheet
    told = [sheet.title, sheet.state, sheet.note]
    for block in sheet.blocks:
        told += [block.title, block.note]
        told += [f"{one.label} {one.text} {one.state}" for one in block.facts]
    return "\n".join(told)


def deed(hands: Hands, code: str) -> QPushButton:
    """A deed's button, as soon as the sheet shows it."""
    sheet = section(hands).view.sheet
    hands.until(lambda: any(one.isVisible() for one in sheet.findChildren(QPushButton, f"deed_{code}")))
    return hands.part(QPushButton, f"deed_{code}")


def said(dialog: QDialog) -> str:
    """What a dialog says in labels."""
    return " ".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def no_dialog(hands: Hands, name: str) -> None:
    """Wait until a dialog is gone and everything is shown."""
    hands.until(lambda: hands._open(name) is None, f"{name} is shut")
    hands.rest()


def forged(folder: Path, document_id: str) -> list[Entry]:
    """A journal of another laptop in which the inspector approved their own paper by force."""
    with session_of(folder, INSPECTOR) as session:
        desk = session.sign(PINS[INSPECTOR.user])
        (laid,) = submissions.submissions(desk.store.acts("document", document_id, ActKind.SUBMIT))
        content: dict[str, object] = {
            "decision": "approved",
            "submission": laid.id,
            "draft_sha256": laid.sha256,
            "approver": INSPECTOR.name,
            "number": "自批1号",
            "words": "",
        }
        head, key = Head(uuid4().hex), desk.signer
        assert key is not None
        message = act_message(str(ActKind.APPROVE), "document", document_id, content, head.hash)
        signature = urlsafe_b64encode(key.sign("act", message)).rstrip(b"=").decode()
        told = {"kind": str(ActKind.APPROVE), "content": content, "key": key.key_id, "sig": signature}
        entry = append(
            head,
            workspace=desk.store.meta.workspace,
            wall=NOON.isoformat(timespec="seconds"),
            user=INSPECTOR.user,
            tx=uuid4().hex,
            tx_last=True,
            entity="document",
            entity_id=document_id,
            op="act",
            fields=told,
        )
        return [entry]
