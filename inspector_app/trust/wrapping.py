"""Wrapping a secret for a password: argon2id makes a key of it, AES-256-GCM seals under it."""

import secrets
import unicodedata
from dataclasses import dataclass

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspector_app.domain.errors import UnavailableError

SALT_BYTES, NONCE_BYTES, KEY_BYTES = 16, 12, 32


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs (RFC 9106, argon2id).

    Attributes:
        memory: KiB, 8 per lane to 1,048,576.
        time: passes, 1 to 64.
        lanes: 1 to 16.
    """

    memory: int = 65_536
    time: int = 3
    lanes: int = 1

    @property
    def sound(self) -> bool:
        """It lies within the bounds: a file cannot make us fill the memory."""
        return 1 <= self.lanes <= 16 and 1 <= self.time <= 64 and 8 * self.lanes <= self.memory <= 1_048_576


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A sealed secret: salt of the password, nonce and box of the cipher."""

    salt: bytes
    nonce: bytes
    box: bytes


def wrap(secret: bytes, password: str, cost: Cost, bound: bytes) -> Wrapped:
    """Seal `secret` under `password`, bound to bytes that must be the same when it is opened.

    Raises:
        UnavailableError: `trust.no_memory`.
    """
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    box = AESGCM(_key(password, salt, cost)).encrypt(nonce, secret, bound)
    return Wrapped(salt, nonce, box)


def unwrap(wrapped: Wrapped, password: str, cost: Cost, bound: bytes) -> bytes | None:
    """Return the secret, or None when the password is wrong or anything was altered.

    Raises:
        UnavailableError: `trust.no_memory`.
    """
    try:
        return AESGCM(_key(password, wrapped.salt, cost)).decrypt(wrapped.nonce, wrapped.box, bound)
    except InvalidTag:
        return None


def _key(password: str, salt: bytes, cost: Cost) -> bytes:
    # NFKC: the same characters typed through different input methods are the same password.
    # A lone surrogate can come from a broken input method; it is taken as it is instead of crashing.
    told = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    try:
        return hash_secret_raw(
            told, salt, time_cost=cost.time, memory_cost=cost.memory, parallelism=cost.lanes,
            hash_len=KEY_BYTES, type=Type.ID,
        )  # fmt: skip
    except HashingError as problem:
        raise UnavailableError("trust.no_memory", needed=cost.memory // 1024) from problem
