"""Every page and every small window as a picture: `-m inspector_app.screenplay gallery OUT [LOOKS [SCENES]]`.

The pictures are for eyes; what can be reckoned (words cut off, contrast, targets) is held by tests.
"""

import errno
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QLineEdit, QPushButton, QScrollArea, QWidget

from inspector_app.casework.people import workspace
from inspector_app.domain.templates import DocumentKind
from inspector_app.screenplay import (
    approvals,
    books,
    conduct,
    dossiers,
    exchange,
    figures,
    filings,
    imports,
    late,
    plans,
    reviews,
    stage,
    stops,
    windows,
)
from inspector_app.screenplay.player import Player
from inspector_app.ui.ledger.late_day_cards import DayCard, PaperCard
from inspector_app.ui.style.screen_settings import ScreenSettings

Scene = Callable[[Player], QWidget | None]
"""Shows something; returns what is to be pictured, None for the whole window."""

LOOKS = {
    "light": ScreenSettings(look="light"),
    "dark": ScreenSettings(look="dark"),
    "field": ScreenSettings(look="light", field=True),
    "field150": ScreenSettings(look="light", field=True, text=150),
    "text150": ScreenSettings(look="light", text=150),
    "english": ScreenSettings(look="light", language="en"),
}


def play(out: str, looks: str = "", scenes: str = "", size: str = "1366x768") -> dict[str, int]:
    """Write the pictures into a folder and return how many there are of each look.

    Args:
        looks, scenes: names with commas between; left out, all of them.
        size: of the window in pixels, width by height.

    Raises:
        LookupError: there is no look or no scene of a name.
        OSError: a picture could not be written.
    """
    app = QApplication.instance() or QApplication(["gallery"])
    if not isinstance(app, QApplication):
        raise RuntimeError("no application that shows windows")
    folder, (width, height) = Path(out), map(int, size.split("x"))
    folder.mkdir(parents=True, exist_ok=True)
    wanted = _chosen(scenes, _all_scenes(""))
    told = {}
    for name in _chosen(looks, LOOKS):
        with tempfile.TemporaryDirectory(prefix="inspector-gallery-") as room:
            data = Path(room) / "data"
            stage.found(data, visits=12, orders=6)
            visit = stage.leave_ready(data)
            stops.leave(data)
            plans.leave(data)
            approvals.leave(data)
            conduct.leave(data)
            dossiers.leave(data)
            filings.leave(data)
            late.leave(data)
            exchange.leave(data)
            reviews.leave(data)
            player = stage.seat(app, data)
            player.desktop.window.resize(width, height)
            dress(player, LOOKS[name])
            told[name] = 0
            for scene, picture in _pictures(player, _all_scenes(visit), wanted):
                path = folder / f"{scene}-{name}.png"
                if not picture.save(str(path)):
                    raise OSError(errno.EIO, "the picture was not written", str(path))
                told[name] += 1
            player.desktop.window.close()
            QApplication.processEvents()
    return told


def _chosen(told: str, known: Iterable[str]) -> list[str]:
    """Return the names that were told, in the order of those that are known."""
    names, there = [one for one in told.split(",") if one], list(known)
    for name in names:
        if name not in there:
            raise LookupError(f"nothing is named {name}; there are: {', '.join(there)}")
    return [one for one in there if one in names or not names]


def _pictures(
    player: Player, shown: dict[str, Scene], wanted: Collection[str]
) -> Iterator[tuple[str, QPixmap]]:
    """Play the scenes up to the last one that is wanted, each goes on from the one before; yield pictures."""
    left = set(wanted)
    for scene, show in shown.items():
        if not left:
            return
        seen = show(player)
        QApplication.processEvents()
        if scene in left:
            left.remove(scene)
            yield scene, (seen or player.desktop.window).grab()
        _shut(player)


def dress(player: Player, look: ScreenSettings) -> None:
    """Wear a look."""
    before = player.desktop.sign_in
    player.desktop.redress(look)
    player.until(lambda: player.desktop.sign_in is not before, "the window wears the look")


def _shut(player: Player) -> None:
    """Shut every small window, one over the other."""
    while (over := QApplication.activeModalWidget()) is not None:
        over.close()
        QApplication.processEvents()
    player.desktop.window.activateWindow()
    QApplication.processEvents()


def _sign_in(player: Player) -> None:
    player.until(lambda: player.focused == "password", "the password is asked")
    card = player.part(QFrame, "sign_in_card")
    player.until(lambda: card.height() == card.sizeHint().height(), "the card is as high as what it shows")


def _today(player: Player) -> None:
    player.sign_in(workspace.TRAINING_PASSWORD)
    player.rest()


def _begin(player: Player) -> QWidget:
    player.press("Ctrl+N")
    picker = player.dialog("target_picker")
    player.type(stage.SITE)
    player.rest()
    return picker


def _people(player: Player) -> None:
    player.rooms.targets.show_people("")
    player.rest()


