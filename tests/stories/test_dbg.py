import traceback
from PySide6.QtCore import Qt, QObject, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from tests.stories.hands import Hands

class Watch(QObject):
    def eventFilter(self, o, e):
        if e.type() == QEvent.Type.Show and isinstance(o, QWidget) and o.isWindow():
            print("SHOW", o, o.objectName(), o.accessibleName())
            traceback.print_stack(limit=6)
        if e.type() in (QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate) and isinstance(o, QWidget) and o.isWindow(): print(e.type(), o)
        return False

def test_x(hands: Hands, qapp) -> None:
    w = Watch(); qapp.installEventFilter(w)
    hands.sign_in()
    hands.begin("临江 3标")
    hands._focus_window()
    print("F2")
    hands.press(Qt.Key.Key_F2)
    hands.rest()
    qapp.removeEventFilter(w)
