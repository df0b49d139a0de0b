"""Where data lies: the shipped `forms/` and `resources/`, in checkout, wheel and frozen bundle alike, and
the folder of this person's own."""

import sys
from pathlib import Path

from platformdirs import user_data_path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the shipped folder `forms` or `resources`.

    Raises:
        FileNotFoundError: the installation is incomplete; nothing can run without it.
    """
    frozen = getattr(sys, "_MEIPASS", None)
    places = [_PACKAGE.parent / name, _PACKAGE / "_assets" / name]
    if frozen is not None:
        places.insert(0, Path(frozen) / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the installation lacks its folder {name}: looked in {places}")


def own_folder() -> Path:
    """Return the data folder of this person on this machine, where no other was named."""
    return user_data_path("inspector-app", appauthor=False)


def log_file(data: Path) -> Path:
    """Return where the window notes failures below a data folder; older files lie beside it."""
    return data / "log" / "inspector-app.log"
