from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from inspector_app.casework.papers.late_choices import choices
from inspector_app.casework.play.stories import paper_day
from inspector_app.casework.play.story import Story
from inspector_app.ui.ledger.late_day import LateDay
from inspector_app.ui.ledger import late_day_values as values
from inspector_app.ui.style.screen_settings import ScreenSettings
from tests.stories.conftest import *
def test_time(seated_in):
  for s in (ScreenSettings(look="light", field=True, text=150),):
    seated = seated_in(s)
    seated.desktop.window.resize(1366, 768)
    story = Story(seated.desktop._session.sign("246810"), seated.clock)
    visit, found, papers = paper_day.written(story)
    told = choices(story.desk, visit.target_id)
    day = values.Day()
    day.new("findings", fact="x"*30); day.new("papers")
    look = seated.rooms.bench.paper._look
    w = LateDay(look, day, told, "", seated.desktop.window)
    w.open(); seated.rest()
    for k in range(3):
        for _ in range(20): QApplication.processEvents()
        inner = w._scroll.widget()
        print("inner", inner.height(), inner.minimumSizeHint().height(), inner.layout().hasHeightForWidth(), inner.heightForWidth(inner.width()), inner.layout().totalMinimumHeightForWidth(inner.width()) if hasattr(inner.layout(),'totalMinimumHeightForWidth') else '')
        for c in w._cards.values():
            print(c.id, c.height(), c.minimumSizeHint().height(), c.sizeHint().height(), c.layout().hasHeightForWidth(), c.layout().minimumHeightForWidth(c.width()), c.heightForWidth(c.width()))
        if k == 1: w.add("papers")
    w.close()
