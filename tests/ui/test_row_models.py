"""The lists' rows: each cell's words, second line and chip, in the language of the window."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from inspector_app.casework.visits.inspections import Visit
from inspector_app.domain.states import InspectionState, State
from inspector_app.ui.controls.delegate import Role
from inspector_app.ui.controls.listed_model import Listed
from inspector_app.ui.controls.rows_model import RowsModel
from inspector_app.ui.registry.people_part import PeopleModel
from inspector_app.ui.registry.visits_model import VisitColumn, VisitsModel
from inspector_app.ui.shell.application import speak
from tests.ui.wearing import undressed

__all__ = ["undressed"]


class Fruit(RowsModel[str]):
    """Words and how many letters they have."""

    def __init__(self) -> None:
        super().__init__()
        self.name_columns("fruit", "letters")

    def id_of(self, told: str) -> str:
        return told[0]

    def words(self, told: str, column: int) -> str:
        return (told, str(len(told)))[column]

    def chip(self, told: str, column: int) -> tuple[str, str] | None:
        return (told, "green") if column else None


def test_a_row_is_found_by_its_id_and_tells_each_cell() -> None:
    model = Fruit()
    model.show(["apple", "pear"])
    assert (model.rowCount(), model.columnCount()) == (2, 2)
    assert (model.rowCount(model.index(0, 0)), model.columnCount(model.index(0, 0))) == (0, 0)
    assert (model.row_of("p"), model.row_of("q")) == (1, -1)
    assert (model.value(1), model.value(2), model.value(-1)) == ("pear", None, None)
    cells = [model.index(1, column) for column in (0, 1)]
    assert [one.data() for one in cells] == ["pear", "4"]
    assert [one.data(Role.STRONG) for one in cells] == [True, False]
    assert [one.data(Role.NOTE) for one in cells] == [None, None]
    assert [one.data(Role.CHIP) for one in cells] == [None, ("pear", "green")]
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in (0, 1)]
    assert heads == ["fruit", "letters"]
    model.show([])
    assert (model.rowCount(), cells[0].data()) == (0, None)


@pytest.mark.usefixtures("undressed")
@pytest.mark.parametrize("word", InspectionState)
def test_a_visits_chip_speaks_the_windows_language(qapp: QApplication, word: InspectionState) -> None:
    speak(qapp, "en")
    model = VisitsModel()
    at = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)
    model.enlist(Listed(("1",), 0, (Visit("1", "2", "target", at, State(word), 3, 1),)))
    cell = model.index(0, VisitColumn.STATE)
    chip = cell.data(Role.CHIP)
    assert chip[0] == cell.data()
    assert chip[0].isascii()


def test_people_have_no_row_for_nobody() -> None:
    model = PeopleModel()
    model.show_people((), date(2026, 11, 24))
    assert (model.rowCount(), model.columnCount(), model.value(0)) == (0, 4, None)
