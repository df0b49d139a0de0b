"""从 Excel 导入 in pictures: nothing chosen, refused, tried, accepted, brought in."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget, QWidget

from inspector_app.screenplay.player import Player
from inspector_app.workbooks import writing
from inspector_app.workbooks.writing import Head, Page

Scene = Callable[[Player], QWidget | None]

SITES = (
    ("序号", "项目名称", "监督编号", "建设地点", "施工单位", "承包商", "计划竣工"),
    ("1", "海云广场一期", "JD2024-011", "海云路 18 号", "青屿恒基建工有限公司", "恒基", "2027.6.30"),
    ("2", "海云广场二期", "JD2024-012", "海云路 18 号", "青屿恒基建工有限公司", "恒基", "2027.12.31"),
    ("3", "恒泰苑", "3.1E+11", "恒泰路", "青屿恒基建工", "恒基", "2026年3月5日"),
    ("4", "望潮里安置房6号楼", "JD2024-014", "望潮里", "青屿恒基建工有限公司", "恒基", "2026-13-40"),
    ("", "石塘路小学改扩建", "JD2024-015", "石塘路 2 号", "青屿恒基建工有限公司", "恒基", "2026.9.1"),
    ("合计", "5个", "", "", "", "", ""),
)
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def _book(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    heads = [Head(one) for one in rows[0]]
    writing.write(path, Page("在建工程台账", "2026年在建工程台账"), heads, rows[1:])
    return path


def _empty(player: Player) -> None:
    player.press("Ctrl+5")
    player.rest()
    player.press("Ctrl+Shift+I")
    player.rest()


def _refused(player: Player) -> None:
    with tempfile.TemporaryDirectory(prefix="inspector-book-") as room:
        path = Path(room) / "在建工程台账.xls"
        path.write_bytes(OLD_EXCEL)
        player.rooms.imports.give(str(path))
        player.rest()


def _tried(player: Player) -> None:
    with tempfile.TemporaryDirectory(prefix="inspector-book-") as room:
        player.rooms.imports.give(str(_book(Path(room) / "在建工程台账.xlsx", SITES)))
        # Recognising leads to trying.
        player.rest()
        player.rest()
    player.rooms.imports.path.setText("在建工程台账.xlsx")


def _accepted(player: Player) -> None:
    table = player.part(QTableWidget, "import_results")
    item = table.item(0, 0)
    if item is not None:
        item.setCheckState(Qt.CheckState.Checked)
    player.rest()


def _brought(player: Player) -> None:
    player.press("Ctrl+Return")
    player.rest()


SCENES: dict[str, Scene] = {
    "imports": _empty,
    "imports-refused": _refused,
    "imports-tried": _tried,
    "imports-accepted": _accepted,
    "imports-brought": _brought,
}
"""Played one after the other, each going on from the one before."""
