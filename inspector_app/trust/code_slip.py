"""A slip by which the office gives a laptop machine codes: it stands in the hub's own journal, for everybody.

It carries a signature of its own. So whoever reads it need not ask in which journal it stood, and a hub that
was put back from an old copy hears from the laptops which codes it had given since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError, UnavailableError

from . import enrolment_form as form
from .certificates import Keyring
from .enrolment import GREATEST_CODE, MOST_CODES
from .keys import SIGNATURE_BYTES, SigningKey

ENTITY, KIND = "device", "codes"
"""Where the journal keeps a slip: an act of this kind about the laptop's key."""

PURPOSE = "codes"
_VERSION = 1
_NAMES = frozenset({"v", "workspace", "device", "machine_codes", "more", "issuer", "signature"})


@dataclass(frozen=True, slots=True)
class CodeSlip:
    """Machine codes of one laptop.

    Attributes:
        workspace: the office's, 32 hex digits.
        device: key id of the laptop, 16 hex digits.
        machine_codes: given to nobody before.
        more: they come to a laptop that has codes already, and not with a grant.
        issuer: key id of whoever signed.
        signature: 64 bytes over everything above.
    """

    workspace: str
    device: str
    machine_codes: tuple[int, ...]
    more: bool
    issuer: str
    signature: bytes

    def to_content(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return _told(self) | {"signature": form.text(self.signature)}

    @staticmethod
    def from_content(content: object) -> "CodeSlip":
        """Read what `to_content` returned; only its form is known to be right.

        Raises:
            DamagedError: `enrolment.damaged`, where = the field. UnavailableError: `enrolment.newer`.
        """
        told = form.fields(content, _NAMES, _VERSION)
        codes = form.items(told, "machine_codes")
        if not 1 <= len(codes) <= MOST_CODES or len(set(map(str, codes))) != len(codes):
            raise form.damaged("machine_codes")
        if not isinstance(told["more"], bool):
            raise form.damaged("more")
        return CodeSlip(
            workspace=form.digits(told["workspace"], "workspace", 32),
            device=form.digits(told["device"], "device", 16),
            machine_codes=tuple(_code(each) for each in codes),
            more=told["more"],
            issuer=form.digits(told["issuer"], "issuer", 16),
            signature=form.raw(told["signature"], "signature", SIGNATURE_BYTES),
        )

    def is_the_offices(self, ring: Keyring) -> bool:
        """Tell whether a key of this workspace signed it that may let laptops in."""
        key, holder = ring.key(self.issuer), ring.certificate(self.issuer)
        return (
            self.workspace == ring.workspace
            and key is not None
            and holder is not None
            and bool(holder.roles & {Role.ROOT, Role.ADMINISTRATOR})
            and key.verify(PURPOSE, form.dump(_told(self)), self.signature)
        )


def make(
    issuer: SigningKey, workspace: str, device: str, machine_codes: Sequence[int], *, more: bool
) -> CodeSlip:
    """Return a slip that `issuer` signed."""
    blank = CodeSlip(workspace, device, tuple(machine_codes), more, issuer.key_id, b"")
    signature = issuer.sign(PURPOSE, form.dump(_told(blank)))
    return CodeSlip(workspace, device, blank.machine_codes, more, issuer.key_id, signature)


def read(content: object) -> CodeSlip | None:
    """Return the slip that an act's content is; None for anything else, or a newer form."""
    try:
        return CodeSlip.from_content(content)
    except (DamagedError, UnavailableError):
        return None


def _told(slip: CodeSlip) -> dict[str, Any]:
    return {
        "v": _VERSION,
        "workspace": slip.workspace,
        "device": slip.device,
        "machine_codes": list(slip.machine_codes),
        "more": slip.more,
        "issuer": slip.issuer,
    }


def _code(told: object) -> int:
    if type(told) is not int or not 1 <= told <= GREATEST_CODE:
        raise form.damaged("machine_codes")
    return told
