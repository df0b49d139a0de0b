"""The child processes of the fault tests: they work on a real store until somebody ends them.

python worker.py power FOLDER FULL|OFF     a fixed day's work, each step acknowledged in FOLDER/acks
python worker.py kill                      per line `FOLDER` on stdin: fork a child that issues for ever
"""

import os
import random
import sys
from pathlib import Path

from inspector_app.store import engine
from tests.store.worlds import World

ACKS = "acks"
STEPS = 45


def power(folder: Path, synchronous: str) -> None:
    """Create, write, photograph, issue, close, reopen; after each commit say how long the journal is."""
    if synchronous == "OFF":
        engine._ASKED = tuple(
            ("synchronous", "OFF", 0) if each[0] == "synchronous" else each for each in engine._ASKED
        )
    world, chance = World(), random.Random(5)
    acks = os.open(folder / ACKS, os.O_WRONLY | os.O_CREAT)
    store = world.create(folder)
    for step in range(STEPS):
        if step == STEPS // 2:
            store.close()
            store = world.open(folder)
        if step % (STEPS // 2) == 0:  # small enough that the log is folded back many times
            store._writer.exec_driver_sql("PRAGMA wal_autocheckpoint = 20")
        photo = store.put_blob(chance.randbytes(3000)) if step % 3 == 0 else None
        with store.transaction("wang") as tx:
            site = tx.create("site", {"text": chance.randbytes(600).hex(), "step": step})
            if step % 4 == 0:
                world.issue(tx)
            if photo is not None:
                tx.act("attach", "site", site, {"sha256": photo})
        os.pwrite(acks, str(store.vector()[store.meta.journal_id][0]).encode(), 0)
    os._exit(0)


def kill() -> None:
    """Fork a child for each folder named; it tells every serial only after its commit."""
    for line in sys.stdin:
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            print("ended", flush=True)
            continue
        print("pid", os.getpid(), flush=True)
        world = World()
        folder = Path(line.strip())
        store = world.open(folder) if (folder / "inspector.db").exists() else world.create(folder)
        if not store.acts("certificate", None, "role"):
            # Killed between making and appointment: a workspace is made whole, this bare store is not.
            world.appoint(store, world.certificate())
        while True:
            store.buffer_put("draft", store.next_serial("stop", 2026))
            with store.transaction("wang") as tx:
                serial = tx.next_serial("stop", 2026)
                tx.create("site", {"text": "x" * 500})
                world.issue(tx)
                tx.clear_buffer(["draft"])
            print("issued", serial, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "power":
        power(Path(sys.argv[2]), sys.argv[3])
    else:
        kill()
