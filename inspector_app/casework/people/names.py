"""Names of records that many rows share, each read once."""

from inspector_app.casework.base import values
from inspector_app.store.store import Store


class Names:
    """Names of targets and companies and what findings say, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[str, str, str], str] = {}

    def of(self, entity: str, record_id: str, field: str = "name") -> str:
        """Return a text of a record, empty when there is none."""
        key = (entity, record_id, field)
        if key not in self._known:
            record = self._store.record(entity, record_id)
            self._known[key] = values.text(record.fields, field) if record is not None else ""
        return self._known[key]
