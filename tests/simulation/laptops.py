"""Real laptops on disk for tests of exchange: made, cloned, put back, and carried between."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.journal.bundle import unpack
from inspector_app.store.exchanging import Taken
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey, VerifyKey
from tests.store.worlds import World


@dataclass
class Fleet:
    """An office's laptops, each in a folder of its own. All sign bundles with one key.

    Attributes:
        open: the stores that are open, by name.
    """

    path: Path
    world: World = field(default_factory=World)
    device: SigningKey = field(default_factory=lambda: SigningKey.from_bytes(b"d" * 32))
    open: dict[str, Store] = field(default_factory=dict)

    def make(self, name: str, code: int, spares: tuple[int, ...] = ()) -> Store:
        """Return a new laptop; the first one appoints the officer, the others are told."""
        first = next(iter(self.open.values()), None)
        store = self.world.create(self.path / name, code, appointed=first is None)
        store.set_spares(spares)
        self.open[name] = store
        if first is not None:
            self.carry(first, store)
        return store

    def clone(self, name: str, twin: str) -> Store:
        """Copy a laptop's whole folder, as an image of its disk would; both go on."""
        self.keep(name, twin)
        self.open[twin] = self.world.open(self.path / twin)
        return self.open[twin]

    def keep(self, name: str, copy: str) -> None:
        """Copy a laptop's whole folder aside."""
        self.open[name].close()
        shutil.rmtree(self.path / copy, ignore_errors=True)
        shutil.copytree(self.path / name, self.path / copy)
        self.open[name] = self.world.open(self.path / name)

    def put_back(self, copy: str, name: str) -> Store:
        """Put a copy of the whole folder in a laptop's place; what came after the copy is gone."""
        self.open[name].close()
        shutil.rmtree(self.path / name)
        shutil.copytree(self.path / copy, self.path / name)
        self.open[name] = self.world.open(self.path / name)
        return self.open[name]

    def carry(self, source: Store, target: Store) -> Taken:
        """Bring one laptop what it lacks of another; where it was written on elsewhere it takes a spare."""
        given = [(raw, unpack(raw, self._key)) for raw in source.lacking(target.tips(), self.device)]
        taken = target.take_in(given)
        if taken.forked and target.spares():
            target.take_spare()
        return taken

    def settle(self) -> None:
        """Carry everything everywhere, until nothing moves."""
        stores = list(self.open.values())
        for _ in range(8):
            moved = [self.carry(one, other).new for one in stores for other in stores if one is not other]
            if not any(moved):
                return
        raise AssertionError("what is carried never comes to rest")

    def issue(self, store: Store) -> str:
        """Issue a document and return its number as code-serial."""
        with store.transaction("wang") as tx:
            serial = tx.next_serial("stop", 2026)
            self.world.issue(tx)
        return f"{store.meta.machine_code}-{serial}"

    def close(self) -> None:
        """Prove every laptop's tables against its journal, and close it."""
        for store in self.open.values():
            assert store.replay_check().same
            assert store.integrity().problems == ()
            store.close()

    def _key(self, key_id: str) -> VerifyKey | None:
        return self.device.public if key_id == self.device.key_id else None


def same(*stores: Store) -> None:
    """Hold laptops that hold the same journals to be the same in all that a person sees."""
    first = stores[0]
    for each in stores[1:]:
        assert each.tips() == first.tips()
        assert each.digest() == first.digest()
        assert each.numbers() == first.numbers()
        assert each.conflicts() == first.conflicts()
        assert each.acts() == first.acts()
