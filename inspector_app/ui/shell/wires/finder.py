"""The search box: what opens it, and where each line that it finds leads."""

from collections.abc import Callable
from functools import partial

from inspector_app.casework.overview.review_list import Which
from inspector_app.casework.overview.search import Command, Found, Kind
from inspector_app.ui.finder.finder import Finder
from inspector_app.ui.settings.settings_room import SettingsRoom
from inspector_app.ui.shell.going import Going
from inspector_app.ui.shell.paper_room import PaperRoom
from inspector_app.ui.shell.rooms import (
    ADMINISTRATION,
    BENCH,
    DOCUMENTS,
    IMPORTS,
    REVIEW,
    SETTINGS,
    TARGETS,
    TODAY,
    VISITS,
    Rooms,
)
from inspector_app.ui.shell.wires.imports import open_imports
from inspector_app.ui.shell.wires.review import open_review
from inspector_app.ui.style.translation import said

Deed = tuple[Command, Callable[[], object]]

PAGES = (
    (TODAY, "今日", "Ctrl 1", "首页 今天 待办"),
    (VISITS, "检查", "Ctrl 2", "检查列表"),
    (DOCUMENTS, "文书", "Ctrl 3", "文书列表"),
    ("ledger", "台账", "Ctrl 4", ""),
    (TARGETS, "对象", "Ctrl 5", "对象库 工地 企业"),
    ("figures", "统计", "Ctrl 6", ""),
    ("sync", "同步", "Ctrl 7", ""),
    (SETTINGS, "设置", "Ctrl 8", "字号 语言 外观 口令"),
    (ADMINISTRATION, "管理", "", "人员 设备 盖章纸 表单 节假日 保管期限"),
    (REVIEW, "审阅", "", "待审阅 退回 通过"),
    (IMPORTS, "从 Excel 导入", "", "台账 名册 工作簿"),
)
"""Code, word, key and other words of each page."""


def connect(rooms: Rooms, going: Going, finder: Finder, paper: PaperRoom, settings: SettingsRoom) -> None:
    """Connect the search box; sorted by sender."""
    finder.chosen.connect(lambda found: follow(rooms, going, deeds(rooms, going, paper, settings), found))
    finder.commands = lambda: [command for command, _ in deeds(rooms, going, paper, settings)]
    rooms.frame.search_requested.connect(finder.open)


def deeds(rooms: Rooms, going: Going, paper: PaperRoom, settings: SettingsRoom) -> list[Deed]:
    """Return what can be done by its name from where the person is."""
    frame, reception = rooms.frame, rooms.reception
    told: list[Deed] = [
        (_command("begin", "开始检查", "Ctrl N", "新检查"), reception.begin),
        (_command("new_target", "新增对象", "Ctrl Shift N", "登记工地"), reception.enter_target),
    ]
    if frame.page == BENCH:
        told.append((_command("print", "打印", "Ctrl P"), paper.printing.print_open_paper))
    target_id = _target_here(rooms)
    if target_id:
        told.append((_command("dossier", "案卷", "", "时间线 档案"), partial(going.open_dossier, target_id)))
    told += [
        (_command(f"go {code}", word, key, more), partial(_go, rooms, going, code))
        for code, word, key, more in PAGES
        if frame.has(code)
    ]
    told += [
        (_command("field", "外场模式", "Ctrl Shift O", "大字 高对比 户外"), settings.turn_field),
        (_command("officer", "登记执法人员", "", "执法证"), reception.enter_officer),
        (_command("office", "本机关", "", "机关信息 代字"), reception.change_office),
        (_command("keys", "全部按键", "Ctrl /", "快捷键"), frame.keys_requested.emit),
        (_command("help", "帮助", "F1", "手册"), frame.help_requested.emit),
        (_command("lock", "换人", "", "锁定 交接"), frame.lock_requested.emit),
    ]
    return told


def _go(rooms: Rooms, going: Going, code: str) -> None:
    """Show a page; one that has a way back to where it was opened from is opened so."""
    if code == REVIEW:
        open_review(rooms, Which.PENDING)
    elif code == IMPORTS:
        open_imports(rooms, going)
    else:
        going.go(code)


def _target_here(rooms: Rooms) -> str:
    """Return the target that is looked at or being inspected, empty for none."""
    if rooms.frame.page == TARGETS:
        return rooms.targets.target_id
    bench = rooms.work.bench if rooms.frame.page == BENCH else None
    return bench.inspection.target_id if bench is not None else ""


def _command(code: str, word: str, key: str = "", more: str = "") -> Command:
    # In another language the Chinese words go on finding it.
    return Command(code, said(word), key, " ".join(dict.fromkeys((word, *more.split(), said(more)))))


def follow(rooms: Rooms, going: Going, does: list[Deed], found: Found) -> None:
    """Go to what was found, or do what was asked for; what is being typed is left first."""
    if found.kind is Kind.COMMAND:
        deed = next((one for command, one in does if command.code == found.id), None)
        if deed is not None:
            deed()
        return
    if not rooms.bench.settle():
        return  # it was said why; the words stay where they can be seen
    if found.kind is Kind.DOCUMENT:
        going.open_document(found.id)
    elif found.kind in (Kind.FINDING, Kind.INSPECTION):
        going.open_inspection(found.inspection_id)
        if found.kind is Kind.FINDING:
            rooms.bench.findings.open_finding(found.id)
    elif found.target_id:
        rooms.targets.choose(found.target_id)
        going.go(TARGETS)
    else:
        rooms.targets.show_people(found.id)
        going.go(TARGETS)
