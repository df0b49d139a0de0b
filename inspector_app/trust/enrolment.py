"""Enrolment: what a laptop asks of its office's hub, and what the hub grants it.

A request proves by two signatures that whoever asks holds both keys: the laptop's and the person's. A grant
names the office's root, the certificates below it down to both keys, the machine codes, and the hub; it is
signed by the hub's key, which the office's own certificates vouch for. Both are canonical JSON. As a file, a
grant is sealed to the laptop's key: whoever else finds the stick learns nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from inspector_app.domain.acts import MACHINES, Role
from inspector_app.domain.errors import DamagedError, RuleError, UnavailableError, UnverifiableError

from . import enrolment_form as form
from .certificates import Certificate, Keyring
from .enrolment_code import is_url
from .keys import SIGNATURE_BYTES, SigningKey, VerifyKey, key_id_of
from .recipients import opener_of, recipient_of
from .seal import seal

DEVICE_PROOF, PERSON_PROOF, BEFORE_PROOF, GRANT = "enrol.device", "enrol.person", "enrol.before", "grant"
"""Purposes of the signatures."""

OFFICE = "office"
"""The id under which the key is certified that appoints people and laptops at the hub: nobody's."""

MAGIC = b"IJG"
MOST_REQUEST, MOST_GRANT = 20_000, 64_000_000
"""Bytes."""

MOST_CODES, GREATEST_CODE = 64, 99_999
_VERSION = 1
_RENEWAL = 2
_SEALED_FOR = b"enrolment grant 1"
_REQUEST = frozenset({"v", "user", "name", "device", "person", "made", "proofs"})
_HUB = frozenset({"id", "key", "url", "fingerprint", "certificate_der"})
_GRANT = frozenset(
    {
        "v",
        "workspace",
        "training",
        "hub",
        "root",
        "certificates",
        "machine_codes",
        "recovery",
        "bundles",
        "request",
        "signature",
    }
)


def device_user(key: VerifyKey) -> str:
    """Return the id under which a laptop's key is certified."""
    return f"device-{key.key_id}"


def hub_user(hub: str) -> str:
    """Return the id under which a hub's key is certified."""
    return f"hub-{hub}"


