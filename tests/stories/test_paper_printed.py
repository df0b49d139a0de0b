"""From the issued paper to the tray, by keys alone; whatever a printer does, the paper stays issued."""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from inspector_app import desktop
from inspector_app.casework.papers import issued, sheets
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import Problem
from inspector_app.domain.printing import JobState, PrinterState
from inspector_app.domain.sheets import SheetState
from inspector_app.printing.choosing import Chosen
from inspector_app.printing.printer import Job, JobTicket
from tests.documents.reading import bare, whole
from tests.fakes_printing import NAME, FakePrinters, Trouble
from tests.stories import paper_hands
from tests.stories.hands import CTRL, Hands
from tests.stories.paper_hands import ROLES, no_dialog, on_plain_paper, open_panel, put_in


def words(hands: Hands) -> str:
    """What the panel says of the failure."""
    dialog = hands.dialog("print_panel")
    return hands.part(QLabel, "notice_message", dialog).text()


def halted(hands: Hands, said: str) -> None:
    hands.until(lambda: hands.focused == "print_accept" and said in words(hands), said)


def still_issued(hands: Hands, told: issued.Issued) -> None:
    assert issued.must_be_issued(hands.store, told.id) == told


def test_after_issuing_ctrl_p_and_enter_print_every_copy_on_its_stamped_sheet(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    system = FakePrinters()
    paper_hands.printers(seated, system)
    open_panel(seated)
    seated.press(Qt.Key.Key_Return)
    assert [put_in(seated) for _ in ROLES] == ["", "", "", ""], "this office keeps no serials"
    no_dialog(seated)
    noted = [act.content for act in paper_hands.acts(seated, told.id, ActKind.PRINT)]
    assert {(one["copy"], one["recipient"], one["pages"], one["printer"], one["n"]) for one in noted} == {
        (n, role, pages, NAME, 1) for n, role in enumerate(ROLES, start=1) for pages in ("1-1", "2-2")
    }
    assert [ticket.pages for _, ticket in system.taken] == [(1, 1), (2, 2)] * 4
    assert bare("第3联") in whole(system.taken[4][0])
    assert "已打完" in seated.notice
    assert seated.store.setting("ui.printer") == NAME
    still_issued(seated, told)


def test_an_early_enter_prints_as_soon_as_the_printers_are_known(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    system = FakePrinters()
    paper_hands.printers(seated, system)
    seated.press(Qt.Key.Key_P, CTRL)
    seated.dialog("print_panel")
    seated.press(Qt.Key.Key_Return)
    put_in(seated)
    seated.until(lambda: len(paper_hands.acts(seated, told.id, ActKind.PRINT)) > 1)
    assert system.taken, "something went to the printer"
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)


def test_only_the_ticked_copies_are_printed_as_often_as_was_said(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    system = FakePrinters()
    paper_hands.printers(seated, system)
    paper_hands.to_the_documents(seated)
    open_panel(seated)
    for name in ("copy_1", "copy_3"):
        seated.tab_to(name)
        seated.press(Qt.Key.Key_Space)
    seated.tab_to("count_2")
    seated.fill("3")
    seated.tab_to("count_4")
    seated.fill("0")
    on_plain_paper(seated)
    seated.press(Qt.Key.Key_Return)
    no_dialog(seated)
    assert [(ticket.copies, ticket.duplex, ticket.pages) for _, ticket in system.taken] == [(3, True, None)]
    seated.until(lambda: "打印 1 次" in seated.rooms.documents._copies.index(1, 0).data(paper_hands.NOTE))
    still_issued(seated, told)


def test_nothing_ticked_prints_nothing(seated: Hands) -> None:
    paper_hands.to_an_issued_notice(seated)
    paper_hands.printers(seated, FakePrinters())
    open_panel(seated)
    for n in range(1, 5):
        seated.tab_to(f"copy_{n}")
        seated.press(Qt.Key.Key_Space)
    assert not seated.part(QPushButton, "print_accept").isEnabled()
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)


def test_a_jam_is_told_and_the_copy_goes_on_at_another_printer(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    system = paper_hands.TwoQueues(FakePrinters(Trouble.JAM))
    paper_hands.printers(seated, system)
    open_panel(seated)
    on_plain_paper(seated)
    seated.press(Qt.Key.Key_Return)
    halted(seated, "卡纸")
    seated.tab_to("way_other_printer")
    seated.press(Qt.Key.Key_Space)
    seated.until(lambda: seated.focused == "printer")
    assert system.car.cancelled == [1], "what waited was taken back before it is printed elsewhere"
    seated.press(Qt.Key.Key_Return)
    no_dialog(seated)
    assert [ticket.title.split()[1] for ticket in system.others] == ["1", "2", "3", "4"]
    first = [act.content for act in paper_hands.acts(seated, told.id, ActKind.PRINT)][:2]
    assert [(one["printer"], one["copy"], one["n"]) for one in first] == [
        (NAME, 1, 1),
        (paper_hands.OTHER, 1, 1),
    ]
    assert seated.store.setting("ui.printer") == paper_hands.OTHER
    still_issued(seated, told)


def test_the_same_bytes_go_to_the_same_printer_again(seated: Hands) -> None:
    paper_hands.to_an_issued_notice(seated)
    system = FakePrinters(Trouble.ABORTED)
    paper_hands.printers(seated, system)
    open_panel(seated)
    on_plain_paper(seated)
    seated.press(Qt.Key.Key_Return)
    halted(seated, "中断")
    system.trouble = Trouble.NONE
    seated.press(Qt.Key.Key_Return)
    no_dialog(seated)
    assert len(system.taken) == 5
    assert system.taken[0][0] == system.taken[1][0]


def test_what_is_mended_at_the_printer_goes_on_by_itself(seated: Hands) -> None:
    paper_hands.to_an_issued_notice(seated)
    system = FakePrinters(Trouble.NO_PAPER)
    paper_hands.printers(seated, system)
    open_panel(seated)
    on_plain_paper(seated)
    seated.press(Qt.Key.Key_Return)
    halted(seated, "缺纸")
    system.trouble = Trouble.NONE
    system._jobs[1] = (JobState.DONE, PrinterState.READY)
    no_dialog(seated)
    assert len(system.taken) == 4
    assert system.cancelled == []


def test_giving_up_takes_back_what_waits(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    system = FakePrinters(Trouble.OFFLINE)
    paper_hands.printers(seated, system)
    open_panel(seated)
    on_plain_paper(seated)
    seated.press(Qt.Key.Key_Return)
    halted(seated, "连不上")
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)
    assert system.cancelled == [1]
    assert len(system.taken) == 1
    still_issued(seated, told)


def test_a_job_that_cannot_be_taken_back_is_told(seated: Hands) -> None:
    paper_hands.to_an_issued_notice(seated)
    system = FakePrinters(Trouble.WATCH_SILENT)
    paper_hands.printers(seated, system)
    open_panel(seated)
    on_plain_paper(seated)
    seated.press(Qt.Key.Key_Return)
    halted(seated, "不知道打了没有")
    seated.press(Qt.Key.Key_Return)
    halted(seated, "没能撤回")
    system.trouble = Trouble.NONE
    seated.press(Qt.Key.Key_Return)
    no_dialog(seated)
    assert len(system.taken) == 5


def test_where_nothing_prints_the_marked_copy_is_saved(seated: Hands, tmp_path: Path) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    paper_hands.printers(seated, FakePrinters(Trouble.REFUSED))
    open_panel(seated)
    on_plain_paper(seated)
    seated.press(Qt.Key.Key_Return)
    halted(seated, "不接收任务")
    seated.tab_to("way_save_pdf")
    seated.press(Qt.Key.Key_Space)
    seated.name_file("copy_place", tmp_path / "纸.pdf")
    assert bare("第1联") in whole((tmp_path / "纸.pdf").read_bytes())
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)
    assert paper_hands.acts(seated, told.id, ActKind.PRINT) == []
    still_issued(seated, told)


def test_without_a_print_system_the_frozen_file_is_saved(seated: Hands, tmp_path: Path) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    paper_hands.behind(seated, Chosen(None, Problem.of("print.no_system")))
    open_panel(seated)
    assert "没有打印系统" in words(seated)
    seated.press(Qt.Key.Key_Return)
    seated.name_file("copy_place", tmp_path / "纸.pdf")
    assert (tmp_path / "纸.pdf").read_bytes() == issued.pdf(seated.store, told.id)
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)
    still_issued(seated, told)


