"""The manual bound for paper: cover, chapters and pictures as values; the list of messages stays out."""

from pathlib import Path

from inspector_app.catalog import handbook
from inspector_app.domain.manual import Manual

COVER = {
    "zh": (
        "住建执法检查　使用手册",
        "现场检查、文书出具与核验",
        "目录",
        "随程序发布，版本 {version}",
    ),
    "en": (
        "Inspector: the manual",
        "Field inspection, numbered notices, proof that they are genuine",
        "Contents",
        "Published with the program, version {version}",
    ),
}
"""Title, what is beneath it, head of the contents, foot of the cover."""

MADE_ON = (2026, 11, 27)
"""The day of this edition: the same words and pictures give the same bytes."""


def bound(language: str, version: str) -> Manual:
    """Return the manual of a language, `zh` or `en`, of a version of the program.

    Raises:
        DamagedError: `handbook.missing`.
    """
    title, subtitle, contents, foot = COVER[language]
    chapters = [one for one in handbook.read(language) if one.code != handbook.ERRORS]
    folder = chapters[0].pictures

    def picture(name: str) -> bytes | None:
        place = Path(folder or "") / name
        return place.read_bytes() if place.is_file() else None

    words = [(one.title, one.text) for one in chapters]
    return Manual(title, subtitle, contents, foot.format(version=version), words, picture, MADE_ON)
