"""Receipts as they arrive: signed by a hub of this office, for this workspace, or refused."""

from typing import TypeVar

from inspector_app.domain.errors import DamagedError
from inspector_app.journal.receipt import BlobReceipt, Receipt

from .trusting import Trusted

R = TypeVar("R", Receipt, BlobReceipt)


def read_receipt(raw: bytes, trusted: Trusted) -> Receipt:
    """Read what the hub says that it holds of a journal.

    Raises:
        DamagedError: `journal.receipt_damaged`, `journal.receipt_forged`, `exchange.other_workspace`.
    """
    for key in trusted.hub_keys():
        try:
            return _ours(Receipt.read(raw, key), trusted)
        except DamagedError as problem:
            if problem.code != "journal.receipt_forged":
                raise
    raise DamagedError("journal.receipt_forged", where=trusted.workspace)


def read_blob_receipt(raw: bytes, trusted: Trusted) -> BlobReceipt:
    """Read which files the hub says that it holds.

    Raises:
        DamagedError: `journal.receipt_damaged`, `journal.receipt_forged`, `exchange.other_workspace`.
    """
    for key in trusted.hub_keys():
        try:
            return _ours(BlobReceipt.read(raw, key), trusted)
        except DamagedError as problem:
            if problem.code != "journal.receipt_forged":
                raise
    raise DamagedError("journal.receipt_forged", where=trusted.workspace)


def _ours(receipt: R, trusted: Trusted) -> R:
    if receipt.workspace != trusted.workspace:
        raise DamagedError("exchange.other_workspace", where=receipt.hub, found=receipt.workspace)
    return receipt