def test_a_spoilt_sheet_is_noted_and_another_one_takes_its_place(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    sheets.issue(seated.desk, "A001", "A009", seated.desk.user)
    system = FakePrinters()
    paper_hands.printers(seated, system)
    open_panel(seated)
    for n in (2, 3, 4):
        seated.tab_to(f"copy_{n}")
        seated.press(Qt.Key.Key_Space)
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: seated.focused == "sheet_serial" and not seated.desktop.jobs.busy)
    system.trouble = Trouble.JAM
    assert put_in(seated) == "A001"
    halted(seated, "卡纸")
    system.trouble = Trouble.NONE
    seated.tab_to("sheet_spoilt")
    seated.press(Qt.Key.Key_Space)
    seated.press(Qt.Key.Key_Return)
    assert put_in(seated) == "A002"
    no_dialog(seated)
    used = {one.serial: one.state for one in sheets.of_document(seated.store, told.id)}
    assert used == {"A001": SheetState.SPOILT, "A002": SheetState.USED}
    noted = [act.content["sheet"] for act in paper_hands.acts(seated, told.id, ActKind.PRINT)]
    assert noted == ["", "A001", "A002"]


def test_a_sheet_that_nobody_handed_out_is_refused_and_asked_for_again(seated: Hands) -> None:
    paper_hands.to_an_issued_notice(seated)
    sheets.issue(seated.desk, "A001", "A009", seated.desk.user)
    paper_hands.printers(seated, FakePrinters())
    open_panel(seated)
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: seated.focused == "sheet_serial" and not seated.desktop.jobs.busy)
    seated.press(Qt.Key.Key_A, CTRL)
    seated.write("b7")
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: seated.focused == "sheet_serial" and "B7" in words(seated))
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)


