from tests.ui.test_ledger_filings import *
from tests.stories.conftest import *
def test_dbg(opened):
    opened.press(Key.Key_Return, CTRL)
    dialog = opened.dialog("filing_filing_form")
    scroll = opened.part(QScrollArea, "filing_filing_form_scroll", dialog)
    field = dialog.findChild(QPlainTextEdit, "penalty")
    view = scroll.viewport()
    n=[0]
    def look():
        r = field.rect().translated(field.mapTo(view, QPoint()))
        n[0]+=1
        if n[0]%40==1: print("DBG", view.rect(), r, view.rect().contains(r), scroll.verticalScrollBar().value(), scroll.verticalScrollBar().maximum(), dialog.focusWidget().objectName(), field.hasFocus())
        return n[0]>100
    try:
        opened.until(look)
        scroll.ensureWidgetVisible(field, 0, 77)
        print("DBG", scroll.verticalScrollBar().value(), field.cursorRect(), field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle))
    finally:
        dialog.reject()
    assert 0
