"""A list that is known by its ids: rows come as they are seen, an id is found wherever it stands."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from inspector_app.ui.controls.delegate import Role
from inspector_app.ui.controls.listed_model import Listed, ListedModel, page_of
from inspector_app.ui.controls.windowed_model import PAGE, Window


class Numbers(ListedModel[str]):
    """Numbers in words."""

    def __init__(self) -> None:
        super().__init__()
        self.name_columns("number", "half")

    def id_of(self, told: str) -> str:
        return told

    def words(self, told: str, column: int) -> str:
        return (told, str(int(told) // 2))[column]

    def note(self, told: str, column: int) -> str:
        return "even" if column and int(told) % 2 == 0 else ""

    def mark(self, told: str, column: int) -> tuple[str, str] | None:
        return ("补录", "blue") if not column and told.endswith("7") else None


IDS = tuple(str(n) for n in range(1000))


def test_the_page_of_an_id_is_read_first() -> None:
    assert page_of(IDS, "300") == (PAGE * 2, IDS[PAGE * 2 : PAGE * 3])
    assert page_of(IDS, "unknown") == (0, IDS[:PAGE])
    assert page_of((), "") == (0, ())


def test_rows_are_told_when_they_are_here_and_awaited_until_then(qtbot: QtBot) -> None:
    model = Numbers()
    model.enlist(Listed(IDS, 0, IDS[:PAGE]))
    assert (model.rowCount(), model.columnCount()) == (1000, 2)
    assert (model.row_of("900"), model.row_of("x")) == (900, -1)
    assert (model.id_at(900), model.id_at(1000)) == ("900", "")
    cell = model.index(8, 1)
    assert (cell.data(), cell.data(Role.NOTE), cell.data(Role.STRONG)) == ("4", "even", False)
    marked = model.index(7, 0)
    assert marked.data(Role.MARK) == ("补录", "blue")
    assert marked.data(Qt.ItemDataRole.AccessibleTextRole).startswith("7 ")
    asked: list[Window] = []
    model.wanted.connect(asked.append)
    far = model.index(900, 0)
    assert (far.data(), far.data(Role.AWAITED), far.data(Role.NOTE)) == (None, True, None)
    qtbot.waitUntil(lambda: bool(asked))
    ((first, ids),) = model.ids_of(asked[0])
    assert (first, ids) == (PAGE * 7, IDS[PAGE * 7 :])
    model.take(asked[0].tag, first, ids)
    assert far.data() == "900"
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in (0, 1)]
    assert heads == ["number", "half"]


def test_rows_of_the_list_before_are_passed_by(qtbot: QtBot) -> None:
    model, view = Numbers(), QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    model.enlist(Listed(IDS, 0, IDS[:PAGE]))
    before = model.tag
    model.enlist(Listed(IDS[::-1], 0, IDS[::-1][:PAGE]))
    model.take(before, 0, IDS[:PAGE])
    assert model.index(0, 0).data() == "999"
    view.selectionModel().setCurrentIndex(model.index(0, 0), QItemSelectionModel.SelectionFlag.Select)
    assert model.id_at(view.currentIndex().row()) == "999"
