"""Three findings with photos to a printed notice, by keys alone, in at most 18 actions (screen.md)."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

from inspector_app.casework.papers import issued
from inspector_app.screenplay import main_job
from inspector_app.screenplay.player import Player
from tests.stories.hands import Hands


class Heard(QObject):
    """Counts what reaches the windows from outside: keys, and the mouse that nobody may touch."""

    def __init__(self) -> None:
        super().__init__()
        self.keys, self.clicks = 0, 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWindow):
            self.keys += event.type() is QEvent.Type.KeyPress
            self.clicks += event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.TabletPress)
        return False


def test_three_findings_with_photos_become_a_printed_notice_in_eighteen_actions(
    seated: Hands, qapp: QApplication
) -> None:
    heard = Heard()
    qapp.installEventFilter(heard)
    try:
        done = main_job.do(Player(seated.desktop))
    finally:
        qapp.removeEventFilter(heard)
    print("\n" + "\n".join(done.lines))
    assert done.count <= main_job.MOST, "\n".join(done.lines)
    assert heard.clicks == 0
    assert heard.keys > done.count, "every key came through the window"
    (notice,) = done.notices
    assert notice.fate == "issued"
    assert notice.number == "望住建改〔2026〕3-1号"
    assert [len(one.photos) for one in done.findings] == [1, 1, 1]
    assert set(notice.finding_ids) == {one.id for one in done.findings}
    assert [one.location for one in done.findings] == ["3#楼14层", "地下室B区", "5#楼北面"]
    for one in done.findings:
        (duty,) = one.obligations
        assert one.fact.endswith("。")
        assert one.clause_id
        assert duty.measure
        assert duty.due is not None
    pdf = issued.pdf(seated.store, notice.id)
    assert done.printed
    assert all(sent.startswith(pdf) for sent, _ in done.printed), "what is printed is what was signed"