def _keys(chord: str, dialog: str = "") -> Callable[[Player], QWidget | None]:
    def show(player: Player) -> QWidget | None:
        player.press(chord)
        if dialog:
            return _with_window(player, player.dialog(dialog))
        player.rest()
        return None

    return show


def _with_window(player: Player, dialog: QDialog) -> QWidget:
    player.rest()
    return dialog


def _bench(player: Player) -> None:
    player.press("Ctrl+2")
    player.rest()
    player.press("Ctrl+N")
    player.dialog("target_picker")
    player.type(stage.SITE)
    player.rest()
    player.press("Return")
    player.no_dialog()
    player.rest()


def _findings(player: Player) -> None:
    for n, letters in enumerate(("lbfh", "tj", "pdx")):
        player.press("F2")
        player.rest()
        player.type(letters)
        player.until(lambda: player.rooms.bench.findings.offered > 0, "phrases are offered")
        player.press("Return")
        player.rest()
        player.type(f"{n + 3}号楼 {n + 12} 层东侧")
        pictures = stage.pictures()
        player.hold(pictures[n % len(pictures)])
        player.press("Ctrl+V")
        player.rest()
    player.press("F2")
    player.rest()
    player.type("lbf")
    player.until(lambda: player.rooms.bench.findings.offered > 0, "phrases are offered")


def _paper(player: Player) -> None:
    player.press("Escape")
    player.rooms.work.choose_kind(str(DocumentKind.RECTIFICATION_NOTICE))
    player.rest()


def _tab(code: str) -> Callable[[Player], None]:
    def show(player: Player) -> None:
        player.rooms.bench.middle.show_tab(code)
        player.rest()

    return show


def _ledger(name: str, choice: str = "") -> Callable[[Player], None]:
    def show(player: Player) -> None:
        player.press("Ctrl+4")
        player.rooms.ledger.show_section(name)
        player.rest()
        if choice:
            player.part(QPushButton, f"ledger_{name}_{choice}").click()
            player.rest()

    return show


def _second_line(name: str) -> Callable[[Player], None]:
    def show(player: Player) -> None:
        player.part(QWidget, name).setFocus()
        player.press("Down")
        player.rest()

    return show


def _conduct_begun(player: Player) -> QWidget:
    """Begin a notice about the only company of the only site that the words find."""
    player.press("Ctrl+O")
    player.dialog("conduct_search")
    player.type("石塘路")
    player.press("Return")
    return _with_window(player, player.dialog("conduct_begin"))


def _awaiting(player: Player) -> None:
    """Go on at the workbench with the paper that the chosen line of approvals is about."""
    ways = player.rooms.ledger.findChildren(QPushButton)
    next(one for one in ways if one.isVisible() and one.objectName().startswith("way_bench:")).click()
    player.rest()


def _dossier(player: Player) -> None:
    player.press("Ctrl+5")
    player.rest()
    player.press("Ctrl+F")
    player.type(dossiers.SITE)
    player.rest()
    player.press("Down")  # of two sites of that name the one with the longer history
    player.rest()
    player.press("Ctrl+D")
    player.until(lambda: bool(player.rooms.dossier.list.entries), "the timeline is read")


def _exported(player: Player) -> QWidget:
    player.press("Ctrl+E")
    player.dialog("dossier_form")
    with tempfile.TemporaryDirectory(prefix="inspector-file-") as room:
        player.part(QLineEdit, "out_path").setText(str(Path(room) / "案卷"))
        player.part(QPushButton, "dossier_form_accept").click()
        shown = player.dialog("dossier_exported")
        player.rest()
    return shown


def _late_day(player: Player) -> QWidget:
    player.press("Ctrl+Shift+N")
    window = player.dialog("late_day")
    player.rest()
    scroll = player.part(QScrollArea, "late_day_cards")

    def stand() -> bool:
        cards = scroll.findChildren(DayCard)
        high = all(one.height() >= one.sizeHint().height() for one in cards)
        return high and any(isinstance(one, PaperCard) for one in cards)

    player.until(stand, "all cards stand")
    return window


def _late_papers(player: Player) -> QWidget:
    window = _late_day(player)
    player.part(QPushButton, "late_day_add_papers").click()
    verdict = player.part(QFrame, "late_day_verdict")
    player.until(lambda: verdict.findChild(QPushButton, "late_miss_1") is not None, "it is weighed anew")
    return window


def _rechecked(player: Player) -> None:
    """Begin the recheck of the order that is chosen in the ledger, and note that it was not put right."""
    player.press("Ctrl+Return")
    player.dialog("recheck_form")
    player.press("Return")
    player.no_dialog()
    player.until(lambda: player.rooms.frame.page == "bench", "the workbench is shown")
    player.rest()
    player.press("3")
    player.type("只补了一道横杆，仍无挡脚板")
    player.press("Return")
    player.press("F9")
    player.rest()


def _torn(player: Player) -> None:
    player.part(QPushButton, "exchange_board_torn").click()
    player.rest()


