"""Certificates: who may do what, from when to when, signed down from the office's root.

The chain is short on purpose. Only the root appoints administrators; the root and administrators appoint
everybody else; nobody appoints a second root. So whoever may appoint was appointed by the root itself, and
what a keyring says does not depend on the order in which certificates arrive from two levels of one chain.
"""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import orjson

from inspector_app.domain.acts import MACHINES, ActKind, Role, may
from inspector_app.domain.errors import DamagedError, RuleError, UnverifiableError

from .keys import KEY_BYTES, SIGNATURE_BYTES, SigningKey, VerifyKey, key_id_of

PURPOSE = "certificate"
_VERSION, _ALG = 1, 1
_NAMES = frozenset(
    {"v", "alg", "workspace", "key", "user", "name", "roles", "valid_from", "valid_to", "issuer", "signature"}
)
_TEXT_MOST = 200
_WORKSPACE = re.compile(r"[0-9a-f]{32}")
_KEY_ID = re.compile(r"[0-9a-f]{16}")
_APPOINTED_BY_ROOT = frozenset({Role.ROOT, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Certificate:
    """One person's roles for a time, bound to their public key.

    Attributes:
        workspace: the office's body of data, 32 hex digits.
        key: the person's raw public key, 32 bytes.
        user: the person's id.
        name: as it is shown.
        roles: what they may do.
        valid_from: first day.
        valid_to: last day, included.
        issuer: key id of whoever signed it; a root signs itself.
        signature: 64 bytes over everything above.
    """

    workspace: str
    key: bytes
    user: str
    name: str
    roles: frozenset[Role]
    valid_from: date
    valid_to: date
    issuer: str
    signature: bytes

    @cached_property
    def key_id(self) -> str:
        """The id of the certified key."""
        return key_id_of(self.key)

    @property
    def self_signed(self) -> bool:
        """It names itself as its issuer, as a root does."""
        return self.issuer == self.key_id

    def valid_on(self, day: date) -> bool:
        """Tell whether the day lies within its days."""
        return self.valid_from <= day <= self.valid_to

    def signed_by(self, issuer: VerifyKey) -> bool:
        """Tell whether this key signed it."""
        return issuer.verify(PURPOSE, _message(self), self.signature)

    def to_content(self) -> dict[str, object]:
        """Return it as JSON values; bytes as base64url without padding, days as ISO 8601."""
        return _told(self) | {"signature": _text(self.signature)}

    @staticmethod
    def from_content(content: object) -> "Certificate":
        """Read what `to_content` returned; nothing is believed yet, only its form.

        Raises:
            DamagedError: `trust.certificate_damaged`, where = the field.
        """
        if not isinstance(content, dict) or content.keys() != _NAMES:
            raise DamagedError("trust.certificate_damaged", where="fields")
        for name, known in (("v", _VERSION), ("alg", _ALG)):
            if content[name] != known:
                raise DamagedError("trust.certificate_damaged", where=name)
        certificate = Certificate(
            workspace=_pattern(content, "workspace", _WORKSPACE),
            key=_bytes(content, "key", KEY_BYTES),
            user=_words(content, "user"),
            name=_words(content, "name"),
            roles=_roles(content["roles"]),
            valid_from=_day(content, "valid_from"),
            valid_to=_day(content, "valid_to"),
            issuer=_pattern(content, "issuer", _KEY_ID),
            signature=_bytes(content, "signature", SIGNATURE_BYTES),
        )
        if certificate.valid_from > certificate.valid_to:
            raise DamagedError("trust.certificate_damaged", where="valid_to")
        return certificate


def certify(
    issuer: SigningKey,
    *,
    workspace: str,
    subject: VerifyKey,
    user: str,
    name: str,
    roles: Iterable[Role],
    valid_from: date,
    valid_to: date,
) -> Certificate:
    """Return a certificate for `subject`, signed by `issuer`. Whether that counts, a keyring tells.

    Raises:
        RuleError: `trust.certificate_unfit`: empty or overlong text, no role, days the wrong way round.
    """
    blank = bytes(SIGNATURE_BYTES)
    unsigned = Certificate(
        workspace, subject.raw, user, name, frozenset(roles), valid_from, valid_to, issuer.key_id, blank
    )
    try:
        Certificate.from_content(unsigned.to_content())
    except DamagedError as problem:
        raise RuleError("trust.certificate_unfit", where=problem.where) from problem
    signature = issuer.sign(PURPOSE, _message(unsigned))
    return Certificate(
        workspace, subject.raw, user, name, unsigned.roles, valid_from, valid_to, issuer.key_id, signature
    )


def self_signed_root(
    key: SigningKey, *, workspace: str, name: str, valid_from: date, valid_to: date, user: str = "root"
) -> Certificate:
    """Return the certificate a workspace is founded on: the root key vouches for itself."""
    return certify(
        key,
        workspace=workspace,
        subject=key.public,
        user=user,
        name=name,
        roles=frozenset({Role.ROOT}),
        valid_from=valid_from,
        valid_to=valid_to,
    )


class Keyring:
    """The certificates of one workspace that chain to its root, and what was withdrawn.

    Raises:
        DamagedError: `trust.root_invalid`: the root is another workspace's, or not signed by itself.
    """

    def __init__(self, workspace: str, root: Certificate) -> None:
        sound = (
            root.workspace == workspace
            and root.self_signed
            and root.roles == {Role.ROOT}
            and root.signed_by(VerifyKey(root.key))
        )
        if not sound:
            raise DamagedError("trust.root_invalid", where=root.key_id, workspace=workspace)
        self.workspace = workspace
        self.root = root
        self._held: dict[str, list[Certificate]] = {root.key_id: [root]}
        self._keys: dict[str, VerifyKey] = {root.key_id: VerifyKey(root.key)}
        self._withdrawn: dict[str, date] = {}

    @staticmethod
    def found(root: Certificate) -> "Keyring":
        """Return the keyring that holds this root alone."""
        return Keyring(root.workspace, root)

    def accept(self, certificate: Certificate) -> None:
        """Take in a certificate; one that is held already changes nothing.

        The issuer must have had the right to appoint on the certificate's first day.

        Raises:
            UnverifiableError: `trust.issuer_unknown`: it may come to be known later.
            DamagedError: `trust.other_workspace`, `trust.certificate_forged`, `trust.key_taken`,
                `trust.issuer_no_right`.
        """
        held = self._held.get(certificate.key_id, [])
        if certificate in held:
            return
        self.check(certificate)
        held = [*held, certificate]
        # One order whatever the order of arrival: the certificate that lasts longest stands last.
        self._held[certificate.key_id] = sorted(held, key=lambda c: (c.valid_to, c.valid_from, c.signature))
        self._keys.setdefault(certificate.key_id, VerifyKey(certificate.key))

    def withdraw(self, key_id: str, from_day: date) -> None:
        """Take every role from a key from this day on; of several withdrawals the earliest counts.

        A withdrawn key stays withdrawn: the person is appointed again with a new one.

        Raises:
            DamagedError: `trust.root_is_one`: the root itself cannot be withdrawn.
        """
        if key_id == self.root.key_id:
            raise DamagedError("trust.root_is_one", where=key_id)
        self._withdrawn[key_id] = min(from_day, self._withdrawn.get(key_id, from_day))

    def certificate(self, key_id: str) -> Certificate | None:
        """Return a key's certificate, of several the one that lasts longest; None when unknown."""
        held = self._held.get(key_id)
        return held[-1] if held else None

    def certificates(self) -> list[Certificate]:
        """Return all but the root, issuers before those they appointed, in one fixed order."""
        below = [each for held in self._held.values() for each in held if each is not self.root]
        return sorted(below, key=lambda c: (c.issuer != self.root.key_id, c.key_id, c.signature))

    def people(self) -> list[Certificate]:
        """Return the certificates of people: those of machines are left out, and so is the root."""
        return [each for each in self.certificates() if each.roles - MACHINES]

    def withdrawals(self) -> dict[str, date]:
        """Return the first day without roles by key id."""
        return dict(sorted(self._withdrawn.items()))

    def key(self, key_id: str) -> VerifyKey | None:
        """Return the public key with this id, withdrawn or not: old signatures still verify."""
        return self._keys.get(key_id)

    def keys(self) -> list[VerifyKey]:
        """Return every certified key, the root's too, sorted by id."""
        return [self._keys[key_id] for key_id in sorted(self._keys)]

    def roles(self, key_id: str, on: date) -> frozenset[Role]:
        """Return what the holder of a key was entrusted with on a day; nothing when unknown."""
        ended = self._withdrawn.get(key_id)
        if ended is not None and on >= ended:
            return frozenset()
        held = self._held.get(key_id, ())
        return frozenset(role for each in held if each.valid_on(on) for role in each.roles)

    def administers(self, key_id: str) -> bool:
        """Tell whether the key is the root or ever was an administrator's: only the root withdraws those."""
        return any(each.roles & _APPOINTED_BY_ROOT for each in self._held.get(key_id, ()))

    def check(self, certificate: Certificate) -> None:
        """Raise what `accept` would raise, and take nothing in."""
        where, held = certificate.key_id, self._held.get(certificate.key_id)
        if certificate.workspace != self.workspace:
            raise DamagedError("trust.other_workspace", where=where, found=certificate.workspace)
        issuer = self._keys.get(certificate.issuer)
        if issuer is None:
            raise UnverifiableError("trust.issuer_unknown", where=where, issuer=certificate.issuer)
        if held and held[0].key != certificate.key:
            raise DamagedError("trust.key_taken", where=where)
        if not certificate.signed_by(issuer):
            raise DamagedError("trust.certificate_forged", where=where, name=certificate.name)
        if not self._may_appoint(certificate):
            raise DamagedError(
                "trust.issuer_no_right", where=where, name=certificate.name, issuer=certificate.issuer
            )

    def _may_appoint(self, certificate: Certificate) -> bool:
        if Role.ROOT in certificate.roles:
            return False
        roles = self.roles(certificate.issuer, certificate.valid_from)
        if certificate.roles & _APPOINTED_BY_ROOT:
            return Role.ROOT in roles
        return may(roles, ActKind.ROLE)


def _told(certificate: Certificate) -> dict[str, object]:
    return {
        "v": _VERSION,
        "alg": _ALG,
        "workspace": certificate.workspace,
        "key": _text(certificate.key),
        "user": certificate.user,
        "name": certificate.name,
        "roles": sorted(role.value for role in certificate.roles),
        "valid_from": certificate.valid_from.isoformat(),
        "valid_to": certificate.valid_to.isoformat(),
        "issuer": certificate.issuer,
    }


def _message(certificate: Certificate) -> bytes:
    return orjson.dumps(_told(certificate), option=orjson.OPT_SORT_KEYS)


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(content: dict[str, object], name: str, length: int) -> bytes:
    told = content[name]
    try:
        decoded = urlsafe_b64decode(told + "=" * (-len(told) % 4)) if isinstance(told, str) else b""
    except (binascii.Error, ValueError):
        decoded = b""
    if len(decoded) != length or _text(decoded) != told:
        raise DamagedError("trust.certificate_damaged", where=name)
    return decoded


def _pattern(content: dict[str, object], name: str, pattern: re.Pattern[str]) -> str:
    told = content[name]
    if not isinstance(told, str) or not pattern.fullmatch(told):
        raise DamagedError("trust.certificate_damaged", where=name)
    return told


def _words(content: dict[str, object], name: str) -> str:
    told = content[name]
    if not isinstance(told, str) or not told.strip() or len(told) > _TEXT_MOST or not told.isprintable():
        raise DamagedError("trust.certificate_damaged", where=name)
    return told


def _roles(told: object) -> frozenset[Role]:
    known = {role.value for role in Role}
    if not isinstance(told, list) or not told or not all(isinstance(t, str) and t in known for t in told):
        raise DamagedError("trust.certificate_damaged", where="roles")
    if told != sorted(set(told)):
        raise DamagedError("trust.certificate_damaged", where="roles")
    return frozenset(Role(each) for each in told)


def _day(content: dict[str, object], name: str) -> date:
    told = content[name]
    try:
        day = date.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != told:
        raise DamagedError("trust.certificate_damaged", where=name)
    return day
