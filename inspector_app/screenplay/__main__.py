"""`python -m inspector_app.screenplay PLAY …`: plays at a real window in a process of its own.

Each play is a module with a function `play(*words)`; what it returns is printed as one line of JSON.
"""

import os
import sys
from importlib import import_module
from typing import Any

WATCHED = ("start", "sign_in", "preview", "photo", "screen", "main_job", "sentence", "office")
PLAYS = (*WATCHED, "gallery", "manual_pictures", "office")


def main(words: list[str]) -> int:
    """Play one play, in words of its own; 2 when there is none of that name."""
    if not words or words[0] not in PLAYS:
        sys.stderr.write(f"plays: {', '.join(PLAYS)}\n")
        return 2
    # The play is imported by its name, so that a start that is timed pays for nothing else.
    module: Any = import_module(f"inspector_app.screenplay.{words[0]}")
    told = module.play(*words[1:])
    if told is not None:
        json: Any = import_module("json")
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    raise SystemExit(main(sys.argv[1:]))
