"""`verify PATH… | --text QR|CODE [--keys FILE]`: verdicts on papers, codes and bundles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from inspector_app.answers.answer import DAMAGED, DONE, REFUSED, UNVERIFIABLE, Answer
from inspector_app.casework.papers import verification
from inspector_app.casework.papers.verification import Added, Claim, Verdict, Witnesses
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import DamagedError, Problem, RuleError, UnverifiableError
from inspector_app.journal import bundle
from inspector_app.store import backup_form, backup_restore

MOST_BYTES = 200_000_000
EXIT = {
    verification.VALID: DONE,
    verification.VOID: REFUSED,
    verification.UNKNOWN: UNVERIFIABLE,
    verification.INVALID: DAMAGED,
}


class Examined(Protocol):
    """What a look into a file found."""

    @property
    def type(self) -> str:
        """`pdf`, `image`, `text` or `unknown`."""

    @property
    def sha256(self) -> str:
        """Hash of the file, lower hex."""

    @property
    def qr_texts(self) -> Sequence[str]:
        """Text of each QR code found in it."""

    @property
    def parts(self) -> tuple[tuple[int, str], ...]:
        """(length, sha256) of each beginning of the file that could be a whole file."""

    @property
    def mark(self) -> str:
        """What the margin of a copy of our own making says."""

    @property
    def content_sha256(self) -> str:
        """Hash of the content embedded in the file."""

    @property
    def costly(self) -> bool:
        """Reading it was given up: no paper takes so much memory or time."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """The documents room as this command needs it: look into a file, read a code."""

    examine: Callable[[bytes], Examined]
    parse: Callable[[str], Claim]


@dataclass(frozen=True, slots=True)
class Result:
    """What can be said of one file or text."""

    source: str
    type: str
    verdict: Verdict


def answer(
    paths: Sequence[Path], text: str | None, eyes: Eyes, witnesses: Witnesses, as_of: str, messages: Messages
) -> Answer:
    """Judge each file and the text.

    Raises:
        RuleError: `verify.unreadable`, `verify.too_large`.
    """
    results = [_of_file(path, eyes, witnesses) for path in paths]
    if text is not None:
        results.append(Result("text", "qr", verification.of_text(text, eyes.parse, witnesses)))
    told = [_told(one, as_of, messages) for one in results]
    lines = tuple(line for one in results for line in _lines(one, messages))
    worst = max((EXIT[one.verdict.verdict] for one in results), default=DONE)
    return Answer("verify", {"results": told}, lines, worst)


def spoken(paths: Sequence[Path], eyes: Eyes, witnesses: Witnesses) -> list[str]:
    """Return the bare verdict on each file.

    Raises:
        RuleError: `verify.unreadable`, `verify.too_large`.
    """
    return [_of_file(path, eyes, witnesses).verdict.verdict for path in paths]


def _of_file(path: Path, eyes: Eyes, witnesses: Witnesses) -> Result:
    try:
        with path.open("rb") as file:
            begins = file.read(len(backup_form.MAGIC))
        if begins == backup_form.MAGIC:
            return Result(str(path), "backup", _of_backup(path, witnesses))
        if path.stat().st_size > MOST_BYTES:
            raise RuleError("verify.too_large", where=str(path), most=MOST_BYTES)
        raw = path.read_bytes()
    except OSError as error:
        raise RuleError("verify.unreadable", where=str(path), reason=error.strerror or str(error)) from error
    if raw.startswith(bundle.MAGIC):
        return Result(str(path), "bundle", _of_bundle(raw, witnesses))
    seen = eyes.examine(raw)
    if seen.type == "pdf":
        claims = [claim for claim in (_claim(one, eyes) for one in seen.qr_texts) if claim is not None]
        added = Added(seen.parts, seen.mark, seen.content_sha256)
        verdict = verification.of_pdf(seen.sha256, claims, witnesses, added)
        if seen.costly and verdict.verdict == verification.UNKNOWN:
            verdict = replace(verdict, why=Problem.of("verify.too_costly", "pages"))
        return Result(str(path), "pdf", verdict)
    if seen.type in ("image", "text") and seen.qr_texts:
        kind = "image" if seen.type == "image" else "qr"
        return Result(str(path), kind, verification.of_text(_ours(seen.qr_texts), eyes.parse, witnesses))
    why = Problem.of("verify.no_code" if seen.type == "image" else "verify.not_a_paper", "qr")
    return Result(str(path), seen.type, Verdict(verification.UNKNOWN, why, ("qr",)))


def _ours(texts: Sequence[str]) -> str:
    """Return the first code that claims to be of an office, else the first (an advert may lie beside it)."""
    return next((one for one in texts if one.startswith("ZJZF")), texts[0])


def _claim(text: str, eyes: Eyes) -> Claim | None:
    try:
        return eyes.parse(text)
    except DamagedError:
        return None


def _of_backup(path: Path, witnesses: Witnesses) -> Verdict:
    """Judge a backup of this laptop; what another one made opens with its own keys alone."""
    try:
        with backup_restore.opened(path) as told:
            same = witnesses.store is not None and witnesses.store.meta.workspace == told.header.workspace
            if witnesses.store is None or not same:
                return Verdict(verification.UNKNOWN, Problem.of("verify.backup_unknown", "key"), ("key",))
            facts = backup_restore.look_through(told, witnesses.store)
    except DamagedError as error:
        if error.code == "backup.foreign":
            return Verdict(verification.UNKNOWN, Problem.of("verify.backup_unknown", "key"), ("key",))
        why = Problem.of("verify.backup_damaged", error.where or "backup")
        return Verdict(verification.INVALID, why, ("key", "chunks"))
    why = Problem.of("verify.backup_genuine", entries=facts.entries, made=told.header.made)
    document = {"digest": facts.digest, "entries": str(facts.entries), "made": told.header.made}
    return Verdict(verification.VALID, why, ("key", "chunks"), document)


def _of_bundle(raw: bytes, witnesses: Witnesses) -> Verdict:
    try:
        entries = bundle.unpack(raw, witnesses.key)
    except UnverifiableError:
        return Verdict(verification.UNKNOWN, Problem.of("verify.bundle_unknown", "key"), ("key",))
    except DamagedError as error:
        why = Problem.of("verify.bundle_damaged", error.where or "bundle")
        return Verdict(verification.INVALID, why, ("signature", "chain"))
    why = Problem.of("verify.bundle_genuine", entries=len(entries))
    return Verdict(verification.VALID, why, ("key", "signature", "chain"), {"entries": str(len(entries))})


def _told(one: Result, as_of: str, messages: Messages) -> dict[str, object]:
    verdict = one.verdict
    message, remedy = _words(verdict.why, messages)
    return {
        "input": one.source,
        "type": one.type,
        "verdict": verdict.verdict,
        "code": verdict.why.code,
        "where": verdict.why.where,
        "message": message,
        "remedy": remedy,
        "checked": list(verdict.checked),
        "as_of": as_of,
        "document": verdict.document,
        "compare_by_eye": [
            {"what": what, "label": _label(what, messages), "value": value}
            for what, value in verdict.compare_by_eye
        ],
    }


def _words(why: Problem, messages: Messages) -> tuple[str, str]:
    return messages.text(why.code, why.where, dict(why.values))


def _label(what: str, messages: Messages) -> str:
    """Return what a fact is called on paper; a fact of a newer version keeps its own name."""
    code = f"verify_label.{what}"
    return messages.text(code, "", {})[0] if messages.knows(code) else what


def _lines(one: Result, messages: Messages) -> list[str]:
    message, remedy = _words(one.verdict.why, messages)
    head = f"{one.source}: {one.verdict.verdict}\u3000{message} {remedy}".rstrip()
    rows = [f"  {_label(what, messages)}\u3000{value}" for what, value in one.verdict.compare_by_eye]
    return [head, *rows]
