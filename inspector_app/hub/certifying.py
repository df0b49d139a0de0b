"""Certificates that the hub gives: to a laptop, and to a person for what the office entrusted them with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.domain.acts import Role
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import RuleError
from inspector_app.trust.certificates import Certificate, Keyring, certify
from inspector_app.trust.enrolment import Request, device_user
from inspector_app.trust.keys import SigningKey, VerifyKey

from .base import Base

PERSON_DAYS, DEVICE_DAYS = 5 * 365 + 1, 10 * 365 + 2
_RENEWED_DAYS = 365
"""A person's certificate that lasts less than this is given anew when they enrol another laptop."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the office decided about an enrolment.

    Attributes:
        claimed: the id is the request's own word, and nobody's at the office.
    """

    name: str
    user: str
    roles: frozenset[Role]
    codes: int
    root: SigningKey | None
    claimed: bool = False


class Certifying:
    """Makes certificates with the office's keys; whoever asks writes them into the journal."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def laptop(self, ring: Keyring, request: Request, name: str) -> Certificate:
        """Return the laptop's certificate; a key that comes in another one's place is the same laptop's."""
        laptop = VerifyKey(request.device)
        held = ring.certificate(laptop.key_id)
        user = self._id(ring, request) if request.before else device_user(laptop)
        if held is None:
            return self._certified(self._base.keys.office, laptop, user, name, {Role.DEVICE}, DEVICE_DAYS)
        if held.roles != {Role.DEVICE} or (request.before and held.user != user):
            raise RuleError("hub.key_taken", where=laptop.key_id)
        return held

    def person(self, ring: Keyring, holder: VerifyKey, user: str, wanted: Wanted) -> Certificate:
        """Return a person's certificate: the one they hold, or another where its roles or days do not do."""
        held, lasting = ring.certificate(holder.key_id), self._today() + timedelta(days=_RENEWED_DAYS)
        if held is not None and held.roles == wanted.roles and held.valid_to >= lasting:
            return held
        key = self._base.keys.office
        if Role.ADMINISTRATOR in wanted.roles:
            assert wanted.root is not None  # `Enrolling` saw to it, and in training it is here
            key = wanted.root
        return self._certified(key, holder, user, wanted.name, wanted.roles, PERSON_DAYS)

    def signer(self, certificate: Certificate, wanted: Wanted) -> SigningKey:
        """Return the key that a certificate was signed with."""
        office = self._base.keys.office
        if certificate.issuer == office.key_id:
            return office
        assert wanted.root is not None
        return wanted.root

    def _certified(
        self,
        issuer: SigningKey,
        subject: VerifyKey,
        user: str,
        name: str,
        roles: Collection[Role],
        days: int,
    ) -> Certificate:
        # From yesterday on: the laptop's clock may be behind the hub's. In training the past is played too.
        facts, today = self._base.facts, self._today()
        begin = facts.root.valid_from if facts.training else today - timedelta(days=1)
        return certify(
            issuer,
            workspace=facts.workspace,
            subject=subject,
            user=user,
            name=name,
            roles=roles,
            valid_from=begin,
            valid_to=today + timedelta(days=days),
        )

    def _id(self, ring: Keyring, request: Request) -> str:
        """Return the id of the laptop whose key so far signed the request; it may be shut out meanwhile."""
        before = VerifyKey(request.before)
        held = ring.certificate(before.key_id)
        if held is None or held.key != before.raw or held.roles != {Role.DEVICE}:
            raise RuleError("hub.key_unknown", where=before.key_id)
        return held.user

    def _today(self) -> date:
        return local_date(self._base.clock.now())
