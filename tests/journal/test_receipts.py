"""Receipts: what the hub signs that it holds, read back; another form and any other byte are refused."""

import pytest

from inspector_app.domain.errors import DamagedError, UnavailableError
from inspector_app.journal import canonical
from inspector_app.journal.receipt import BlobReceipt, Receipt
from inspector_app.trust.keys import SIGNATURE_BYTES
from tests.journal.writing import id_of, key_of

HUB = key_of("hub")
AT = "2026-11-26T17:30:00Z"
NAMES = ("ab" * 32, "cd" * 32)


def receipt() -> bytes:
    told = Receipt(id_of("hub"), id_of("room"), id_of("j"), 7, b"h" * 32, 3, b"l" * 32, AT)
    return told.sign(HUB)


def of_files() -> bytes:
    return BlobReceipt(id_of("hub"), id_of("room"), NAMES, AT).sign(HUB)


def in_form(content: bytes, version: object) -> bytes:
    """Return a receipt that says it is of another version."""
    told = canonical.load_object(content[:-SIGNATURE_BYTES], "x")
    return canonical.dump({**told, "v": version}) + content[-SIGNATURE_BYTES:]


def test_what_was_signed_is_read() -> None:
    told = Receipt.read(receipt(), HUB.public)
    assert (told.journal_id, told.seq, told.hash, told.no) == (id_of("j"), 7, b"h" * 32, 3)
    assert BlobReceipt.read(of_files(), HUB.public).names == NAMES


def test_a_receipt_of_a_newer_form_is_named_not_misread() -> None:
    for content, read in ((receipt(), Receipt.read), (of_files(), BlobReceipt.read)):
        with pytest.raises(UnavailableError) as newer:
            read(in_form(content, 2), HUB.public)
        assert (newer.value.code, newer.value.values) == ("journal.newer_receipt", {"needed": 2, "have": 1})
        for strange in (0, -1, True, "1"):
            with pytest.raises(DamagedError, match=r"journal\.receipt"):
                read(in_form(content, strange), HUB.public)


def test_every_changed_byte_of_a_receipt_is_refused() -> None:
    content = receipt()
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1
        with pytest.raises((DamagedError, UnavailableError)):
            Receipt.read(bytes(changed), HUB.public)
