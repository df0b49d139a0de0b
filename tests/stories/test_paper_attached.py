"""签名页 and signed sheets that came back are listed with their document, looked at again and saved."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from inspector_app.answers import demos
from inspector_app.casework.papers import countersigns, issued, returns
from inspector_app.casework.papers.returns import Return
from inspector_app.domain.countersigning import Signer, SignerRole
from inspector_app.ui.papers.attached_values import Attached
from inspector_app.ui.papers.large_page import LargePage
from tests.stories import paper_hands
from tests.stories.hands import CTRL, Hands

STROKES = [[(0.1, 0.1, 0.0), (0.8, 0.4, 90.0)], [(0.2, 0.6, 200.0), (0.7, 0.9, 300.0)]]
PHOTO = demos.shipped_cases()[0].parent / "photos" / "scaffold.jpg"


def scan() -> bytes:
    """A scan of two pages."""
    held, writer = BytesIO(), pypdf.PdfWriter()
    for _ in range(2):
        writer.add_blank_page(595, 842)
    writer.write(held)
    return held.getvalue()


SCAN = scan()


def with_three_files(hands: Hands) -> issued.Issued:
    """A notice that was signed for on the screen, and came back once as a PDF and once as a photo."""
    told = paper_hands.to_an_issued_notice(hands)
    main = next(one for one in told.recipients if one.main)
    other = next(one for one in told.recipients if not one.main)
    countersigns.sign(
        hands.desk, told.id, Signer("骆远山", "项目经理", SignerRole.RECEIVER, main.party_id), STROKES
    )
    back = Return(main.party_id, signed=True, sealed=True)
    returns.take_in(hands.desk, told.id, SCAN, back, name="扫描/主送.pdf")
    hands.clock.moment += timedelta(minutes=1)
    other_back = Return(other.party_id, signed=True, sealed=False, note="章后补")
    returns.take_in(hands.desk, told.id, PHOTO.read_bytes(), other_back, name="IMG_0412.JPG")
    paper_hands.to_the_documents(hands)
    return told


def table(hands: Hands) -> QTableView:
    return hands.part(QTableView, "attached_table")


def rows(hands: Hands) -> list[list[str]]:
    model = table(hands).model()
    return [str(model.index(n, 0).data()).split(" · ") for n in range(model.rowCount())]


def look_at(hands: Hands, row: int) -> LargePage:
    shown = table(hands)
    shown.setFocus()
    shown.setCurrentIndex(shown.model().index(row, 0))
    hands.press(Qt.Key.Key_Return)
    view = hands.dialog("large_page")
    assert isinstance(view, LargePage)
    hands.rest()
    return view


def test_a_document_without_them_takes_no_room_for_them(seated: Hands) -> None:
    paper_hands.to_an_issued_notice(seated)
    paper_hands.to_the_documents(seated)
    assert seated.rooms.documents._file_table.isHidden()


def test_each_is_listed_seen_again_and_saved_as_it_is(seated: Hands, tmp_path: Path) -> None:
    told = with_three_files(seated)
    page, back, photo = rows(seated)
    assert page[:3] == ["签名页  骆远山", "项目经理", "受送达人（收件人）"]
    assert (back[0].endswith("主送.pdf"), back[2:]) == (True, ["签字、盖章", "2 页", "09:12"])
    assert (photo[0].endswith("IMG_0412.JPG"), photo[2:]) == (True, ["章后补", "签字", "09:13"])
    kept = countersigns.countersigns(seated.store, told.id)[0]
    wanted = [countersigns.file(seated.store, kept), SCAN, PHOTO.read_bytes()]
    for row, raw in enumerate(wanted):
        view = look_at(seated, row)
        assert view.paper.pages >= 1
        image = view.paper.sheet(1).image
        assert not image.isNull()
        assert image.width() >= 880, "large enough to read"
        seated.press(Qt.Key.Key_S, CTRL)
        place = tmp_path / f"{row}{'.jpg' if row == 2 else '.pdf'}"
        seated.name_file("copy_place", place)
        assert place.read_bytes() == raw
        seated.press(Qt.Key.Key_Escape)
        paper_hands.no_dialog(seated)


def test_one_that_was_altered_says_so_in_words(seated: Hands) -> None:
    told = with_three_files(seated)
    kept = next(one for one in returns.returns_of(seated.store, told.id) if one.kind == "photo")
    vault = seated.store._vault
    vault._place(vault.name(kept.sha256)).write_bytes(b"something else")
    view = look_at(seated, 2)
    assert view.paper.pages == 0
    assert view.paper.words.text()
    seated.press(Qt.Key.Key_Escape)
    paper_hands.no_dialog(seated)


@pytest.mark.parametrize(
    ("sort", "name", "wanted"),
    [
        ("page", "骆远山", "签名页 3-1 骆远山.pdf"),
        ("photo", "IMG.PNG", "签字件 3-1.png"),
        ("scan", "", "签字件 3-1.pdf"),
        ("photo", "", "签字件 3-1.jpg"),
    ],
)
def test_the_file_is_called_by_what_it_is(sort: str, name: str, wanted: str) -> None:
    assert Attached(sort, "", name, (), None).file_name("3-1") == wanted
