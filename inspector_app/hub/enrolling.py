"""Enrolment: one-time codes, and what the office grants to a laptop and a person that prove their keys."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import orjson
from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from inspector_app.domain.acts import MACHINES, Role
from inspector_app.domain.errors import RuleError, SignInError
from inspector_app.trust.certificates import Certificate, Keyring
from inspector_app.trust.enrolment import Grant, Request
from inspector_app.trust.enrolment import Hub as GrantingHub
from inspector_app.trust.enrolment_code import SECRET_BYTES, EnrolmentCode
from inspector_app.trust.enrolment_form import is_words
from inspector_app.trust.keys import SigningKey, VerifyKey
from inspector_app.trust.recipients import recipient_of
from inspector_app.trust.seal import seal

from . import log_book, settings
from .base import Base
from .certifying import Certifying, Wanted
from .facts import moment
from .machine_codes import MachineCodes
from .own_journal import CodeAct, OwnJournal, appointed
from .tables import device, enrolment, person

MOST_CODES, MOST_DAYS = 20, 90

TRAINED = frozenset({Role.INSPECTOR, Role.SUPERVISOR, Role.ADMINISTRATOR})
_GIVEN = TRAINED | {Role.CLERK}


class Enrolling:
    """Lets laptops and people in."""

    def __init__(self, base: Base, journal: OwnJournal) -> None:
        self._base = base
        self._journal = journal
        self._codes = MachineCodes(base, journal)
        self._certifying = Certifying(base)

    def make_code(
        self,
        name: str,
        roles: Iterable[Role] = (Role.INSPECTOR,),
        user: str = "",
        codes: int = 4,
        days: int = 7,
        backup_of: str = "",
    ) -> str:
        """Return a code that lets one laptop of this person in, once.

        Args:
            name: the person's, as it is shown.
            roles: what they may do; in training always everything.
            user: their id when they are known already; otherwise they get a new one.
            codes: machine codes for the laptop, the first its own, the rest spare; 1 to MOST_CODES.
            days: how long the code is good; 1 to MOST_DAYS.
            backup_of: key of a laptop that is gone: until somebody joins with the code, it also opens the
                door to the sealed backups that this laptop left here.

        Raises:
            RuleError: `hub.url_unknown`, `hub.code_unfit`, `hub.role_unfit`, `hub.user_taken`.
            SignInError: `hub.root_needed`: administrators are appointed by the root's key alone.
        """
        wanted = self._wanted(name, user, roles, codes, None)
        if not 1 <= days <= MOST_DAYS:
            raise RuleError("hub.code_unfit", where="days", most=MOST_DAYS)
        secret, now = secrets.token_bytes(SECRET_BYTES), self._base.clock.now()
        row = {
            "secret": sha256(secret).digest(),
            "name": wanted.name,
            "user": wanted.user,
            "roles": orjson.dumps(sorted(wanted.roles)).decode(),
            "codes": codes,
            "made_at": moment(now),
            "expires_at": moment(now + timedelta(days=days)),
            "backup_of": backup_of or None,
        }
        with self._base.database.writing() as connection:
            url = settings.url(connection)
            _refuse_taken(connection, wanted.user, wanted.name)
            connection.execute(enrolment.insert().values(**row))
            told = {"name": wanted.name, "roles": sorted(wanted.roles), "expires": row["expires_at"]}
            told |= {"backup_of": backup_of} if backup_of else {}
            self._base.audit.note_in(connection, "code_made", "", "", code=told)
        return EnrolmentCode(self._base.facts.id, self._base.facts.fingerprint, secret, url).text()

    def enrol(self, secret: bytes, request: Request) -> Grant:
        """Let in who has a code's secret. The same request again gets the same grant: a reply can be lost.

        Raises:
            SignInError: `hub.code_unknown`, `hub.code_used`, `hub.code_expired`, `hub.device_revoked`,
                `hub.key_revoked`.
            RuleError: `hub.key_taken`, `hub.user_taken`, `hub.codes_over`.
            DamagedError: `trust.key_damaged`: nothing can be sealed for one of the keys.
        """
        mine = enrolment.c.secret == sha256(secret).digest()
        with self._base.database.writing() as connection:
            log_book.begin(connection, self._base.facts.workspace)  # held first, whoever writes
            row = connection.execute(select(enrolment).where(mine)).one_or_none()
            if row is None:
                raise SignInError("hub.code_unknown")
            self._refuse_ended(connection, request)
            if row.request is not None:
                if bytes(row.request) != request.hash:
                    raise SignInError("hub.code_used")
                return self._again(connection, request, tuple(orjson.loads(row.given)))
            if row.expires_at <= self._base.now():
                raise SignInError("hub.code_expired", day=row.expires_at[:10])
            roles = frozenset(Role(each) for each in orjson.loads(row.roles))
            wanted = Wanted(row.name, row.user, roles, int(row.codes), self._base.keys.root)
            grant = self._grant(connection, request, wanted)
            connection.execute(update(enrolment).where(mine).values(**_used(request, grant)))
        return grant

    def grant_for(
        self,
        request: Request,
        name: str = "",
        roles: Iterable[Role] = (Role.INSPECTOR,),
        user: str = "",
        codes: int = 4,
        root: SigningKey | None = None,
    ) -> Grant:
        """Grant a request that came as a file. The same request again gets the same machine codes.

        Args:
            name, user: instead of what the request says. A new key for somebody who is known is given only
                to whom the office names itself: a request could call itself anybody.
            root: the office's root key, for who is to be an administrator.

        Raises:
            as `make_code` and `enrol`; RuleError `hub.user_known`; SignInError `hub.other_root`.
        """
        wanted = self._wanted(name or request.name, user or request.user, roles, codes, root)
        wanted = replace(wanted, claimed=not user)
        with self._base.database.writing() as connection:
            log_book.begin(connection, self._base.facts.workspace)
            settings.url(connection)
            self._refuse_ended(connection, request)
            grant = self._grant(connection, request, wanted)
            self._keep(connection, request, wanted, grant)
            return grant

    def more_codes(self, key_id: str, many: int) -> tuple[int, ...]:
        """Give a laptop more machine codes; it learns them with its next exchange, by hub or by file.

        Args:
            key_id: of the laptop's key.

        Raises:
            RuleError: `hub.key_unknown`, `hub.code_unfit`, `hub.codes_over`.
            SignInError: `hub.device_revoked`.
        """
        if not 1 <= many <= MOST_CODES:
            raise RuleError("hub.code_unfit", where="codes", most=MOST_CODES)
        with self._base.database.writing() as connection:
            log_book.begin(connection, self._base.facts.workspace)
            held = self._base.rings.current(connection).certificate(key_id)
            if held is None or held.roles != {Role.DEVICE}:
                raise RuleError("hub.key_unknown", where=key_id)
            if self._base.rings.is_shut_out(connection, key_id):
                raise SignInError("hub.device_revoked", where=key_id)
            codes, acts = self._codes.give(connection, key_id, many, more=True)
            self._journal.write(connection, acts)
            self._base.audit.note_in(connection, "codes_given", key_id, "", machine_codes=codes)
        return codes

    def namesakes(self, user: str, name: str) -> list[str]:
        """Return the ids of others who bear this name: a request that brings none gets one of its own."""
        with self._base.database.reading() as connection:
            people = self._base.rings.current(connection).people()
        return sorted({one.user for one in people if one.name == name and one.user != user})

    def _wanted(
        self, name: str, user: str, roles: Iterable[Role], codes: int, root: SigningKey | None
    ) -> Wanted:
        asked = TRAINED if self._base.facts.training else frozenset(roles)
        if not is_words(name) or (user and not is_words(user)):
            raise RuleError("hub.code_unfit", where="name", most=0)
        if user.startswith(("device-", "hub-")) or user in ("office", "root"):
            raise RuleError("hub.user_taken", where=user, name=user)
        if not 1 <= codes <= MOST_CODES:
            raise RuleError("hub.code_unfit", where="codes", most=MOST_CODES)
        if not asked or not asked <= _GIVEN:
            raise RuleError("hub.role_unfit", where=name, roles=sorted(asked))
        if root is not None and root.key_id != self._base.facts.root.key_id:
            raise SignInError("hub.other_root", where=root.key_id)
        root = root or self._base.keys.root
        if Role.ADMINISTRATOR in asked and root is None:
            raise SignInError("hub.root_needed", where=name)
        return Wanted(name, user, asked, codes, root)

    def _grant(self, connection: Connection, request: Request, wanted: Wanted) -> Grant:
        ring = self._base.rings.current(connection)
        laptop, holder = VerifyKey(request.device), VerifyKey(request.person)
        for each in (laptop, holder):
            seal(recipient_of(each), b"")  # as files and keys will be: refused where it is none
        user = self._user(connection, ring, holder, wanted)
        _refuse_taken(connection, user, wanted.name)
        fresh = [
            self._certifying.laptop(ring, request, wanted.name),
            self._certifying.person(ring, holder, user, wanted),
        ]
        acts = [appointed(one, self._certifying.signer(one, wanted)) for one in fresh if _is_new(ring, one)]
        codes, given = self._enter(connection, request, user, wanted)
        if acts or given:
            self._journal.write(connection, [*acts, *given])
        told: dict[str, object] = {"user": user, "name": wanted.name, "person": holder.key_id}
        told["machine_codes"] = codes
        if request.before:
            told["in_place_of"] = VerifyKey(request.before).key_id
        self._base.audit.note_in(connection, "enrolled", laptop.key_id, "", who=told)
        return self._signed(connection, ring, request, fresh, codes)

    def _keep(self, connection: Connection, request: Request, wanted: Wanted, grant: Grant) -> None:
        """Keep what a request that came as a file was given, for when the answer is lost on its way."""
        now = self._base.now()
        self._base.database.add(
            connection,
            enrolment,
            secret=sha256(b"request\0" + request.hash).digest(),  # no code's: its secret has 16 bytes
            name=wanted.name,
            user=grant.person(request).user,
            roles=orjson.dumps(sorted(wanted.roles)).decode(),
            codes=wanted.codes,
            made_at=now,
            expires_at=now,
            **_used(request, grant),
        )

    def _again(self, connection: Connection, request: Request, codes: tuple[int, ...]) -> Grant:
        """Return the grant of a request that was granted before."""
        ring = self._base.rings.current(connection)
        held = [ring.certificate(VerifyKey(key).key_id) for key in (request.device, request.person)]
        return self._signed(connection, ring, request, [one for one in held if one is not None], codes)

    def _signed(
        self,
        connection: Connection,
        ring: Keyring,
        request: Request,
        fresh: Iterable[Certificate],
        codes: tuple[int, ...],
    ) -> Grant:
        facts, keys = self._base.facts, self._base.keys
        url = settings.url(connection)
        own = [ring.certificate(key.key_id) for key in (keys.hub, keys.office)]
        grant = Grant(
            workspace=facts.workspace,
            training=facts.training,
            hub=GrantingHub(facts.id, facts.key.raw, url, facts.fingerprint, facts.certificate_der),
            root=facts.root,
            certificates=(*(one for one in own if one is not None), *fresh),
            machine_codes=codes,
            recovery=facts.recovery,
            bundles=self._journal.bundles(connection),
            request=request.hash,
        )
        return grant.signed(keys.hub)

    def _refuse_ended(self, connection: Connection, request: Request) -> None:
        laptop, holder = VerifyKey(request.device).key_id, VerifyKey(request.person).key_id
        if self._base.rings.is_shut_out(connection, laptop):
            raise SignInError("hub.device_revoked", where=laptop)
        if self._base.rings.is_shut_out(connection, holder):
            raise SignInError("hub.key_revoked", where=holder, key=holder)

    def _user(self, connection: Connection, ring: Keyring, holder: VerifyKey, wanted: Wanted) -> str:
        """Return the person's id: the one told, the one that their key has, or a new one."""
        held = ring.certificate(holder.key_id)
        if held is not None and (held.roles & MACHINES or wanted.user not in ("", held.user)):
            raise RuleError("hub.key_taken", where=holder.key_id)
        if held is not None:
            return held.user
        user = wanted.user or _new_user()
        names = {one.name for one in ring.certificates() if one.user == user}
        if names - {wanted.name}:
            raise RuleError("hub.user_taken", where=user, name=wanted.name)
        if names and wanted.claimed:
            raise RuleError("hub.user_known", where=user, name=wanted.name, key=holder.key_id)
        self._base.database.add(connection, person, user=user, name=wanted.name)
        return user

    def _enter(
        self, connection: Connection, request: Request, user: str, wanted: Wanted
    ) -> tuple[tuple[int, ...], Sequence[CodeAct]]:
        """Enter a laptop that is new, and return its machine codes; one that is known has its own.

        A request that was answered before, under whatever code, gets again what it got: the answer was lost.
        """
        laptop, now = VerifyKey(request.device), self._base.now()
        row = {"public": laptop.raw, "user": user, "name": wanted.name, "enrolled_at": now}
        new = self._base.database.add(connection, device, key=laptop.key_id, **row)
        asked = select(enrolment.c.given).where(enrolment.c.request == request.hash)
        before = connection.execute(asked.limit(1)).scalar_one_or_none()
        if before is not None:
            return tuple(orjson.loads(before)), ()
        return self._codes.give(connection, laptop.key_id, wanted.codes) if new else ((), ())


def _used(request: Request, grant: Grant) -> dict[str, object]:
    """Return what is kept of a request that was granted."""
    return {"request": request.hash, "given": orjson.dumps(grant.machine_codes).decode()}


def _is_new(ring: Keyring, certificate: Certificate) -> bool:
    return ring.certificate(certificate.key_id) != certificate


def _refuse_taken(connection: Connection, user: str, name: str) -> None:
    """Refuse an id that belongs to somebody with another name."""
    asked = select(person.c.name).where(person.c.user == user)
    known = connection.execute(asked).scalar_one_or_none()
    if known is not None and known != name:
        raise RuleError("hub.user_taken", where=user, name=name)


def _new_user() -> str:
    return f"u{secrets.token_hex(4)}"
