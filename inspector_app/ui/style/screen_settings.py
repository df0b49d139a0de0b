"""How this laptop's screen is to look: kept in a small file beside the data, readable before sign-in."""

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from inspector_app.domain.errors import Problem, UnavailableError

SYSTEM = "system"
LOOKS = (SYSTEM, "light", "dark", "contrast")
LANGUAGES = ("zh", "en")
LEAST_TEXT, MOST_TEXT = 100, 150
FILE = "screen.json"


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """What a person chose for this laptop; nothing in it is secret.

    Attributes:
        look: one of LOOKS; `system` follows light or dark of the desktop.
        field: 外场模式: high contrast, larger words, targets of 44 px for gloves and sun.
        text: size of words in per cent, 100 to 150.
        language: `zh` or `en`; empty takes what the program was started with.
        person: account of who signed in last, offered first the next time.
    """

    look: str = SYSTEM
    field: bool = False
    text: int = LEAST_TEXT
    language: str = ""
    person: str = ""

    @property
    def lawful(self) -> bool:
        """Whether every value is one of those that can be chosen."""
        # A file holds what somebody wrote into it, not what the types promise.
        return (
            self.look in LOOKS
            and isinstance(self.field, bool)
            and type(self.text) is int
            and LEAST_TEXT <= self.text <= MOST_TEXT
            and self.language in ("", *LANGUAGES)
            and isinstance(self.person, str)
        )


def read(folder: Path) -> tuple[ScreenSettings, Problem | None]:
    """Return the settings kept in a folder; a damaged file gives the usual ones and says so."""
    path = folder / FILE
    try:
        told = json.loads(path.read_text("utf-8"))
        known = {field.name for field in fields(ScreenSettings)}
        settings = ScreenSettings(**{name: value for name, value in told.items() if name in known})
    except FileNotFoundError:
        return ScreenSettings(), None
    except (OSError, ValueError, TypeError, AttributeError):
        return ScreenSettings(), Problem.of("ui.screen_settings_damaged", str(path))
    if not settings.lawful:
        return ScreenSettings(), Problem.of("ui.screen_settings_damaged", str(path))
    return settings, None


def write(folder: Path, settings: ScreenSettings) -> None:
    """Keep the settings; the old file stays whole until the new one is.

    Raises:
        UnavailableError: `ui.file_not_written`.
    """
    path = folder / FILE
    beside = path.with_suffix(".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8") as held:
            json.dump(asdict(settings), held)
            held.flush()
            os.fsync(held.fileno())
        beside.replace(path)
    except OSError as error:
        raise UnavailableError("ui.file_not_written", where=str(path), reason=error.strerror or "") from error
