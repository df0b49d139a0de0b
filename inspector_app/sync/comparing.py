"""Two laptops that hold the same entries must have come to the same: the hub compares what each tells."""

from hashlib import sha256

from . import outcome, wire
from .talk import Talk


def compare(talk: Talk) -> tuple[bool | None, str]:
    """Ask whether laptops with the same entries have the same digest, and return that digest too.

    The first is None when nobody could tell. Ends and digest are of one moment: what somebody writes
    meanwhile belongs to neither.
    """
    talk.progress.step(0, 0, outcome.COMPARING)
    store = talk.room.store
    no, _ = store.cursor(talk.room.workspace)
    ends, digest = store.compared()
    tips = sha256(wire.dump(wire.told_tips(ends))).hexdigest()
    told = talk.ask("digest", {"tips_hash": tips, "digest": talk.room.digest_of(digest), "no": no})
    same, differ = wire.read_int(told.get("same"), "same"), wire.read_int(told.get("differ"), "differ")
    return (False if differ else True if same else None), digest