def test_a_paper_without_a_number_is_not_printed(seated: Hands) -> None:
    seated.ready_to_issue()
    seated.press(Qt.Key.Key_P, CTRL)
    assert "还没有签发" in seated.notice


def test_a_copy_printed_once_more_on_stamped_paper_spoils_its_first_sheet(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    sheets.issue(seated.desk, "A001", "A009", seated.desk.user)
    paper_hands.printers(seated, FakePrinters())
    for offered in ("A001", "A002"):
        open_panel(seated)
        for n in (2, 3, 4):
            seated.tab_to(f"copy_{n}")
            seated.press(Qt.Key.Key_Space)
        seated.press(Qt.Key.Key_Return)
        seated.until(lambda: seated.focused == "sheet_serial" and not seated.desktop.jobs.busy)
        if offered == "A002":
            seated.press(Qt.Key.Key_Return)
            seated.until(lambda: "A001" in words(seated), "another sheet bears this copy")
            seated.until(lambda: seated.focused == "sheet_serial" and not seated.desktop.jobs.busy)
            seated.tab_to("sheet_before")
            seated.press(Qt.Key.Key_Space)
            seated.press(Qt.Key.Key_Return)
        else:
            assert put_in(seated) == offered
        no_dialog(seated)
    used = {one.serial: one.state for one in sheets.of_document(seated.store, told.id)}
    assert used == {"A001": SheetState.SPOILT, "A002": SheetState.USED}


def test_a_sheet_on_which_nothing_came_out_is_offered_again(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    sheets.issue(seated.desk, "A001", "A009", seated.desk.user)
    system = FakePrinters()
    paper_hands.printers(seated, system)
    open_panel(seated)
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: seated.focused == "sheet_serial" and not seated.desktop.jobs.busy)
    system.trouble = Trouble.REFUSED
    put_in(seated)
    halted(seated, "不接收任务")
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)
    system.trouble = Trouble.NONE
    open_panel(seated)
    seated.press(Qt.Key.Key_Return)
    assert put_in(seated) == "A001"
    seated.until(lambda: seated.focused == "sheet_serial" and not seated.desktop.jobs.busy)
    seated.press(Qt.Key.Key_Escape)
    no_dialog(seated)
    assert [one.serial for one in sheets.of_document(seated.store, told.id)] == ["A001"]


def test_the_laptop_is_handed_over_in_the_middle_of_a_jam(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    paper_hands.printers(seated, FakePrinters(Trouble.JAM))
    open_panel(seated)
    on_plain_paper(seated)
    seated.press(Qt.Key.Key_Return)
    halted(seated, "卡纸")
    seated.desktop.lock()
    assert seated.desktop._session is None
    seated.sign_in()
    still_issued(seated, told)
    assert len(paper_hands.acts(seated, told.id, ActKind.PRINT)) == 1


@dataclass
class SlowPrinters(FakePrinters):
    """Takes a job only when the test lets it."""

    asked: Event = field(default_factory=Event)
    may: Event = field(default_factory=Event)

    def submit(self, pdf: bytes, ticket: JobTicket) -> Job:
        self.asked.set()
        assert self.may.wait(20)
        return super().submit(pdf, ticket)


def test_given_up_while_it_is_handed_over_nothing_is_left_in_the_queue(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    system = SlowPrinters(Trouble.OFFLINE)
    paper_hands.printers(seated, system)
    open_panel(seated)
    on_plain_paper(seated)
    seated.press(Qt.Key.Key_Return)
    seated.until(system.asked.is_set)
    seated.press(Qt.Key.Key_Escape)
    system.may.set()
    no_dialog(seated)
    seated.until(lambda: system.cancelled == [1] and not seated.desktop.jobs.busy)
    assert len(system.taken) == 1
    still_issued(seated, told)


def test_the_window_asks_this_machine_for_its_printers() -> None:
    chosen = desktop.printers()
    assert chosen.system is not None or chosen.reason is not None
