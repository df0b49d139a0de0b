"""The content that travels inside a document's file: for reading by machine, never for belief."""

import json
from hashlib import sha256

import pypdfium2  # type: ignore[import-untyped]

from inspector_app.documents.proof.archival import CONTENT_NAME

_MOST_FILES = 8
_MOST_BYTES = 20_000_000


def content_json(document: pypdfium2.PdfDocument) -> bytes | None:
    """Return the embedded content of an open file, None when it has none of our name.

    The caller holds `preview.reading`.
    """
    try:
        for n in range(min(document.count_attachments(), _MOST_FILES)):
            attachment = document.get_attachment(n)
            if attachment.get_name() == CONTENT_NAME:
                data = bytes(attachment.get_data())
                return data if len(data) <= _MOST_BYTES else None
    except pypdfium2.PdfiumError:
        return None
    return None


def hash_of(content: bytes | None) -> str:
    """Return the sha256 of embedded content, lower hex; empty for none."""
    return sha256(content).hexdigest() if content is not None else ""


def layout_of(content: bytes | None) -> str:
    """Return the layout that embedded content names, empty when it names none."""
    try:
        told = json.loads(content or b"")
    except ValueError:
        return ""
    layout = told.get("layout") if isinstance(told, dict) else None
    return layout if isinstance(layout, str) else ""
