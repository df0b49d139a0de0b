"""A process of one thread that forks for each line on stdin: FOLDER, the person's key and user between tabs.

The child opens the laptop in that folder and works until somebody ends it: papers, edits, photos, and a real
sync with the hub after every few. It tells each number only after its commit, and every sync that came to its
end. One line names the child's pid, the last one says that it is gone.
"""

import os
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import PeerError
from inspector_app.store.folder import DataFolder
from inspector_app.store.searching import NOTHING
from inspector_app.store.store import Store
from inspector_app.sync import exchange
from inspector_app.trust.keys import SigningKey
from tests.simulation.bureau import Quiet
from tests.simulation.enrolled import Enrolled, Hands
from tests.store.worlds import PlainKeys


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def opened(folder: Path, key: str, user: str) -> Enrolled:
    """Open the laptop in this folder."""
    clock = Hands(datetime.now(UTC))
    store = Store.open(DataFolder(folder), PlainKeys(), clock, searched=NOTHING)
    device = store.device_key()
    assert device is not None
    return Enrolled(
        folder.name, folder, device, SigningKey.from_bytes(bytes.fromhex(key)), user, clock, store
    )


def work(laptop: Enrolled) -> None:
    """Go on for ever."""
    chance, store = random.Random(os.getpid()), laptop.store
    while True:
        for _ in range(chance.randint(1, 3)):
            number = laptop.issue()
            say("issued", *number if number else ("none", "none"))
        photo = store.put_blob(chance.randbytes(20_000))
        with store.transaction(laptop.user) as tx:
            site = tx.create("site", {"name": "x" * chance.randint(1, 400)})
            tx.act(ActKind.ATTACH, "site", site, {"sha256": photo})
        say("photo", photo)
        try:
            exchange.run(store, datetime.now(UTC), Quiet())
        except PeerError as problem:
            say("offline", problem.code)
            time.sleep(0.2)  # as a person would not try at once again
        else:
            say("synced")


def main() -> None:
    for line in sys.stdin:
        folder, key, user = line.rstrip("\n").split("\t")
        pid = os.fork()
        if not pid:
            try:
                work(opened(Path(folder), key, user))
            except BaseException as problem:  # told, since the parent takes every end for its own kill
                say("failed", repr(problem))
            finally:
                os._exit(1)
        say("pid", pid)
        os.waitpid(pid, 0)
        say("gone")


if __name__ == "__main__":
    main()
