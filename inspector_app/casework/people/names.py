"""Names of records that many rows share, each read once."""

from collections.abc import Iterable

from inspector_app.casework.base import values
from inspector_app.store.store import Store


class Names:
    """Names of targets and companies and what findings say, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[str, str], values.Fields] = {}

    def of(self, entity: str, record_id: str, field: str = "name") -> str:
        """Return a text of a record, empty when there is none; a deleted one keeps its name."""
        key = (entity, record_id)
        if key not in self._known:
            record = self._store.record(entity, record_id)
            self._known[key] = record.fields if record is not None else {}
        return values.text(self._known[key], field)

    def foresee(self, entity: str, record_ids: Iterable[str]) -> None:
        """Read beforehand, all in one look, the records whose names will be asked for."""
        wanted = {one for one in record_ids if (entity, one) not in self._known}
        if wanted:
            self._known |= {(entity, one.id): one.fields for one in self._store.several(entity, wanted)}
