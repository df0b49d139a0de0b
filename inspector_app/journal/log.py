"""The hub's log: bundles in the order in which they were accepted, each hashed onto the one before.

A receipt names the log's hash. A log that was rewritten afterwards cannot come to the same hash, so whoever
holds an earlier receipt proves it.
"""

from collections.abc import Iterable
from hashlib import sha256

START = bytes(32)
"""The hash of an empty log."""


def log_after(log: bytes, bundle: bytes) -> bytes:
    """Return the log's hash after one bundle more.

    Args:
        log: the hash before, 32 bytes.
        bundle: sha256 of the bundle's bytes, 32 bytes.
    """
    return sha256(b"log1" + log + bundle).digest()


def log_of(bundles: Iterable[bytes], log: bytes = START) -> bytes:
    """Return the hash of a log that goes on from `log` with bundles of these sha256."""
    for bundle in bundles:
        log = log_after(log, bundle)
    return log
