"""The built-in manual: resources/help/<language>/*.md, one chapter a file, read when it is opened."""

import re
from dataclasses import dataclass
from pathlib import Path

from inspector_app import assets
from inspector_app.catalog import messages
from inspector_app.domain.errors import DamagedError

ERRORS = "errors"
"""Chapter made of the message catalogue: every code with what happened and what to do."""


CHAPTER_OF = {
    "administration": "administration",
    "approving": "approvals",
    "gate.approval_after_issue": "approvals",
    "gate.approval_lost": "approvals",
    "gate.approval_returned": "approvals",
    "gate.approval_waiting": "approvals",
    "gate.phone_approval_too_early": "approvals",
    "gate.submission_changed": "approvals",
    "journal.void_after_service": "approvals",
    "backup": "lost",
    "recovering": "lost",
    "doctor.last_backup": "lost",
    "doctor.last_backup_never": "lost",
    "doctor.restored_brought": "lost",
    "doctor.restored_unknown": "lost",
    "ready.backed_up": "lost",
    "ready.backup_old": "lost",
    "ready.never_backed_up": "lost",
    "trust.recovery_key_damaged": "lost",
    "verify.backup_damaged": "lost",
    "verify.backup_genuine": "lost",
    "verify.backup_unknown": "lost",
    "calendar": "administration",
    "campaign": "plans",
    "cap": "plans",
    "conduct": "conduct",
    "conflict": "sync",
    "countersign.late": "late",
    "digest": "calendar",
    "dossier": "dossier",
    "draw": "draws",
    "duties": "duties",
    "escalation": "escalate",
    "enrolment": "sync",
    "exchange": "sync",
    "exchange_ui": "sync",
    "figures": "figures",
    "extension": "duties",
    "filing": "filings",
    "form_pack": "administration",
    "holdings": "sync",
    "joining": "sync",
    "renewing": "lost",
    "store.blob_elsewhere": "sync",
    "late": "late",
    "life": "plans",
    "plan": "plans",
    "recheck": "recheck",
    "reorder": "escalate",
    "reply": "duties",
    "round": "plans",
    "selftest": "install",
    "settle": "escalate",
    "stops": "stops",
    "update": "install",
    "withdraw": "escalate",
}
"""The chapter that tells more about a message, by its code or by the first part of that."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its code (the file's name without its number), title, Markdown, folder of its pictures."""

    code: str
    title: str
    text: str
    pictures: Path | None = None


def read(language: str, folder: Path | None = None) -> tuple[Chapter, ...]:
    """Return the chapters of a language in their order, the explanations of all codes last.

    Raises:
        DamagedError: `handbook.missing`, the program was installed without its manual.
    """
    place = (folder or assets.folder("resources") / "help") / language
    pictures = place.parent / "pictures" / language
    chapters = [_chapter(path, pictures) for path in sorted(place.glob("*.md"))]
    if not chapters:
        raise DamagedError("handbook.missing", where=str(place))
    return (*chapters, _errors(language))


def _chapter(path: Path, pictures: Path) -> Chapter:
    text = path.read_text("utf-8")
    first, _, rest = text.partition("\n")
    return Chapter(path.stem.partition("-")[2], first.lstrip("# ").strip(), rest.strip(), pictures)


TITLES = {"zh": "提示和错误", "en": "Messages and errors"}


def _errors(language: str) -> Chapter:
    words = messages.read(assets.folder("resources") / "messages", language).words
    # A code's sentence names what it is about; here, where it is about nothing, the place stays open.
    parts = [
        f"#### {_open(message)}\n\n{_open(remedy)}\n\n`{code}`"
        for code, (message, remedy) in sorted(words.items())
    ]
    return Chapter(ERRORS, TITLES[language], "\n\n".join(parts))


def explain(chapters: tuple[Chapter, ...], code: str) -> str:
    """Return the part of the last chapter that explains a code, empty when it is not there."""
    told = next((one.text for one in chapters if one.code == ERRORS), "")
    return next((part for part in told.split("#### ") if f"`{code}`" in part), "").strip()


def chapter_of(code: str) -> str:
    """Return the code of the chapter that a message belongs to: ERRORS where no chapter is about it."""
    return CHAPTER_OF.get(code) or CHAPTER_OF.get(code.partition(".")[0], ERRORS)


def entries(chapter: Chapter, words: str, most: int) -> tuple[str, int]:
    """Return the explanations that contain the words, at most so many, and how many there are."""
    parts = [part.strip() for part in chapter.text.split("#### ") if part.strip()]
    wanted = words.strip().casefold()
    hits = [part for part in parts if wanted in part.casefold()]
    return "\n\n".join(f"#### {part}" for part in hits[:most]), len(hits)


def find(chapters: tuple[Chapter, ...], words: str) -> tuple[Chapter, ...]:
    """Return the chapters that contain the words, those that have them in the title first."""
    wanted = words.strip().casefold()
    if not wanted:
        return chapters
    hits = [one for one in chapters if wanted in one.text.casefold() or wanted in one.title.casefold()]
    return tuple(sorted(hits, key=lambda one: wanted not in one.title.casefold()))


_HOLE = re.compile(r"\{[A-Za-z_][A-Za-z0-9_]*\}")
_MARKUP = re.compile(r"([\\`*_<>#|~\[\]])")


def _open(sentence: str) -> str:
    """Return a sentence with its holes left open and nothing in it read as markup."""
    return _MARKUP.sub(r"\\\1", _HOLE.sub("…", sentence.strip()).replace("\n", " "))
