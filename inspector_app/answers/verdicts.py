"""`verify PATH… | --text QR [--keys FILE]`: verdicts on papers, codes and bundles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from inspector_app.answers.answer import DAMAGED, DONE, REFUSED, UNVERIFIABLE, Answer
from inspector_app.casework import verification
from inspector_app.casework.verification import Claim, Verdict, Witnesses
from inspector_app.domain.errors import DamagedError, RuleError, UnverifiableError
from inspector_app.journal import bundle

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


@dataclass(frozen=True, slots=True)
class Eyes:
    """The documents room as this command needs it: look into a file, read a code."""

    examine: Callable[[bytes], Examined]
    parse: Callable[[str], Claim]


def answer(paths: Sequence[Path], text: str | None, eyes: Eyes, witnesses: Witnesses, as_of: str) -> Answer:
    """Judge each file and the text.

    Raises:
        RuleError: `verify.unreadable`, `verify.too_large`.
    """
    results = [_of_file(path, eyes, witnesses) for path in paths]
    if text is not None:
        results.append(("text", "qr", verification.of_text(text, eyes.parse, witnesses)))
    told = [_told(source, kind, verdict, as_of) for source, kind, verdict in results]
    lines = tuple(f"{source}: {verdict.verdict}" for source, _, verdict in results)
    worst = max((EXIT[verdict.verdict] for _, _, verdict in results), default=DONE)
    return Answer("verify", {"results": told}, lines, worst)


def _of_file(path: Path, eyes: Eyes, witnesses: Witnesses) -> tuple[str, str, Verdict]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RuleError("verify.too_large", where=str(path), most=MOST_BYTES)
        raw = path.read_bytes()
    except OSError as error:
        raise RuleError("verify.unreadable", where=str(path), reason=error.strerror or str(error)) from error
    if raw.startswith(bundle.MAGIC):
        return str(path), "bundle", _of_bundle(raw, witnesses)
    seen = eyes.examine(raw)
    if seen.type == "pdf":
        claims = [claim for claim in (_claim(one, eyes) for one in seen.qr_texts) if claim is not None]
        return str(path), "pdf", verification.of_pdf(seen.sha256, claims, witnesses)
    if seen.type == "image" and seen.qr_texts:
        return str(path), "image", verification.of_text(seen.qr_texts[0], eyes.parse, witnesses)
    if seen.type == "text" and seen.qr_texts:
        return str(path), "qr", verification.of_text(seen.qr_texts[0], eyes.parse, witnesses)
    return str(path), seen.type, Verdict(verification.UNKNOWN, ("qr",))


def _claim(text: str, eyes: Eyes) -> Claim | None:
    try:
        return eyes.parse(text)
    except DamagedError:
        return None


def _of_bundle(raw: bytes, witnesses: Witnesses) -> Verdict:
    try:
        entries = bundle.unpack(raw, witnesses.key)
    except UnverifiableError:
        return Verdict(verification.UNKNOWN, ("key",))
    except DamagedError:
        return Verdict(verification.INVALID, ("signature", "chain"))
    return Verdict(verification.VALID, ("key", "signature", "chain"), {"entries": str(len(entries))})


def _told(source: str, kind: str, verdict: Verdict, as_of: str) -> dict[str, object]:
    return {
        "input": source,
        "type": kind,
        "verdict": verdict.verdict,
        "checked": list(verdict.checked),
        "as_of": as_of,
        "document": verdict.document,
        "compare_by_eye": [{"what": what, "value": value} for what, value in verdict.compare_by_eye],
    }
