"""The first file of the frozen program: window, command line and their children all begin here.

A bundle has one program and no interpreter beside it. What elsewhere starts as `python -m module` or as a
child of multiprocessing starts here as the same program with the same words.
"""

import runpy
import sys
from multiprocessing import freeze_support

CHILDREN = ("--multiprocessing-fork", "-c")


def module_of(words: list[str]) -> str:
    """Return which of our own modules `-m` asks for; empty for everything else."""
    own = len(words) > 2 and words[1] == "-m" and words[2].split(".")[0] == "inspector_app"
    return words[2] if own else ""


if __name__ == "__main__":
    if any(word in CHILDREN for word in sys.argv[1:]):
        freeze_support()  # does not return in a child of ours, and does nothing for everybody else
    if module := module_of(sys.argv):
        sys.argv = [sys.argv[0], *sys.argv[3:]]
        runpy.run_module(module, run_name="__main__", alter_sys=False)
        sys.exit(0)

    from inspector_app.__main__ import main

    sys.exit(main())
