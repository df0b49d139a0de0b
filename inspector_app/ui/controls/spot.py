"""Where on the workbench something is written: one field of one record."""

from dataclasses import dataclass

MEETING, CHECK_NOTE = "meeting", "check_note"
RECHECK = "recheck"
"""A note of what was seen of an old finding at a recheck."""
ASIDE = frozenset({MEETING, CHECK_NOTE})
"""Lines that become part of a record only when they are entered; after a crash they are entered."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A field of a record; its text is the key in the store's draft buffer.

    Attributes:
        entity: `inspection`, `finding` or `document`; `target` is written in a small window of its own;
            `meeting` and `check_note` are lines of an inspection that are no field of it yet.
        id: the record's id; of a `meeting`, `check_note` or `recheck` the inspection's.
        name: the field, e.g. `place`, `approval.number`, `measure:<party id>`, `party:<party id>:name`; of a
            `recheck` `<finding id>:<party id>`.
    """

    entity: str
    id: str
    name: str

    def key(self) -> str:
        """Return the key in the draft buffer."""
        return f"{self.entity}/{self.id}/{self.name}"

    @staticmethod
    def parse(key: str) -> "Spot | None":
        """Return the spot of a buffer key, None when the key is of another kind."""
        parts = key.split("/", 2)
        return Spot(*parts) if len(parts) == 3 and all(parts) else None
