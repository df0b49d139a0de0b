"""A day at random: whatever is done at the window, undone it is as before, redone it is as after."""

import random

import pytest
from PySide6.QtCore import Qt

from inspector_app.ui.controls.spot import Spot
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.stories.office import make_lawful
from tests.stories.test_first_paper import pasted

KINDS = ("inspection", "attendance", "present", "finding", "obligation", "photo", "document", "ticked")


def stands(hands: Hands) -> dict[tuple[str, str], dict[str, object]]:
    """Everything that is not deleted; a value that was taken back reads like one never told."""
    return {
        (kind, one.id): {name: value for name, value in one.fields.items() if value not in (None, "")}
        for kind in KINDS
        for one in hands.store.records(kind)
    }


def do_something(hands: Hands, dice: random.Random) -> None:
    """Do what a person does next, at the window or through its work."""
    work, pane = hands.rooms.work, hands.rooms.bench.findings
    found = [one.id for one in work.bench.findings] if work.bench is not None else []
    word = f"第{dice.randrange(100)}层"
    wish = dice.choice(
        ["new", "phrase", "copy", "remove", "place", "photo", "paper", "tick", "visit", "level"]
    )
    hands.rooms.bench.settle()
    if wish == "new" or not found:
        hands.press(Qt.Key.Key_F2)
    elif wish == "copy":
        hands.press(Qt.Key.Key_D, CTRL)
    elif wish == "remove":
        work.remove_finding(dice.choice(found))
    elif wish == "place":
        work.leave(Spot("finding", dice.choice(found), "location"), word)
    elif wish == "level":
        work.leave(Spot("finding", dice.choice(found), "severity"), dice.choice(["major", "general"]))
    elif wish == "visit":
        work.leave(Spot("inspection", work.inspection_id, dice.choice(["scope", "opinion"])), word)
    elif wish == "photo" and pane.open_id:
        work.attach(pane.open_id, pasted("edge.jpg"))
    elif wish == "paper" and pane.chosen():
        hands.rooms.sparing.make_paper(pane.chosen(), "rectification_notice")
    elif wish == "tick" and work.bench is not None and work.bench.draft is not None:
        work.tick(dice.sample(found, len(found) // 2))
    elif wish == "phrase":
        hands.press(Qt.Key.Key_F2)
        hands.rest()
        hands.phrase("lb")
    hands.rest()


@pytest.mark.parametrize("seed", [3, 11])
def test_all_undone_is_as_before_and_all_redone_is_as_after(seated: Hands, seed: int) -> None:
    seated.begin("临江 3标")
    make_lawful(seated.desk, seated.rooms.work.inspection_id)
    before, dice = stands(seated), random.Random(seed)
    for _ in range(18):
        do_something(seated, dice)
    after = stands(seated)
    steps = len(seated.rooms.work.book.steps.done)
    assert steps > 8
    for _ in range(steps):
        seated.press(Qt.Key.Key_Z, CTRL)
        seated.rest()
    assert seated.rooms.work.book.steps.done == []
    assert stands(seated) == before
    for _ in range(steps):
        seated.press(Qt.Key.Key_Z, CTRL | SHIFT)
        seated.rest()
    assert seated.rooms.work.book.steps.undone == []
    assert stands(seated) == after
    assert seated.store.replay_check().same
