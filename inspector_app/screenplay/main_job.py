"""The main job by keys alone: from a fresh inspection three findings with photos become a printed notice."""

from dataclasses import dataclass

from PySide6.QtWidgets import QApplication

from inspector_app.casework.papers import issued
from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.people import workspace
from inspector_app.casework.visits import findings
from inspector_app.domain.findings import Finding
from inspector_app.printing.choosing import Chosen
from inspector_app.printing.printer import JobTicket
from inspector_app.screenplay import papers, stage
from inspector_app.screenplay.player import Player
from inspector_app.screenplay.recorder import Recorder
from inspector_app.screenplay.spooler import KeepingPrinter

PHRASES = ("lb 3#楼14层", "kg 地下室B区", "jsj 5#楼北面")
"""Letters that find a phrase each, 临边防护, 开关箱, 脚手架, and where it was seen."""

MOST = 18
PIN = "the PIN"


@dataclass(frozen=True, slots=True)
class Done:
    """What the job left behind.

    Attributes:
        lines: the numbered list of actions.
        count: how many actions it took.
        printed: what the printer was given.
    """

    lines: tuple[str, ...]
    count: int
    notices: tuple[Issued, ...]
    findings: tuple[Finding, ...]
    printed: tuple[tuple[bytes, JobTicket], ...]


def play() -> dict[str, object]:
    """Do the job over an office in use; {count, most, actions[], number, printed}."""
    app = QApplication(["main_job"])
    with stage.office() as folder:
        player = stage.signed_in(app, folder)
        done = do(player)
        player.desktop.window.close()
    return {
        "count": done.count,
        "most": MOST,
        "actions": done.lines,
        "number": done.notices[0].number if done.notices else "",
        "printed": len(done.printed),
    }


def do(player: Player) -> Done:
    """Begin an inspection, and from its workbench do the whole job with a recorder at the keys.

    What the morning leaves behind (approval, notice of inspection, certificates shown, who was met) is there
    before the first finding, as with pen and paper; it is not counted.
    """
    printer = KeepingPrinter()
    if player.desktop.paper is None:
        raise RuntimeError("no printers yet")
    player.desktop.paper.printing.choose = lambda: Chosen(printer)
    begin(player)
    papers.prepare(player.rooms.work.desk, player.rooms.work.inspection_id)
    player.rooms.work.refresh()
    player.rest()
    recorder = Recorder(player, hidden=lambda why: why == PIN)
    for n, letters in enumerate(PHRASES):
        _finding(player, recorder, n, letters)
    _issue(player, recorder)
    _print(player, recorder, printer)
    store = player.rooms.work.desk.store
    visit = player.rooms.work.inspection_id
    return Done(
        tuple(recorder.lines()),
        recorder.count,
        issued.all_documents(store),
        findings.findings_of(store, visit),
        tuple(printer.taken),
    )


def begin(player: Player, words: str = stage.SITE) -> None:
    """Begin an inspection of the site; these keys come before the job and are not counted."""
    player.press("Ctrl+1")
    player.press("Ctrl+N")
    player.dialog("target_picker")
    player.type(words)
    player.press("Return")
    player.until(lambda: player.rooms.frame.page == "bench", "the workbench is open")
    player.rest()


def _finding(player: Player, recorder: Recorder, n: int, letters: str) -> None:
    recorder.press("F2", f"finding {n + 1}")
    player.until(lambda: player.focused == "fact", "a new finding is open")
    player.rest()
    recorder.type(letters, "letters of a phrase, and where")
    player.until(lambda: player.rooms.bench.findings.offered > 0, "phrases are offered")
    recorder.press("Return", "fact, place, clause, measure and deadline")
    player.rest()
    pictures = stage.pictures()
    player.hold(pictures[n % len(pictures)])
    recorder.press("Ctrl+V", "its photo")
    player.rest()
    player.let_go()


def _issue(player: Player, recorder: Recorder) -> None:
    recorder.press("F9", "make the notice of the ticked findings")
    player.rest()
    recorder.press("F9", "issue it")
    player.dialog("pin_dialog")
    recorder.type(workspace.TRAINING_PIN, PIN)
    recorder.press("Return", "sign")
    player.no_dialog()
    player.rest()


def _print(player: Player, recorder: Recorder, printer: KeepingPrinter) -> None:
    recorder.press("Ctrl+P", "print")
    player.dialog("print_panel")
    player.rest()
    recorder.press("Return", "on this printer, a copy for each recipient")
    player.until(lambda: bool(printer.taken), "the printer has it")
    player.rest()
