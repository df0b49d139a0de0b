"""The workbench's wishes."""

from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.shell.wires import bench_steps
from inspector_app.ui.shell.wires.review import answer_return
from inspector_app.ui.workbench.who_pane import WhoPane


def connect(rooms: Rooms, going: Going) -> None:
    """Connect every wish of the workbench with what fulfils it; sorted by sender."""
    connect_who(rooms, going, rooms.who)
    rooms.bench.back_requested.connect(going.back)
    rooms.bench.conclude_requested.connect(rooms.questions.conclude)
    rooms.bench.findings.finding_opened.connect(rooms.work.note_finding)
    rooms.bench.findings.new_requested.connect(rooms.work.add_finding)
    rooms.bench.findings.phrase_picked.connect(rooms.work.pick_phrase)
    rooms.bench.findings.removed.connect(rooms.work.remove_finding)
    rooms.bench.findings.ticked.connect(rooms.work.tick)
    rooms.bench.in_vain.connect(going.show_code)
    rooms.bench.left.connect(rooms.work.leave)
    rooms.bench.not_here.connect(going.mend_elsewhere)
    rooms.bench.paper.kind_chosen.connect(going.choose_kind)
    rooms.bench.paper.paper_chosen.connect(going.choose_paper)
    rooms.bench.paper.save_requested.connect(rooms.questions.place_of_open_paper)
    rooms.bench.returned.answer_requested.connect(lambda back: answer_return(rooms, back))
    rooms.bench.target_wanted.connect(rooms.reception.change_target)
    rooms.bench.typed.connect(rooms.work.keep)
    rooms.bench.typing.connect(rooms.work.type)
    bench_steps.connect(rooms, going)
    rooms.work.drawn.connect(rooms.bench.show_pages)
    rooms.work.failed.connect(going.show_failure)
    rooms.work.issued_one.connect(going.show_issued)
    rooms.work.keeping.connect(going.show_saved)
    rooms.work.not_issued.connect(going.show_not_issued)
    rooms.work.not_met.connect(rooms.bench.take_back_person)
    rooms.work.not_written.connect(rooms.bench.take_back)
    rooms.work.opened_finding.connect(rooms.bench.findings.open_finding)
    rooms.work.saved.connect(going.show_saved)
    rooms.work.shown.connect(rooms.bench.show_bench)
    rooms.work.thumb.connect(rooms.bench.findings.show_thumb)
    rooms.work.weighed.connect(rooms.bench.show_verdict)


def connect_who(rooms: Rooms, going: Going, who: WhoPane) -> None:
    """Connect the wishes of the left pane."""
    who.met.connect(rooms.work.meet)
    who.office_requested.connect(rooms.reception.change_office)
    who.officer_added.connect(rooms.work.attend)
    who.officer_opened.connect(rooms.reception.change_officer)
    who.officer_removed.connect(rooms.work.dismiss)
    who.officer_wanted.connect(rooms.reception.enter_officer)
    who.target_opened.connect(rooms.reception.change_target)
    who.unmet.connect(rooms.work.unmeet)
    who.watch(going.clock.now)
