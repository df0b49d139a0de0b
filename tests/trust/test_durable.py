"""A file in its place is wholly the old one or wholly the new one."""

from pathlib import Path

import pytest

from inspector_app.trust.durable import put_whole


def test_a_file_is_put_in_its_place_whole_or_not_at_all(tmp_path: Path) -> None:
    goal = tmp_path / "list.xlsx"
    goal.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), put_whole(goal) as passing:
        passing.write_bytes(b"half" * (1 // 0))
    with pytest.raises(FileNotFoundError), put_whole(goal):
        goal.read_bytes()  # nothing was written beside it
    assert (goal.read_bytes(), sorted(tmp_path.iterdir())) == (b"old", [goal])
    with put_whole(goal) as passing:
        passing.write_bytes(b"new")
        assert goal.read_bytes() == b"old"
    assert (goal.read_bytes(), sorted(tmp_path.iterdir())) == (b"new", [goal])
    with pytest.raises(FileNotFoundError), put_whole(tmp_path / "none" / "list.xlsx") as passing:
        passing.write_bytes(b"new")
