"""Before and after side by side: which photo stands beside which, said honestly, zoomed together."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.casework.visits import marks
from inspector_app.domain.marks import MarkKind, mark
from inspector_app.ui.photos.pair import PairView
from inspector_app.ui.photos.viewer_values import Pair, Viewed, by_order, pair_with, place_stated, taken_at
from inspector_app.ui.style.look import Look
from tests.stories.hands import SHIFT
from tests.stories.office import MORNING
from tests.ui import looking
from tests.ui.viewers import SHOTS, Gallery, gallery

__all__ = ["gallery"]


def a_photo(n: int, *, after: bool = False, finding: str = "f1") -> Viewed:
    return Viewed(
        f"p{n}",
        f"{n}" * 64,
        finding,
        4,
        n,
        3,
        "临边未设防护",
        "5号楼14层",
        taken=MORNING + timedelta(days=3 * after, minutes=n),
        stated="2026-11-24 09:36:00 +0800；29.500000,106.500000；相机甲",
        after=after,
    )


OLD, NEW = [a_photo(1), a_photo(2)], [a_photo(3, after=True), a_photo(4, after=True)]


@pytest.mark.parametrize(
    ("photos", "looked_at", "pair"),
    [
        (OLD + NEW, 0, (0, 2)),
        (OLD + NEW, 1, (1, 3)),
        (OLD + NEW, 2, (0, 2)),
        (OLD + NEW, 3, (1, 3)),
        (OLD[:1] + NEW, 2, (0, 2)),
        (OLD, 0, (0, 1)),
        (OLD, 1, (0, 1)),
    ],
    ids=range(7),
)
def test_which_stands_beside_which(photos: list[Viewed], looked_at: int, pair: tuple[int, int]) -> None:
    told = pair_with(photos, photos[looked_at])
    assert told == Pair(photos[pair[0]], photos[pair[1]])


def test_a_photo_alone_is_compared_with_nothing_and_never_with_another_finding() -> None:
    other = replace(a_photo(9), finding_id="f2")
    assert pair_with([OLD[0], other], OLD[0]) is None


def test_photos_are_paired_in_their_order() -> None:
    assert by_order(OLD, NEW[:1]) == ((OLD[0], NEW[0]), (OLD[1], None))


def test_what_the_device_states_is_told_in_two_parts() -> None:
    assert taken_at(OLD[0]) == "2026-11-24 09:13"
    assert place_stated(OLD[0]) == "29.500000,106.500000；相机甲"


@pytest.mark.parametrize(
    ("photos", "words"),
    [(OLD + NEW, ("整改前", "复查时")), (OLD, ("照片 1", "照片 2"))],
    ids=["rechecked", "same visit"],
)
def test_a_photo_is_only_called_after_when_it_is(
    look: Look, gallery: Gallery, photos: list[Viewed], words: tuple[str, str]
) -> None:
    view = PairView(look)
    gallery.qtbot.addWidget(view)
    pair = pair_with(photos, photos[0])
    assert pair is not None
    view.show_pair(pair, photos)
    assert (view.before.chip.accessibleName(), view.after.chip.accessibleName()) == words


def to_the_pair(gallery: Gallery) -> PairView:
    gallery.finding(*(one.read_bytes() for one in SHOTS[:3]))
    ring = mark(MarkKind.RING, 0.2, 0.2, 0.5, 0.5)
    marks.set_marks(gallery.desk, gallery.photos()[0].id, (ring,))
    gallery.open()
    QTest.keyClick(gallery.viewer.canvas, Qt.Key.Key_B)
    pair = gallery.pair
    gallery.until(lambda: not pair.before.picture.image.isNull() and not pair.after.picture.image.isNull())
    pair.activateWindow()
    return pair


def test_from_the_viewer_two_photos_stand_side_by_side_with_their_marks(gallery: Gallery) -> None:
    pair = to_the_pair(gallery)
    assert pair.before.photo is not None
    assert len(pair.before.picture._marks) == 1
    assert pair.before.picture.width() == pair.after.picture.width()
    assert looking.nameless(pair) == []
    assert looking.too_small(pair) == []
    gallery.until(lambda: looking.cut_off(pair) == [])
    QTest.keyClick(pair, Qt.Key.Key_Escape)
    gallery.until(lambda: gallery.room.pair is None)
    assert gallery.viewer.isVisible()


def test_both_are_zoomed_together(gallery: Gallery) -> None:
    pair = to_the_pair(gallery)
    QTest.keyClick(pair, Qt.Key.Key_Plus)
    QTest.keyClick(pair, Qt.Key.Key_Plus)
    assert pair.before.picture.zoom == pair.after.picture.zoom > 1.5
    pair.before.picture.zoom_by(1.25)
    assert pair.before.picture.zoom == pair.after.picture.zoom
    QTest.keyClick(pair, Qt.Key.Key_0)
    assert pair.before.picture.zoom == pair.after.picture.zoom == 1
    assert pair._zoom.text() == "100%"


def test_either_side_is_turned_and_never_shows_what_the_other_shows(gallery: Gallery) -> None:
    pair = to_the_pair(gallery)
    ids = [one.id for one in gallery.photos()]

    def shown() -> list[int]:
        return [ids.index(side.photo.id) for side in (pair.before, pair.after) if side.photo is not None]

    assert shown() == [0, 1]
    QTest.keyClick(pair, Qt.Key.Key_Right)
    assert shown() == [0, 2]
    QTest.keyClick(pair, Qt.Key.Key_Right, SHIFT)
    assert shown() == [1, 2]
    QTest.keyClick(pair, Qt.Key.Key_Right, SHIFT)
    assert shown() == [1, 2]


def test_one_photo_alone_is_said_in_words(gallery: Gallery) -> None:
    gallery.finding(SHOTS[0].read_bytes())
    viewer = gallery.open()
    viewer.pair_wanted.emit(viewer.photo)
    assert "只有一张" in viewer.notice.accessibleName()
    assert gallery.room.pair is None
    assert QApplication.activeModalWidget() is viewer