PAGES: dict[str, Scene] = {
    "sign-in": _sign_in,
    "today": _today,
    "visits": _keys("Ctrl+2"),
    "target-picker": _begin,
    "sync": _keys("Ctrl+7"),
    "sync-torn": _torn,
    "sync-settle": _keys("Ctrl+Return", "conflict_dialog"),
    "settings": _keys("Ctrl+8"),
    "targets": _keys("Ctrl+5"),
    "people": _people,
    "documents": _keys("Ctrl+3"),
    "ledger-duties": _ledger("duties", "all"),
    "ledger-duties-reply": _keys("Ctrl+R", "reply_form"),
    "ledger-duties-ask": _keys("Ctrl+E", "ask_form"),
    "ledger-duties-escalate": _keys("Ctrl+J", "escalate_form"),
    "ledger-duties-recheck": _keys("Ctrl+Return", "recheck_form"),
    "bench-recheck": _rechecked,
    "ledger-stops": _ledger("stops", "holding"),
    "ledger-stops-check": _keys("Ctrl+H", "stop_check"),
    "ledger-stops-asked": _keys("Ctrl+R", "stop_asked"),
    "ledger-filings": _ledger("filings", "filed"),
    "ledger-filings-verifying": _ledger("filings", "verifying"),
    "ledger-filings-form": _keys("Ctrl+Return", "filing_filing_form"),
    "ledger-filings-extend": _keys("Ctrl+E", "filing_verify_extended"),
    "ledger-filings-open": _keys("Ctrl+O", "filing_search"),
    "ledger-filings-keys": _ledger("filings", "members"),
    "ledger-plans": _ledger("plans", "campaigns"),
    "ledger-plans-begin": _keys("Ctrl+Return", "campaign_begin"),
    "ledger-plans-new": _keys("Ctrl+Shift+N", "campaign_form"),
    "ledger-plans-items": _ledger("plans", "items"),
    "ledger-plans-item": _keys("Ctrl+Shift+N", "item_form"),
    "ledger-plans-round": _ledger("plans", "round"),
    "ledger-plans-draws": _ledger("plans", "draws"),
    "ledger-plans-seed": _keys("Ctrl+Return", "draw_seed"),
    "ledger-plans-draw": _keys("Ctrl+Shift+N", "draw_form"),
    "ledger-approvals": _ledger("approvals", "waiting"),
    "ledger-approvals-approve": _keys("Ctrl+Return", "approve_form"),
    "ledger-approvals-return": _keys("Ctrl+B", "return_form"),
    "bench-approval": _awaiting,
    "bench-submit": _keys("Ctrl+Shift+Return", "submit_form"),
    "ledger-approvals-returned": _ledger("approvals", "returned"),
    "ledger-approvals-owed": _ledger("approvals", "owed"),
    "ledger-approvals-take-in": _keys("Ctrl+U", "take_in_form"),
    "ledger-approvals-vain": _ledger("approvals", "vain"),
    "ledger-late": _ledger("late", "year"),
    "ledger-late-day": _late_day,
    "ledger-late-papers": _late_papers,
    "ledger-late-paper": _keys("Ctrl+Return", "late_paper_form"),
    "ledger-calendar": _ledger("calendar", "month"),
    "ledger-reports": _ledger("reports", "day"),
    "ledger-reports-week": _ledger("reports", "week"),
    "ledger-conduct": _ledger("conduct", "todo"),
    "ledger-conduct-review": _second_line("ledger_conduct_list"),
    "ledger-conduct-decide": _keys("Ctrl+Return", "conduct_decide"),
    "ledger-conduct-defence": _keys("Ctrl+R", "conduct_defence"),
    "ledger-conduct-answering": _ledger("conduct", "answering"),
    "ledger-conduct-public": _ledger("conduct", "public"),
    "ledger-conduct-shorten": _keys("Ctrl+E", "conduct_shorten"),
    "ledger-conduct-ended": _ledger("conduct", "ended"),
    "ledger-conduct-begin": _conduct_begun,
    "review": reviews.review,
    "review-papers": _keys("Alt+2"),
    "review-photos": _keys("Alt+3"),
    "review-words": _keys("Alt+4"),
    "review-export": _keys("Ctrl+E", "review_export_form"),
    "dossier": _dossier,
    "dossier-days": _keys("Alt+4"),
    "dossier-export": _keys("Ctrl+E", "dossier_form"),
    "dossier-exported": _exported,
    "dossier-retention": _keys("Ctrl+B", "retention_form"),
    "finder": _keys("Ctrl+K", "finder"),
    "keys": _keys("Ctrl+/", "key_sheet"),
    "manual": _keys("F1", "manual"),
    "bench-empty": _bench,
    "bench-phrases": _findings,
    "bench-paper": _paper,
    "bench-checks": _tab("checks"),
    "bench-tray": _tab("tray"),
    "bench-document": _tab("document"),
}


def _all_scenes(visit: str) -> dict[str, Scene]:
    """Return every scene in the order in which they are played.

    Args:
        visit: the id of an inspection whose paper may be issued.
    """
    return {
        **PAGES,
        **figures.SCENES,
        **imports.SCENES,
        **books.SCENES,
        **windows.of_the_bench(visit),
        **windows.OF_PAPERS,
    }
