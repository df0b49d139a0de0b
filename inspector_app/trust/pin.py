"""The PIN: six digits that put a person's own signature at hand for one act.

Six digits are a million guesses. So the wrapped key lies inside the encrypted database, and whoever keeps
it counts the tries.
"""

from struct import Struct

from inspector_app.domain.errors import DamagedError, SignInError

from .keys import KEY_BYTES, SigningKey
from .wrapping import NONCE_BYTES, SALT_BYTES, Cost, Wrapped, unwrap, wrap

PIN_DIGITS = 6
_ALG = 1  # argon2id + AES-256-GCM
_HEAD = Struct(">BIBB")  # alg, memory, time, lanes
_BOX = KEY_BYTES + 16
_LENGTH = _HEAD.size + SALT_BYTES + NONCE_BYTES + _BOX


def wrap_for_pin(key: SigningKey, pin: str, cost: Cost | None = None) -> bytes:
    """Return the private key sealed under a PIN, 95 bytes.

    Raises:
        SignInError: `trust.bad_pin` for anything but six digits.
        UnavailableError: `trust.no_memory`.
    """
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        raise SignInError("trust.bad_pin", digits=PIN_DIGITS)
    cost = cost or Cost()
    head = _HEAD.pack(_ALG, cost.memory, cost.time, cost.lanes)
    wrapped = wrap(key.to_bytes(), pin, cost, head)
    return head + wrapped.salt + wrapped.nonce + wrapped.box


def open_with_pin(blob: bytes, pin: str) -> SigningKey:
    """Return the key that `wrap_for_pin` sealed.

    Raises:
        SignInError: `trust.wrong_pin`.
        DamagedError: `trust.pin_damaged`: not such a blob.
        UnavailableError: `trust.no_memory`.
    """
    if len(blob) != _LENGTH:
        raise DamagedError("trust.pin_damaged", length=len(blob))
    alg, memory, time, lanes = _HEAD.unpack_from(blob)
    cost = Cost(memory, time, lanes)
    if alg != _ALG or not cost.sound:
        raise DamagedError("trust.pin_damaged", length=len(blob))
    salted, nonced = _HEAD.size + SALT_BYTES, _HEAD.size + SALT_BYTES + NONCE_BYTES
    wrapped = Wrapped(blob[_HEAD.size : salted], blob[salted:nonced], blob[nonced:])
    seed = unwrap(wrapped, pin, cost, blob[: _HEAD.size])
    if seed is None:
        raise SignInError("trust.wrong_pin")
    return SigningKey.from_bytes(seed)
