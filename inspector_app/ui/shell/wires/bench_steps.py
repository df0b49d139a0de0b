"""The workbench's wishes that spare a person typing, and its steps: what was done, undone and done again."""

from collections.abc import Callable, Mapping

from inspector_app.domain.errors import Problem
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.style.words import of_problem

UNDONE, REDONE = "bench.undone", "bench.redone"
TO_UNDO = frozenset(
    {
        REDONE,
        "bench.removed",
        "bench.ended_now",
        "bench.phrase_forgotten",
        "bench.met_again",
        "bench.introduced",
    }
)
"""News that offer to be undone."""


def connect(rooms: Rooms, going: Going) -> None:
    """Connect each with what fulfils it; sorted by sender."""
    tell = _teller(rooms, going)
    rooms.bench.keys.all_met.connect(rooms.sparing.meet_again)
    rooms.bench.keys.copy_requested.connect(rooms.sparing.copy_finding)
    rooms.bench.keys.end_wanted.connect(rooms.sparing.end_now)
    rooms.bench.findings.known = lambda: rooms.work.recall.memory
    rooms.bench.findings.phrase_forgotten.connect(rooms.sparing.forget_phrase)
    rooms.bench.keys.introduced.connect(rooms.sparing.introduce)
    rooms.bench.keys.issue_requested.connect(rooms.questions.pin)
    rooms.bench.keys.met_again.connect(rooms.work.meet)
    rooms.bench.keys.paper_wanted.connect(rooms.sparing.make_paper)
    rooms.bench.keys.picture_finding_wanted.connect(rooms.sparing.add_with_picture)
    rooms.bench.keys.redo_requested.connect(rooms.work.redo)
    rooms.bench.keys.take_over_wanted.connect(rooms.sparing.take_over)
    rooms.bench.told.connect(tell)
    rooms.bench.keys.undo_requested.connect(rooms.work.undo)
    rooms.frame.notice.action_requested.connect(lambda: _act(rooms))
    rooms.sparing.kind_wanted.connect(rooms.bench.keys.choose_kind)
    rooms.work.book.failed.connect(going.show_failure)
    rooms.work.book.in_vain.connect(going.show_code)
    rooms.work.book.redone.connect(lambda what: tell(REDONE, {"what": what}))
    rooms.work.book.undone.connect(lambda what: tell(UNDONE, {"what": what}))
    rooms.work.happened.connect(tell)
    rooms.work.in_vain.connect(going.show_code)
    rooms.work.location_wanted.connect(rooms.bench.findings.focus_location)


def _teller(rooms: Rooms, going: Going) -> Callable[[str, Mapping[str, object]], None]:
    """Return what says good news, with the button that takes it back."""

    def tell(code: str, values: Mapping[str, object]) -> None:
        words = of_problem(Problem(code, "", tuple(values.items())), going.texts)
        action = going.tr("重做") if code == UNDONE else going.tr("撤销") if code in TO_UNDO else ""
        rooms.frame.notice.show_words(words, tone="info", action=action)

    return tell


def _act(rooms: Rooms) -> None:
    """Do what the button of the notice offers."""
    code = rooms.frame.notice.code
    if code == UNDONE:
        rooms.bench.keys.redo_requested.emit()
    elif code in TO_UNDO:
        rooms.bench.keys.undo_requested.emit()
