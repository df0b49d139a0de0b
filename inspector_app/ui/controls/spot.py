"""Where on the workbench something is written: one field of one record."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """A field of a record; its text is the key in the store's draft buffer.

    Attributes:
        entity: `inspection`, `finding` or `document`; `target` is written in a small window of its own.
        id: the record's id.
        name: the field, e.g. `place`, `approval.number`, `measure:<party id>`, `party:<party id>:name`.
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
