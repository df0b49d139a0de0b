"""What stories of issued papers share: a paper, printers behind the panel, and what became of it."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from inspector_app.casework.papers import issued
from inspector_app.domain.acts import Act, ActKind
from inspector_app.printing.choosing import Chosen
from inspector_app.printing.printer import Job, JobReport, JobTicket, PrinterFacts, PrinterSystem
from inspector_app.ui.controls.delegate import Role
from tests.fakes_printing import FakePrinters
from tests.stories.hands import CTRL, Hands

ROLES = ["施工单位", "建设单位", "监理单位", "本局存卷"]
NOTE = Role.NOTE
OTHER = "科室打印机"


@dataclass
class TwoQueues:
    """The one in the car, which may fail, and another that never does."""

    car: FakePrinters = field(default_factory=FakePrinters)
    other: FakePrinters = field(default_factory=FakePrinters)
    name: str = "fake"
    others: list[JobTicket] = field(default_factory=list)

    def printers(self) -> tuple[PrinterFacts, ...]:
        (second,) = self.other.printers()
        return (*self.car.printers(), PrinterFacts(OTHER, OTHER, second.state, takes_a4=True))

    def submit(self, pdf: bytes, ticket: JobTicket) -> Job:
        if ticket.printer != OTHER:
            return self.car.submit(pdf, ticket)
        self.others.append(ticket)
        return Job(OTHER, len(self.others))

    def watch(self, job: Job) -> JobReport:
        return self.car.watch(job) if job.printer != OTHER else self.other.watch(self._done())

    def _done(self) -> Job:
        (facts,) = self.other.printers()
        return self.other.submit(b"", JobTicket(facts.name, "done"))

    def cancel(self, job: Job) -> None:
        if job.printer != OTHER:
            self.car.cancel(job)


def to_an_issued_notice(hands: Hands) -> issued.Issued:
    """Issue a rectification notice over one finding; the workbench shows it."""
    hands.ready_to_issue()
    hands.press(Qt.Key.Key_F9)
    hands.give_pin()
    return issued.all_documents(hands.store)[0]


def behind(hands: Hands, chosen: Chosen) -> None:
    """Let this stand behind the window's print panel."""
    assert hands.desktop.paper is not None
    hands.desktop.paper.printing.choose = lambda: chosen


def printers(hands: Hands, system: PrinterSystem) -> None:
    behind(hands, Chosen(system))


def acts(hands: Hands, document_id: str, kind: ActKind) -> list[Act]:
    return list(hands.store.acts("document", document_id, kind))


def to_the_documents(hands: Hands) -> None:
    hands.press(Qt.Key.Key_3, CTRL)
    hands.until(lambda: hands.part(QPushButton, "void_paper").isEnabled(), "the paper is told of")
    hands.rest()


def open_panel(hands: Hands) -> None:
    hands.press(Qt.Key.Key_P, CTRL)
    hands.dialog("print_panel")
    hands.rest()


def on_plain_paper(hands: Hands) -> None:
    """Say that no stamped sheet is used."""
    hands.tab_to("stamped")
    hands.press(Qt.Key.Key_Space)


def put_in(hands: Hands) -> str:
    """Wait until the stamped sheet is asked for, and say that it lies in the printer."""
    hands.until(
        lambda: hands.focused == "sheet_serial" and not hands.desktop.jobs.busy, "a sheet is asked for"
    )
    offered = hands.part(QLineEdit, "sheet_serial").text()
    hands.press(Qt.Key.Key_Return)
    return offered


def no_dialog(hands: Hands) -> None:
    hands.until(lambda: QApplication.activeModalWidget() is None, "no dialog is open")
    hands.rest()
