"""The pictures of the manual, drawn anew: `-m inspector_app.screenplay manual_pictures FOLDER [SCENES]`.

Those of the figures and the ledgers come from the play `office` over some years of work, packed by `pack`.

FOLDER is resources/help/pictures of a checkout; below it `zh` and `en`. A picture has a palette: a third
of the bytes and no difference that an eye finds.
"""

import tempfile
from pathlib import Path

from PIL import Image

from inspector_app.screenplay import gallery

LANGUAGES = {"zh": "light", "en": "english"}
COLOURS = 48
WIDTH = 1366
"""Pixels; at the width of a printed page 215 an inch."""

NAMES = {
    "sign-in": "sign-in",
    "today": "today",
    "visits": "visits",
    "bench-phrases": "bench",
    "bench-checks": "checks",
    "bench-tray": "photos",
    "bench-document": "issue",
    "print-panel": "print",
    "service-dialog": "serve",
    "documents": "documents",
    "ledger-duties": "duties",
    "bench-recheck": "recheck",
    "ledger-stops": "stops",
    "ledger-approvals": "approvals",
    "ledger-conduct": "conduct",
    "ledger-filings": "filings",
    "ledger-plans": "plans",
    "ledger-plans-draws": "draws",
    "ledger-late-day": "late",
    "ledger-calendar": "calendar",
    "targets": "targets",
    "dossier": "dossier",
    "finder": "search",
    "sync": "sync",
    "settings": "settings",
    "review": "review",
    "imports-accepted": "imports",
    "office-staff": "administration",
}
"""The name of each scene's picture in the manual."""


def play(folder: str, scenes: str = "") -> dict[str, int]:
    """Draw the pictures into a folder and return how many bytes each language takes."""
    wanted = [one for one in scenes.split(",") if one] or list(NAMES)
    told = {}
    for language, look in LANGUAGES.items():
        goal = Path(folder) / language
        goal.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="inspector-manual-") as room:
            gallery.play(room, look, ",".join(wanted))
            for scene in wanted:
                pack(Path(room) / f"{scene}-{look}.png", goal / f"{NAMES[scene]}.png")
        told[language] = sum(one.stat().st_size for one in goal.glob("*.png"))
    return told


def pack(source: Path, goal: Path) -> None:
    """Write a picture of a screen with a palette, no wider than the page shows."""
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    if picture.width > WIDTH:
        height = round(picture.height * WIDTH / picture.width)
        picture = picture.resize((WIDTH, height), Image.Resampling.LANCZOS)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(goal, optimize=True)
