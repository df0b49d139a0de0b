"""Takes photos of twelve megapixels in and times each: small picture, durable, and shown in the tray."""

import os
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QApplication

from inspector_app.casework.visits import photos
from inspector_app.screenplay import stage
from inspector_app.screenplay.papers import ready
from inspector_app.screenplay.player import Player
from inspector_app.ui.controls import pictures

WIDE, HIGH, COARSE, SEED = 4000, 3000, 5, 4
QUALITY = 88

Timed = dict[str, list[dict[str, float]]]


def play(rounds: str) -> Timed:
    """Time each work in turn, the order rotated; {thumb, decode, durable, bare, shown: [{clock, cpu}]}."""
    app = QApplication(["photo"])
    raw = a_photo()
    with stage.office() as folder:
        player = stage.signed_in(app, folder)
        made = ready(player.rooms.work.desk, [])
        house = player.desktop.house
        if house is None:
            raise RuntimeError("no house")
        house.going.open_inspection(made.inspection_id)
        player.rest()
        works = _works(player, made.inspection_id, Path(folder) / "bare.bin")
        # What a work put into the tray behind the window's back is counted before the next one begins.
        told = _in_turn(works, raw, int(rounds), house.intake.work.refresh)
        player.desktop.window.close()
    return told


def a_photo() -> bytes:
    """Return a JPEG of twelve megapixels with as much in it as a photo of a site, about 4 MB."""
    wide, high = WIDE // COARSE, HIGH // COARSE
    grain = random.Random(SEED).randbytes(wide * high * 4)  # noqa: S311 - grain, not a secret
    image = QImage(grain, wide, high, QImage.Format.Format_RGB32).scaled(
        WIDE, HIGH, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", QUALITY)  # type: ignore[call-overload]
    return bytes(held.data())


def _works(player: Player, inspection_id: str, place: Path) -> dict[str, Callable[[bytes], object]]:
    desk = player.rooms.work.desk
    return {
        "thumb": pictures.small,
        "decode": _bare_decode,
        "durable": partial(photos.take_in, desk, inspection_id),
        "bare": partial(_bare_write, place),
        "shown": partial(_shown, player),
    }


def _in_turn(
    works: dict[str, Callable[[bytes], object]], raw: bytes, rounds: int, before: Callable[[], object]
) -> Timed:
    """Time each work in turn; `before` is called before each and is not timed."""
    told: Timed = {name: [] for name in works}
    order = list(works)
    for n in range(rounds):
        turn = n % len(order)
        for m, name in enumerate(order[turn:] + order[:turn]):
            # Each photo is another one: what follows the picture's end is no part of it.
            own = raw + (n * len(order) + m).to_bytes(4, "big")
            before()
            began, worked = perf_counter(), process_time()
            works[name](own)
            told[name].append({"clock": perf_counter() - began, "cpu": process_time() - worked})
    return told


def _bare_decode(raw: bytes) -> QImage:
    """Decode to a small size as Qt does it, with nothing around it."""
    held = QByteArray(raw)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setScaledSize(pictures.THUMB)
    return reader.read()


def _bare_write(place: Path, raw: bytes) -> None:
    """Write the bytes as they are and wait for the disk."""
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def _shown(player: Player, raw: bytes) -> None:
    """Take a photo in through the window until it is durable and its small picture is at hand."""
    house = player.desktop.house
    if house is None:
        raise RuntimeError("no house")
    intake = house.intake
    before = intake.waiting
    intake.take("", [raw])
    player.until(lambda: intake.waiting == before + 1, "the photo is in the tray")
