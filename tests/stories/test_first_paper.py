from PySide6.QtCore import Qt
from tests.stories.hands import Hands

def test_x(hands: Hands) -> None:
    hands.sign_in()
    hands.begin("临江 3标")
    hands.new_finding()
    hands.phrase("lb")
    hands.desktop.window.grab().save("/tmp/x/b.png")
    hands.choose_kind("限期整改")
    for f, m in hands.gate.items(): print(f, m)
    print(hands.focused)
    hands.desktop.window.grab().save("/tmp/x/c.png")
    hands.press(Qt.Key.Key_F9)
    print(hands.focused)
