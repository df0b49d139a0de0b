"""What a person does at each field that the gate leads to, by keys alone."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from tests.stories.hands import Hands

Fill = Callable[[Hands], None]
OFFICERS = (("沈知远", "5199030217"), ("贺兰溪", "5199030385"))


def text(told: str, *more: str) -> Fill:
    """Write into the field, and into those after it, and go on."""

    def fill(hands: Hands) -> None:
        for one in (told, *more):
            hands.fill(one)

    return fill


def flag(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Space)


def choice(name: str, words: str) -> Fill:
    """Choose in the list that has the keys."""

    def fill(hands: Hands) -> None:
        hands.choose(hands.part(QComboBox, name), words)

    return fill


def office(hands: Hands) -> None:
    hands.dialog("office_dialog")
    for told in ("青澜市望江区住房和城乡建设局", "望住建", "青澜市望江区人民政府", "0899-5550 1820"):
        hands.fill(told)
    hands.press(Qt.Key.Key_Return)


def officer(hands: Hands) -> None:
    """Enter the next person of the bureau."""
    there = len(hands.store.records("person"))
    name, certificate = OFFICERS[there]
    hands.choose(hands.part(QComboBox, "officers"), "登记新的执法人员")
    hands.dialog("officer_dialog")
    for told in (name, certificate, "2024-01-01", "2028-12-31"):
        hands.fill(told)
    hands.press(Qt.Key.Key_Return)


VISIT: Mapping[str, Fill] = {
    "office.name": office,
    "inspection.officers": officer,
    "inspection.approval": text("韩立群", "08:40", "望住建检批〔2026〕3-88号"),
    "inspection.notice": text("望住建检通〔2026〕3-90号"),
    "inspection.credentials_shown": flag,
    "inspection.recusal": choice("recusal", "不申请回避"),
}
"""What every paper asks of the visit."""

FOCUS: Mapping[str, str] = {
    "office.name": "office_name",
    "inspection.officers": "officers",
    "inspection.approval": "approval.approver",
    "document.approval": "approval.approver",
    "document.defence": "defence_heard",
    "document.stop_work.parts": "stop_parts",
    "document.stop_work.start": "stop_start",
}
"""The name of the widget that the keys go to where it is not the last part of the field's name."""


def mend(hands: Hands, fills: Mapping[str, Fill]) -> list[str]:
    """Follow the first line and fill what it asks, until the gate is clear; return the fields in order."""
    followed: list[str] = []
    while hands.gate:
        field = next(iter(hands.gate))
        assert followed.count(field) < 2, f"{field} was filled and is still missing: {hands.gate[field]}"
        hands.press(Qt.Key.Key_F9)
        own = "own_" if field.startswith("document.own.") else ""
        wanted = FOCUS.get(field, own + field.rpartition(".")[2])
        hands.until(lambda name=wanted: hands.focused.partition(":")[0] == name)  # type: ignore[misc]
        fills[field](hands)
        hands.rest()
        followed.append(field)
    return followed
