"""How much a phone may send, how slowly, and for how long."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reception.

    Attributes:
        photo_bytes: of one photo.
        photos, total_bytes: of the whole reception.
        connections: served at once; further ones wait.
        place_seconds: somebody for whom there is no place waits for one, before they are turned away.
        head_bytes, head_seconds: of what stands before a photo.
        pause_seconds: longest silence within a body.
        body_seconds: of one whole body.
        idle_seconds: without a photo, then the address is dead.
    """

    photo_bytes: int = 60_000_000
    photos: int = 200
    total_bytes: int = 2_000_000_000
    connections: int = 2
    place_seconds: float = 0.2
    head_bytes: int = 8192
    head_seconds: float = 5.0
    pause_seconds: float = 15.0
    body_seconds: float = 300.0
    idle_seconds: float = 600.0
