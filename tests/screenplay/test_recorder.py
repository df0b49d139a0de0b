"""What counts as an action: a chord, or up to twelve typed characters (screen.md)."""

import pytest

from inspector_app.screenplay.recorder import Recorder


class Window:
    """Takes what is pressed and typed."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def press(self, chord: str) -> None:
        self.heard.append(chord)

    def type(self, told: str) -> None:
        self.heard.append(told)


@pytest.fixture
def window() -> Window:
    return Window()


@pytest.fixture
def recorder(window: Window) -> Recorder:
    return Recorder(window, hidden=lambda why: why == "the PIN")  # type: ignore[arg-type]


@pytest.mark.parametrize(("letters", "counts"), [(1, 1), (12, 1), (13, 2), (24, 2), (25, 3)])
def test_each_twelve_characters_are_an_action(recorder: Recorder, letters: int, counts: int) -> None:
    recorder.type("楼" * letters, "a place")
    assert recorder.count == counts


def test_a_chord_is_one_action_and_everything_reaches_the_window(recorder: Recorder, window: Window) -> None:
    recorder.press("Ctrl+Shift+V", "paste")
    recorder.type("lb", "letters")
    recorder.type("246810", "the PIN")
    assert recorder.count == 3
    assert window.heard == ["Ctrl+Shift+V", "lb", "246810"]


def test_the_list_is_numbered_by_actions_and_keeps_the_pin_to_itself(recorder: Recorder) -> None:
    recorder.press("F2", "a finding")
    recorder.type("楼" * 13, "a place")
    recorder.type("246810", "the PIN")
    told = recorder.lines()
    assert [one.split()[0] for one in told] == ["1", "2–3", "4"]
    assert "246810" not in "".join(told)
    assert "••••••" in told[2]
