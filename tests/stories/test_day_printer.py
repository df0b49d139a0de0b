"""A printer that jams in mid-job: the paper stays issued, the same bytes go elsewhere, and into a file."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from inspector_app.casework.papers import issued, recheck
from inspector_app.domain.acts import ActKind
from inspector_app.domain.states import DocumentState
from inspector_app.printing.printer import Job, JobReport, JobTicket, PrinterFacts
from tests.documents.reading import bare, whole
from tests.fakes_printing import NAME, FakePrinters, Trouble
from tests.stories import day_hands, paper_hands
from tests.stories.hands import Hands
from tests.stories.paper_hands import OTHER, ROLES

Key = Qt.Key


@dataclass
class Office:
    """The printer in the car and the one on the manager's desk; each may fail by itself."""

    car: FakePrinters = field(default_factory=FakePrinters)
    desk: FakePrinters = field(default_factory=FakePrinters)
    name: str = "fake"

    def printers(self) -> tuple[PrinterFacts, ...]:
        return (
            *self.car.printers(),
            *(replace(one, name=OTHER, label=OTHER) for one in self.desk.printers()),
        )

    def submit(self, pdf: bytes, ticket: JobTicket) -> Job:
        if ticket.printer != OTHER:
            return self.car.submit(pdf, ticket)
        return replace(self.desk.submit(pdf, replace(ticket, printer=NAME)), printer=OTHER)

    def watch(self, job: Job) -> JobReport:
        return self.desk.watch(replace(job, printer=NAME)) if job.printer == OTHER else self.car.watch(job)

    def cancel(self, job: Job) -> None:
        self.desk.cancel(replace(job, printer=NAME)) if job.printer == OTHER else self.car.cancel(job)


def halted(hands: Hands, said: str) -> None:
    dialog = hands.dialog("print_panel")
    hands.until(
        lambda: (
            hands.focused == "print_accept" and said in hands.part(QLabel, "notice_message", dialog).text()
        ),
        said,
    )


def way(hands: Hands, name: str) -> None:
    hands.tab_to(f"way_{name}")
    hands.press(Key.Key_Space)


def begin(hands: Hands, system: Office) -> None:
    paper_hands.printers(hands, system)
    paper_hands.open_panel(hands)
    paper_hands.on_plain_paper(hands)
    hands.press(Key.Key_Return)


def go_elsewhere(hands: Hands, system: Office) -> None:
    """The first copy came out, the second jammed: it goes to the other printer, byte for byte."""
    halted(hands, "卡纸")
    assert hands.part(QPushButton, "way_other_printer").isVisible()
    assert hands.part(QPushButton, "way_save_pdf").isVisible()
    way(hands, "other_printer")
    hands.until(lambda: hands.focused == "printer")
    assert system.car.cancelled == [2], "what waited in the car is taken back"
    hands.press(Key.Key_Return)


def save_and_go_on(hands: Hands, system: Office, place: Path) -> None:
    """The other one takes nothing: the copy is saved as a file, and printed when it takes again."""
    halted(hands, "不接收任务")
    way(hands, "save_pdf")
    hands.name_file("copy_place", place)
    assert place.read_bytes() == system.car.taken[1][0], "the very bytes that jammed"
    assert bare("第2联") in whole(place.read_bytes())
    system.desk.trouble = Trouble.NONE
    hands.tab_to("print_accept")
    hands.press(Key.Key_Return)
    paper_hands.no_dialog(hands)


def test_a_printer_that_jams_in_mid_job_leaves_the_paper_issued(seated: Hands, tmp_path: Path) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    frozen = issued.pdf(seated.store, told.id)
    system = Office(FakePrinters(Trouble.JAM, well=1), FakePrinters(Trouble.REFUSED))
    begin(seated, system)
    go_elsewhere(seated, system)
    save_and_go_on(seated, system, tmp_path / "第二联.pdf")
    assert [len(system.car.taken), len(system.desk.taken)] == [2, 3]
    assert system.desk.taken[0][0] == system.car.taken[1][0], "the same bytes, whatever printer"
    noted = [act.content for act in paper_hands.acts(seated, told.id, ActKind.PRINT)]
    assert [(one["copy"], one["printer"]) for one in noted if one["printer"] == OTHER] == [
        (2, OTHER),
        (3, OTHER),
        (4, OTHER),
    ]
    assert {one["recipient"] for one in noted} == set(ROLES)
    assert issued.must_be_issued(seated.store, told.id) == told
    assert issued.pdf(seated.store, told.id) == frozen
    assert recheck.document_state(seated.desk, told.id).word == DocumentState.ISSUED
    assert f"{told.number.removeprefix('望住建')}：未送达" in day_hands.lacking(seated)