@dataclass(frozen=True, slots=True)
class Request:
    """A laptop and a person ask to be enrolled, or an enrolled laptop asks for a key in place of its own.

    Attributes:
        user, name: as the person calls themselves; empty where the office's code already says it.
        device, person: the two public keys, 32 bytes each.
        made: RFC 3339 time by the laptop's clock.
        proofs: signatures of the device's and of the person's key over all the rest, and of `before`.
        before: the laptop's key so far, 32 bytes, in whose place `device` comes; empty for a new laptop.
    """

    user: str
    name: str
    device: bytes
    person: bytes
    made: str
    proofs: tuple[bytes, ...]
    before: bytes = b""

    @property
    def hash(self) -> bytes:
        """sha256 of the request's bytes: what a grant answers to."""
        return sha256(self.to_bytes()).digest()

    def to_content(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return _asked(self) | {"proofs": [form.text(one) for one in self.proofs]}

    def to_bytes(self) -> bytes:
        """Return it in canonical form, as it stands in a file or travels."""
        return form.dump(self.to_content())

    @staticmethod
    def from_content(content: object) -> "Request":
        """Read what `to_content` returned; whoever made it held both keys.

        Raises:
            DamagedError: `enrolment.damaged`, where = the field. UnavailableError: `enrolment.newer`.
        """
        renewal = isinstance(content, dict) and "before" in content
        told = form.fields(
            content, _REQUEST | {"before"} if renewal else _REQUEST, _RENEWAL if renewal else _VERSION
        )
        proofs = told["proofs"]
        if not isinstance(proofs, list) or len(proofs) != (3 if renewal else 2):
            raise form.damaged("proofs")
        request = Request(
            user=form.words(told, "user", empty=True),
            name=form.words(told, "name", empty=True),
            device=form.raw(told["device"], "device", 32),
            person=form.raw(told["person"], "person", 32),
            made=form.moment(told, "made"),
            proofs=tuple(form.raw(one, "proofs", SIGNATURE_BYTES) for one in proofs),
            before=form.raw(told["before"], "before", 32) if renewal else b"",
        )
        if not _proved(request):
            raise form.damaged("proofs")
        return request

    @staticmethod
    def from_bytes(content: bytes) -> "Request":
        """Read what `to_bytes` returned.

        Raises:
            DamagedError: `enrolment.damaged`, where = the field. UnavailableError: `enrolment.newer`.
        """
        return Request.from_content(form.load(content, "request", MOST_REQUEST))


def ask(
    device: SigningKey,
    person: SigningKey,
    made: datetime,
    user: str = "",
    name: str = "",
    before: SigningKey | None = None,
) -> Request:
    """Return a request that both keys signed.

    Args:
        made: an aware time.
        before: the laptop's key so far, when it asks for another one.

    Raises:
        RuleError: `enrolment.name_unfit`.
    """
    for told in (user, name):
        if told and not form.is_words(told):
            raise RuleError("enrolment.name_unfit", where=told)
    blank = Request(
        user,
        name,
        device.public.raw,
        person.public.raw,
        made.isoformat(timespec="seconds"),
        (),
        before.public.raw if before is not None else b"",
    )
    message = form.dump(_asked(blank))
    proofs = [device.sign(DEVICE_PROOF, message), person.sign(PERSON_PROOF, message)]
    if before is not None:
        proofs.append(before.sign(BEFORE_PROOF, message))
    return replace(blank, proofs=tuple(proofs))


def _asked(request: Request) -> dict[str, Any]:
    renewal = {"before": form.text(request.before)} if request.before else {}
    return renewal | {
        "v": _RENEWAL if renewal else _VERSION,
        "user": request.user,
        "name": request.name,
        "device": form.text(request.device),
        "person": form.text(request.person),
        "made": request.made,
    }


def _proved(request: Request) -> bool:
    message = form.dump(_asked(request))
    keys = {DEVICE_PROOF: request.device, PERSON_PROOF: request.person}
    if request.before:
        keys[BEFORE_PROOF] = request.before
    return len(set(keys.values())) == len(keys) and all(
        VerifyKey(key).verify(purpose, message, proof)
        for (purpose, key), proof in zip(keys.items(), request.proofs, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Hub:
    """The hub as a laptop keeps it in mind.

    Attributes:
        id: 32 hex digits.
        key: its public key, 32 bytes.
        url: where it answers, `https://…`.
        fingerprint: sha256 of its TLS certificate, 32 bytes.
        certificate_der: that certificate.
    """

    id: str
    key: bytes
    url: str
    fingerprint: bytes
    certificate_der: bytes

    def to_content(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "id": self.id,
            "key": form.text(self.key),
            "url": self.url,
            "fingerprint": self.fingerprint.hex(),
            "certificate_der": form.text(self.certificate_der),
        }

    @staticmethod
    def from_content(content: object) -> "Hub":
        """Read what `to_content` returned.

        Raises:
            DamagedError: `enrolment.damaged`, where = the field.
        """
        if not isinstance(content, dict) or content.keys() != _HUB:
            raise form.damaged("hub")
        hub = Hub(
            form.digits(content["id"], "hub.id", 32),
            form.raw(content["key"], "hub.key", 32),
            str(content["url"]),
            bytes.fromhex(form.digits(content["fingerprint"], "hub.fingerprint", 64)),
            form.raw(content["certificate_der"], "hub.certificate_der"),
        )
        if not is_url(hub.url) or content["url"] != hub.url:
            raise form.damaged("hub.url")
        if sha256(hub.certificate_der).digest() != hub.fingerprint:
            raise form.damaged("hub.fingerprint")
        return hub


@dataclass(frozen=True, slots=True)
class Grant:
    """What the office's hub grants a request.

    Attributes:
        workspace: the office's body of data, 32 hex digits.
        training: what is made there is practice.
        hub: the hub that grants it.
        root: what the office is founded on.
        certificates: the hub's, the office key's, the laptop's, the person's, in any order.
        machine_codes: the laptop's own, and spare ones behind it; none for a laptop that has them already.
        recovery: public key that backups are sealed for, 32 bytes.
        bundles: the hub's own journal so far.
        request: the request's hash, 32 bytes.
        signature: the hub's over all of it; empty before `signed`.
    """

    workspace: str
    training: bool
    hub: Hub
    root: Certificate
    certificates: tuple[Certificate, ...]
    machine_codes: tuple[int, ...]
    recovery: bytes
    bundles: tuple[bytes, ...]
    request: bytes
    signature: bytes = b""

    def signed(self, hub: SigningKey) -> "Grant":
        """Return the grant with the hub's signature."""
        return replace(self, signature=hub.sign(GRANT, form.dump(_granted(self))))

    def to_content(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return _granted(self) | {"signature": form.text(self.signature)}

    def to_bytes(self) -> bytes:
        """Return it in canonical form, as it travels over TLS."""
        return form.dump(self.to_content())

    @staticmethod
    def from_content(content: object) -> "Grant":
        """Read what `to_content` returned; nothing is believed before `checked`.

        Raises:
            DamagedError: `enrolment.damaged`, where = the field. UnavailableError: `enrolment.newer`.
        """
        told = form.fields(content, _GRANT, _VERSION)
        if not isinstance(told["training"], bool):
            raise form.damaged("training")
        return Grant(
            workspace=form.digits(told["workspace"], "workspace", 32),
            training=told["training"],
            hub=Hub.from_content(told["hub"]),
            root=_certificate(told["root"], "root"),
            certificates=tuple(_certificate(one, "certificates") for one in form.items(told, "certificates")),
            machine_codes=_codes(form.items(told, "machine_codes")),
            recovery=form.raw(told["recovery"], "recovery", 32),
            bundles=tuple(form.raw(one, "bundles") for one in form.items(told, "bundles")),
            request=form.raw(told["request"], "request", 32),
            signature=form.raw(told["signature"], "signature", SIGNATURE_BYTES),
        )

    @staticmethod
    def from_bytes(content: bytes) -> "Grant":
        """Read what `to_bytes` returned; nothing is believed before `checked`.

        Raises:
            DamagedError: `enrolment.damaged`, where = the field. UnavailableError: `enrolment.newer`.
        """
        return Grant.from_content(form.load(content, "grant", MOST_GRANT))

    def sealed(self) -> bytes:
        """Return the grant as a file that only the laptop that asked for it can open."""
        device = next(one for one in self.certificates if one.roles == {Role.DEVICE})
        box = seal(recipient_of(VerifyKey(device.key)), self.to_bytes(), _SEALED_FOR)
        return MAGIC + bytes((_VERSION,)) + box

    @staticmethod
    def opened(content: bytes, device: SigningKey) -> "Grant":
        """Open a file that `sealed` made.

        Raises:
            DamagedError: `enrolment.damaged`; `trust.box_damaged`: altered, cut, or for another laptop.
            UnavailableError: `enrolment.newer`.
        """
        start = len(MAGIC) + 1
        if not is_grant_file(content) or len(content) > MOST_GRANT:
            raise form.damaged("file")
        if content[start - 1 : start] != bytes((_VERSION,)):
            raise UnavailableError("enrolment.newer", have=_VERSION)
        return Grant.from_bytes(opener_of(device).open_sealed(content[start:], _SEALED_FOR))

    def checked(self, request: Request) -> Keyring:
        """Return the keyring that the grant's certificates give, once all of it holds together.

        Raises:
            RuleError: `enrolment.other_request`: it answers another request.
            DamagedError: `enrolment.forged`: the office did not sign it; `enrolment.incomplete`: it does not
                certify both keys.
        """
        ring = self._ring()
        certified = ring.certificate(key_id_of(self.hub.key))
        sound = (
            certified is not None
            and (certified.key, certified.user) == (self.hub.key, hub_user(self.hub.id))
            and Role.HUB in certified.roles
            and VerifyKey(self.hub.key).verify(GRANT, form.dump(_granted(self)), self.signature)
        )
        if not sound:
            raise DamagedError("enrolment.forged", where="signature")
        if self.request != request.hash:
            raise RuleError("enrolment.other_request", where="request")
        self.person(request)
        device = self._certified(request.device)
        # A key in place of another one is certified as the same laptop's: it knows itself as which.
        known = device is not None and (bool(request.before) or device.user == _device_user(request))
        if device is None or device.roles != {Role.DEVICE} or not known:
            raise DamagedError("enrolment.incomplete", where="device")
        return ring

    def laptop(self, request: Request) -> str:
        """Return the id under which the key of the laptop that asked is certified.

        Raises:
            DamagedError: `enrolment.incomplete`.
        """
        certificate = self._certified(request.device)
        if certificate is None:
            raise DamagedError("enrolment.incomplete", where="device")
        return certificate.user

    def person(self, request: Request) -> Certificate:
        """Return the certificate of the person who asked.

        Raises:
            DamagedError: `enrolment.incomplete`.
        """
        certificate = self._certified(request.person)
        if certificate is None or not certificate.roles - MACHINES:
            raise DamagedError("enrolment.incomplete", where="person")
        return certificate

    def _certified(self, key: bytes) -> Certificate | None:
        return next((one for one in self.certificates if one.key == key), None)

    def _ring(self) -> Keyring:
        try:
            ring = Keyring(self.workspace, self.root)
            waiting = list(self.certificates)
            while waiting:
                left = [one for one in waiting if not _accepted(ring, one)]
                if len(left) == len(waiting):
                    raise DamagedError("enrolment.forged", where=left[0].key_id)
                waiting = left
        except DamagedError as problem:
            raise DamagedError("enrolment.forged", where=problem.where) from problem
        return ring


def is_grant_file(content: bytes) -> bool:
    """Tell whether a file's first bytes are those of a sealed grant."""
    return content.startswith(MAGIC)


def _device_user(request: Request) -> str:
    return device_user(VerifyKey(request.device))


def _accepted(ring: Keyring, certificate: Certificate) -> bool:
    try:
        ring.accept(certificate)
    except UnverifiableError:  # its issuer stands further behind, or nowhere
        return False
    return True


def _granted(grant: Grant) -> dict[str, Any]:
    return {
        "v": _VERSION,
        "workspace": grant.workspace,
        "training": grant.training,
        "hub": grant.hub.to_content(),
        "root": grant.root.to_content(),
        "certificates": [one.to_content() for one in grant.certificates],
        "machine_codes": list(grant.machine_codes),
        "recovery": form.text(grant.recovery),
        "bundles": [form.text(one) for one in grant.bundles],
        "request": form.text(grant.request),
    }


def _certificate(content: object, where: str) -> Certificate:
    try:
        return Certificate.from_content(content)
    except DamagedError as problem:
        raise form.damaged(where) from problem


def _codes(told: Sequence[object]) -> tuple[int, ...]:
    codes = [one for one in told if type(one) is int and 1 <= one <= GREATEST_CODE]
    if len(codes) != len(told) or len(set(codes)) != len(codes) or len(codes) > MOST_CODES:
        raise form.damaged("machine_codes")
    return tuple(codes)
