from tests.ui.test_ledger_filings import *
from tests.stories.conftest import *
from tests.ui.test_ledger_filings import scene_of, at_work, opened
def test_dbg(opened):
    told.to_list(opened, "members")
    opened.press(Key.Key_O, CTRL)
    told.give(opened, "filing_give", {}, TRAINING_PIN)
    told.no_dialog(opened, "filing_give")
    opened.desktop.lock()
    told.sit_down(opened, COLLEAGUE)
    told.open_section(opened)
    seen=[]
    for _ in range(40):
        seen.append(opened.focused)
        opened.press(Key.Key_Tab)
    print(seen, opened.rooms.frame.page, told.section(opened).view._stack.currentIndex(), told.section(opened).filter)
    assert 0
