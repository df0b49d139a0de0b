"""What makes an exchange file believed: it is sealed for whoever reads it, and its writer signs its end.

Laptop and hub read with the same proof; neither of them need know what the other one keeps.
"""

from collections.abc import Callable, Mapping

from inspector_app.domain.errors import DamagedError, UnverifiableError
from inspector_app.journal import canonical
from inspector_app.trust.keys import SIGNATURE_BYTES, SigningKey, VerifyKey
from inspector_app.trust.recipients import opener_of

from .frames import Counting
from .sealed_file import Header, Reading

PURPOSE = "file"


def content_key(header: Header, machine: SigningKey, workspace: str) -> bytes:
    """Return the key of a file's content, 32 bytes, for one of those whom it was written for.

    Args:
        workspace: whose file it must be.

    Raises:
        DamagedError: `exchange.other_workspace`, `exchange.file_damaged`.
        UnverifiableError: `exchange.not_for_us`.
    """
    if header.workspace != workspace:
        raise DamagedError("exchange.other_workspace", where=header.sender, found=header.workspace)
    box = header.recipients.get(machine.key_id)
    if box is None:
        raise UnverifiableError("exchange.not_for_us", where=header.sender, key=machine.key_id)
    try:
        key = opener_of(machine).open_sealed(box, header.context)
    except DamagedError as problem:
        raise DamagedError("exchange.file_damaged", where="recipients") from problem
    if len(key) != 32:
        raise DamagedError("exchange.file_damaged", where="recipients")
    return key


def signed_end(counting: Counting, machine: SigningKey, bound: bytes) -> bytes:
    """Return what the END frame of a file says, signed by the machine that writes it.

    Args:
        bound: sha256 of everything before the chunks.
    """
    told = {**counting.told(), "key": machine.key_id}
    signature = machine.sign(PURPOSE, _message(told, bound))
    return canonical.dump({**told, "signature": signature.hex()})


def refuse_forged(end: Mapping[str, object], file: Reading, key_of: Callable[[str], VerifyKey]) -> None:
    """Refuse a file whose END frame is not signed by the machine that its header names.

    Args:
        key_of: returns a machine's key, or refuses it.

    Raises:
        DamagedError: `exchange.file_forged`; and what `key_of` raises.
    """
    key_id, signature = end.get("key"), end.get("signature")
    if key_id != file.header.sender or not isinstance(key_id, str):
        raise DamagedError("exchange.file_forged", where=file.header.sender)
    key = key_of(key_id)
    try:
        told = bytes.fromhex(signature) if isinstance(signature, str) else b""
    except ValueError:
        told = b""
    whole = end.keys() == {"count", "sha256", "key", "signature"} and len(told) == SIGNATURE_BYTES
    if not whole or not key.verify(PURPOSE, _message(end, file.bound), told):
        raise DamagedError("exchange.file_forged", where=key_id)


def _message(told: Mapping[str, object], bound: bytes) -> bytes:
    """Return what a file's writer signs at its end."""
    return canonical.dump(["file1", told["count"], told["sha256"], told["key"], bound.hex()])
