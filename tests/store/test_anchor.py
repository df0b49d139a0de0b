"""The anchor survives torn writes and cannot be forged."""

from pathlib import Path

import pytest

from inspector_app.store.anchor import Anchor, Mark

KEY = b"k" * 32


def mark(seq: int) -> Mark:
    return Mark("ab" * 16, seq, f"{seq:064x}")


def test_the_newest_mark_is_read(tmp_path: Path) -> None:
    anchor = Anchor(tmp_path / "a", KEY)
    assert anchor.read() is None
    for seq in range(5):
        anchor.write(mark(seq), durable=seq == 3)
        assert Anchor(tmp_path / "a", KEY).read() == mark(seq)
    anchor.close()
    again = Anchor(tmp_path / "a", KEY)
    assert again.read() == mark(4)
    again.write(mark(5))
    again.close()
    assert Anchor(tmp_path / "a", KEY).read() == mark(5)
    assert (tmp_path / "a").stat().st_size == 1024


@pytest.mark.parametrize("slot", [0, 512])
def test_one_torn_slot_costs_at_most_one_step(tmp_path: Path, slot: int) -> None:
    anchor = Anchor(tmp_path / "a", KEY)
    for seq in range(4):
        anchor.write(mark(seq))
    anchor.close()
    content = bytearray((tmp_path / "a").read_bytes())
    content[slot + 30 : slot + 300] = bytes(270)
    (tmp_path / "a").write_bytes(content)
    assert Anchor(tmp_path / "a", KEY).read() in (mark(3), mark(2))


def test_a_forged_or_foreign_anchor_is_none(tmp_path: Path) -> None:
    anchor = Anchor(tmp_path / "a", KEY)
    anchor.write(mark(7))
    anchor.close()
    assert Anchor(tmp_path / "a", b"x" * 32).read() is None
    content = (tmp_path / "a").read_bytes().replace(b'"seq":7', b'"seq":9')
    (tmp_path / "a").write_bytes(content)
    assert Anchor(tmp_path / "a", KEY).read() is None
    for junk in (b"", b"[]", b"\xff" * 1024, b"{}".ljust(512) * 2):
        (tmp_path / "a").write_bytes(junk)
        assert Anchor(tmp_path / "a", KEY).read() is None
