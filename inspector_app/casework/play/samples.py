"""The shipped pictures: drawn for training, they state the day on which their case is played."""

from datetime import date
from pathlib import Path

from inspector_app import assets

DRAWN_ON = b"2026:11:24"
"""The day that the files state; a paper whose photos are of another day than its visit looks forged."""


def folder() -> Path:
    """Return the folder of the shipped cases and their pictures."""
    return assets.folder("resources") / "demo"


def stamped(raw: bytes, day: date) -> bytes:
    """Return a shipped picture that states another day, the time of day kept."""
    return raw.replace(DRAWN_ON, f"{day:%Y:%m:%d}".encode())
