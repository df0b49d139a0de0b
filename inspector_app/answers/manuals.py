"""`manual --out FILE`: the built-in manual as a PDF, for whoever reads on paper."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from inspector_app.answers.answer import Answer
from inspector_app.catalog.bound_handbook import bound
from inspector_app.catalog.messages import Messages
from inspector_app.domain.manual import Manual
from inspector_app.trust.durable import write_durably


def answer(
    out: Path, language: str, version: str, draw: Callable[[Manual], bytes], messages: Messages
) -> Answer:
    """Write the manual to a file; `draw` makes a PDF of it.

    Raises:
        UnavailableError: `trust.file_not_written`; what stood there is whole.
    """
    raw = draw(bound(language, version))
    write_durably(out, raw)
    digest = hashlib.sha256(raw).hexdigest()
    said = messages.text("manual.written", "", {"path": str(out), "kilobytes": len(raw) // 1000})[0]
    return Answer("manual", {"files": [{"path": str(out), "sha256": digest}]}, (said,))
