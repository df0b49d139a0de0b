"""Sentences for codes: resources/messages/<language>/*.toml, read once per language."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from inspector_app import assets
from inspector_app.catalog import reasons
from inspector_app.domain.errors import Problem, UsageError

LANGUAGES = ("zh", "en")

_HOLE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_UNKNOWN = {
    "zh": ("发生了代码为 {code} 的情况{about}，但没有找到对应的说明。", "请记下这个代码并告诉管理员。"),
    "en": (
        "Something with the code {code} happened{about}; no words for it were found.",
        "Tell the code to your administrator.",
    ),
}
_ABSENT = "—"
_CODED = frozenset({"reason", "lacking"})
"""Values that may be codes themselves, and are said in their words."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language: (message, remedy) by code, and the files that could not be read."""

    words: Mapping[str, tuple[str, str]]
    damaged: tuple[str, ...]


class Messages:
    """The words of one language.

    Raises:
        UsageError: `messages.unknown_language` for anything but `zh` and `en`.
    """

    def __init__(self, language: str, folder: Path | None = None) -> None:
        if language not in LANGUAGES:
            raise UsageError("messages.unknown_language", where=language, known=", ".join(LANGUAGES))
        self.language = language
        self._between = "、" if language == "zh" else ", "
        self._folder = folder or assets.folder("resources") / "messages"

    @property
    def _catalogue(self) -> Catalogue:
        # Read when the first sentence is said, and kept: the first page of the window says none.
        return read(self._folder, self.language)

    @property
    def damaged(self) -> tuple[str, ...]:
        """Files of words that could not be read; their codes fall back to a sentence that names the code."""
        return self._catalogue.damaged

    def knows(self, code: str) -> bool:
        """Tell whether there are words for a code."""
        return code in self._catalogue.words

    def text(self, code: str, where: str, values: Mapping[str, object]) -> tuple[str, str]:
        """Return what happened and what to do now; never fails, since it speaks of what already failed.

        A code without words gets a sentence that names it with all its values. What the system said in its
        own language is said in the reader's.
        """
        known = self._catalogue.words.get(code)
        told = {name: self._said(value) for name, value in values.items()} | {"where": where}
        told |= {name: self._cause(told[name], where) for name in told.keys() & _CODED}
        if known is None:
            about = "".join(f" {name}={value}" for name, value in told.items() if value)
            message, remedy = _UNKNOWN[self.language]
            return message.format(code=code, about=f"（{about.strip()}）" if about else ""), remedy
        return _filled(known[0], told), _filled(known[1], told)

    def _cause(self, said: str, where: str) -> str:
        """Return what a code means that was handed on as a value, without its stop: a sentence goes on."""
        message = self._catalogue.words.get(said, (said, ""))[0]
        if placeholders(message) - ({"where"} if where else frozenset()):
            return said  # what it names is not here, and a sentence with holes says less than its code
        return _filled(message, {"where": where}).rstrip("。.") if message != said else said

    def _said(self, value: object) -> str:
        if isinstance(value, str):
            return self._reason(value)
        if isinstance(value, Problem):
            return self.text(value.code, value.where, dict(value.values))[0]
        if isinstance(value, Iterable):
            return self._between.join(self._said(one) for one in value)
        return str(value)

    def _reason(self, said: str) -> str:
        code, place = reasons.known(said) or ("", "")
        words = self._catalogue.words.get(code)
        if words is None:
            return said
        return f"{place} {words[0]}" if place else words[0]


@cache
def read(folder: Path, language: str) -> Catalogue:
    """Read all words of a language; a file that cannot be read is named, the others still speak."""
    words: dict[str, tuple[str, str]] = {}
    damaged: list[str] = []
    for path in sorted((folder / language).glob("*.toml")):
        try:
            told = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            damaged.append(path.name)
            continue
        for code, entry in told.items():
            if isinstance(entry, dict):
                words[code] = (str(entry.get("message", code)), str(entry.get("remedy", "")))
            else:
                damaged.append(f"{path.name}:{code}")
    return Catalogue(words, tuple(damaged))


def placeholders(text: str) -> frozenset[str]:
    """Return the names that a sentence uses in braces."""
    return frozenset(_HOLE.findall(text))


def _filled(pattern: str, told: Mapping[str, str]) -> str:
    # str.format would read attributes of values and fail on a stray brace; names alone are replaced.
    return _HOLE.sub(lambda hole: told.get(hole[1]) or _ABSENT, pattern)
