"""A process of one thread that forks for each line on stdin: WAY, FOLDER and FILE between tabs.

The child exchanges by file on a real store; one line names its pid, the next one says how it ended.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from inspector_app.sync import files
from tests.sync.office import Office, Steps

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def work(way: str, folder: Path, file: Path) -> None:
    store = Office().open(folder)
    if way == "in":
        files.read_in(store, file, Steps())
    else:
        files.write_out(store, file, NOW, Steps())
    store.close()


def main() -> None:
    for line in sys.stdin:
        way, folder, file = line.rstrip("\n").split("\t")
        pid = os.fork()
        if not pid:
            try:
                work(way, Path(folder), Path(file))
            finally:
                os._exit(0)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print("killed" if os.WIFSIGNALED(status) else "ended", flush=True)


if __name__ == "__main__":
    main()
