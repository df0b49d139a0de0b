"""A site that nobody entered yet: from Ctrl+N to its inspection by keys, well under a minute."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from inspector_app.casework.targets import registry
from inspector_app.domain.parties import PartyRole
from tests.stories.hands import CTRL, NONE, Hands

MOST_ACTIONS = 5
"""One key chord, or one typed text of at most twelve characters, is one action."""


class Counted:
    """Counts what a person does: a key chord is one, a text one for every twelve characters."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.actions: list[str] = []

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.actions.append(f"{'Ctrl+' if modifier == CTRL else ''}{key.name.removeprefix('Key_')}")
        self.hands.press(key, modifier)

    def write(self, told: str) -> None:
        self.actions += [told[n : n + 12] for n in range(0, len(told), 12)]
        self.hands.write(told)


def test_a_new_site_is_entered_and_its_inspection_begun_in_a_few_keys(seated: Hands) -> None:
    person = Counted(seated)
    person.press(Qt.Key.Key_N, CTRL)
    seated.dialog("target_picker")
    person.write("云栖里三期2标段")
    person.press(Qt.Key.Key_Return)
    dialog = seated.dialog("target_dialog")
    assert seated.part(QLineEdit, "target_name", dialog).text() == "云栖里三期2标段"
    assert seated.focused == "contractor_name", "the main company is all that is still needed"
    person.write("宏岳建工集团有限公司")
    person.press(Qt.Key.Key_Return)
    seated.until(lambda: seated.rooms.frame.page == "bench")
    seated.rest()
    print("\n".join(f"{n}. {told}" for n, told in enumerate(person.actions, 1)))
    assert len(person.actions) <= MOST_ACTIONS
    bench = seated.rooms.work.bench
    assert bench is not None
    assert bench.target.name == "云栖里三期2标段"
    assert [(one.role, one.name) for one in bench.target.parties] == [
        (PartyRole.CONTRACTOR, "宏岳建工集团有限公司")
    ]
    # The next visit finds it by initials.
    seated.press(Qt.Key.Key_Escape)
    seated.rest()
    seated.begin("yqlsq")
    assert seated.rooms.work.bench is not None
    assert seated.rooms.work.bench.target.id == bench.target.id
    assert len(registry.targets(seated.store)) == 3


def test_the_gate_names_what_the_short_way_left_out(seated: Hands) -> None:
    seated.press(Qt.Key.Key_N, CTRL)
    seated.dialog("target_picker")
    seated.write("云栖里")
    seated.press(Qt.Key.Key_Return)
    seated.dialog("target_dialog")
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: seated.rooms.frame.page == "bench")
    seated.rest()
    seated.new_finding()
    seated.phrase("lb")
    seated.choose_kind("限期整改")
    assert any("addressee" in field or "target" in field or "party" in field for field in seated.gate), (
        seated.gate
    )
