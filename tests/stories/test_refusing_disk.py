"""The disk refuses for a while: it is said, nothing typed is lost, nothing half done stands, it goes on."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl

from inspector_app.casework.visits import findings
from inspector_app.domain.errors import UnavailableError
from inspector_app.ui.controls.fields import LineField
from inspector_app.ui.papers import archive
from tests.stories.hands import CTRL, Hands

resource = pytest.importorskip("resource", reason="REFUSING DISK NOT TESTED: needs setrlimit")
signal = pytest.importorskip("signal")

Full = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def full(furnished_site: Path) -> Full:
    """While inside, no file of the folder can become larger than the smallest of its files is."""

    @contextmanager
    def refuse() -> Iterator[None]:
        handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1, limits[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            signal.signal(signal.SIGXFSZ, handler)

    return refuse


def facts(hands: Hands) -> list[str]:
    (visit,) = hands.store.records("inspection")
    return [one.fact for one in findings.findings_of(hands.store, visit.id)]


def test_what_was_typed_meanwhile_stays_and_is_written_later(seated: Hands, full: Full) -> None:
    seated.begin("临江")
    seated.new_finding()
    with full():
        seated.write("楼层临边没有栏杆也没有安全网")
        seated.press(Qt.Key.Key_Tab)
        seated.rest()
        assert "磁盘" in seated.notice
        assert facts(seated) == [""]
    assert seated.editor.fact.text() == "楼层临边没有栏杆也没有安全网"
    # Something else is written, everything is shown anew: what was refused must not be swept away.
    seated.tab_to("location")
    seated.fill("3#楼")
    seated.rest()
    assert seated.editor.fact.text() == "楼层临边没有栏杆也没有安全网"
    seated.press(Qt.Key.Key_Escape)
    seated.rest()
    assert facts(seated) == ["楼层临边没有栏杆也没有安全网"]


def test_a_finding_whose_words_cannot_be_written_stays_open(seated: Hands, full: Full) -> None:
    seated.begin("临江")
    seated.new_finding()
    with full():
        seated.write("写不下去的话")
        seated.tab_to("close_finding")
        seated.press(Qt.Key.Key_Space)
        seated.rest()
        assert seated.editor.fact.text() == "写不下去的话"
    seated.tab_to("close_finding")
    seated.press(Qt.Key.Key_Space)
    seated.rest()
    assert seated.rooms.bench.findings.editor is None
    assert facts(seated) == ["写不下去的话"]


def test_a_choice_that_was_not_written_is_not_shown_as_if_it_were(seated: Hands, full: Full) -> None:
    seated.begin("临江")
    seated.tab_to("credentials_shown")
    with full():
        seated.press(Qt.Key.Key_Space)
        seated.rest()
        assert "磁盘" in seated.notice
    who = seated.rooms.bench.who
    assert who is not None
    assert not who.form.fields["credentials_shown"].isChecked()  # type: ignore[union-attr]
    seated.press(Qt.Key.Key_Space)
    seated.rest()
    assert seated.store.records("inspection")[0].fields["credentials_shown"] is True


def test_a_finding_and_a_photo_are_there_whole_or_not_at_all(seated: Hands, full: Full) -> None:
    seated.begin("临江")
    with full():
        seated.press(Qt.Key.Key_F2)
        seated.rest()
        assert "磁盘" in seated.notice
        assert seated.store.records("finding") == []
    seated.new_finding()
    picture = QMimeData()
    picture.setUrls([QUrl.fromLocalFile(str(Path(__file__).parents[2] / "resources/demo/photos/edge.jpg"))])
    with full():
        seated.paste(picture)
        assert "磁盘" in seated.notice
        assert seated.store.records("photo") == []
    seated.paste(picture)
    assert len(seated.store.records("photo")) == 1
    seated.press(Qt.Key.Key_2, CTRL)
    assert seated.store.integrity().problems == ()


@pytest.mark.parametrize("way", ["list", "lock"])
def test_the_page_can_be_left_and_the_laptop_locked_all_the_same(seated: Hands, full: Full, way: str) -> None:
    seated.begin("临江")
    with full():
        if way == "list":
            seated.press(Qt.Key.Key_Escape)
            seated.rest()
            assert seated.rooms.frame.page == "visits"
            assert "磁盘" in seated.notice
            seated.desktop.lock()
        else:
            seated.desktop.lock()
        assert seated.desktop._session is None
        assert seated.desktop.sign_in.isVisible()
    seated.sign_in()
    seated.rest()
    assert seated.desktop._session is not None


@pytest.mark.parametrize("way", ["lock", "close", "list"])
def test_what_could_not_be_written_holds_the_page_once(seated: Hands, full: Full, way: str) -> None:
    leave = {
        "lock": seated.desktop.lock,
        "close": seated.desktop.window.close,
        "list": lambda: seated.press(Qt.Key.Key_Escape),
    }[way]
    seated.begin("临江")
    seated.new_finding()
    with full():
        seated.write("写不下去的话")
        leave()
        seated.rest()
        assert seated.desktop.window.isVisible()
        assert seated.rooms.frame.page == "bench"
        code = seated.rooms.frame.notice.code
        assert code == "store.disk_error" if way == "list" else code == "ui.unwritten"
        assert seated.editor.fact.text() == "写不下去的话"
    seated.desktop.lock()
    seated.sign_in()
    seated.rest()
    assert facts(seated) == ["写不下去的话"]


def test_whoever_asks_twice_may_leave_all_the_same(seated: Hands, full: Full) -> None:
    seated.begin("临江")
    seated.new_finding()
    with full():
        seated.write("写不下去的话")
        seated.desktop.lock()
        assert seated.desktop._session is not None
        seated.desktop.lock()
        assert seated.desktop._session is None


def test_what_is_refused_later_is_said_anew(seated: Hands, full: Full) -> None:
    seated.begin("临江")
    seated.new_finding()
    with full():
        seated.write("写不下去的话")
        seated.desktop.window.close()
        assert seated.rooms.frame.notice.code == "ui.unwritten"
    seated.press(Qt.Key.Key_Tab)
    seated.rest()
    assert facts(seated) == ["写不下去的话"]
    seated.new_finding()
    with full():
        seated.write("又写不下去的话")
        seated.desktop.window.close()
        assert seated.desktop.window.isVisible()
        assert seated.rooms.frame.notice.code == "ui.unwritten"


def test_a_copy_that_cannot_be_written_leaves_nothing_half_written(tmp_path: Path, full: Full) -> None:
    place = tmp_path / "通知书.pdf"
    place.write_bytes(b"before")
    with full(), pytest.raises(UnavailableError) as refused:
        archive.write_whole(place, b"%PDF" * 1000)
    assert refused.value.code == "ui.file_not_written"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["通知书.pdf"]
    assert place.read_bytes() == b"before"


def test_a_slip_that_is_refused_in_words_is_said_though_the_disk_refuses_too(
    seated: Hands, full: Full
) -> None:
    seated.begin("临江")
    seated.new_finding()
    seated.phrase("lb")
    due = f"due:{seated.editor.party_id}"
    seated.tab_to(due)
    seated.press(Qt.Key.Key_A, CTRL)
    seated.write("99-99")
    seated.until(lambda: "99-99" in seated.store.buffer().values())
    with full():
        seated.press(Qt.Key.Key_Tab)
        seated.rest()
        assert seated.notice
    field = seated.editor.fields[due]
    assert isinstance(field, LineField)
    assert field.text() not in ("", "99-99"), "the day that stood there stands"
