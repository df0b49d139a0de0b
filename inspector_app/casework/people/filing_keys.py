"""The content keys of the filing workspace: which there are, whom they were sealed for, when another is owed.

A key is told in a signed act of the main journal, with a box for every key of a person who has access and one
for the recovery code. So it reaches each laptop by itself, in whatever order, and a session that is open
takes it up as soon as the act is here. What is written goes under all keys in use. A new one puts those out
of use that its maker proves to hold; two that were made in the same moment are in use together. So whoever
was left out of a key can make another one, and never get rid of that one.

A key is owed once somebody who has no access any more could still open what is written now: their access was
ended, the office withdrew them, or a key of theirs. The next administrator with access who signs in makes it.
What somebody lacks who was let in meanwhile on another laptop, everybody hands on who holds it, at sign-in
and after an exchange. By themselves keys are sealed only for whom the workspace's root key certified: an
administrator's word alone lets nobody in.
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.people import filing_acts, filing_roles
from inspector_app.domain.acts import Act, ActKind, Role
from inspector_app.domain.chinese import local_date
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import DamagedError, UnverifiableError
from inspector_app.store.store import Store
from inspector_app.trust import content_keys
from inspector_app.trust.certificates import Certificate, Keyring
from inspector_app.trust.content_keys import ContentKeys
from inspector_app.trust.keys import SigningKey, VerifyKey, key_id_of
from inspector_app.trust.recipients import opener_of, recipient_of
from inspector_app.trust.seal import SealKey

NAME, AFTER, OUT, KEYS = "name", "after", "out", "keys"
"""What an act says of content keys: the new one's id; by id the proofs that its maker held those that it puts
out of use; keys of people that get none any more; the boxes by content key and receiver."""

MEMBER, CODE_KEY = "member", "code_key"
"""What other acts say for them: the certificate in the workspace of who is let in, and the public half of the
recovery code."""

MOST_USED = 8
"""More keys than this in use at once are put together to one."""

Boxes = dict[str, dict[str, list[bytes]]]
"""Boxes by the content key's id and the receiver's; one that opens nothing hides no other."""


@dataclass(frozen=True, slots=True)
class Made:
    """A content key that an act tells of: its id, who made it, and proofs by id of those that they held."""

    name: str
    by: str
    after: Mapping[str, str]

    def replaces(self, held: Mapping[str, bytes]) -> Iterator[str]:
        """Yield which of these keys it puts out of use."""
        for name, proof in self.after.items():
            if name in held and hmac.compare_digest(_proof(held[name], self.name), proof):
                yield name


@dataclass(frozen=True, slots=True)
class Book:
    """What the acts say of one filing workspace's keys.

    Attributes:
        made: in the order of the acts.
        boxes: as they travel.
        code: X25519 public key of the newest recovery code; of a code made before there were several keys,
            the workspace's root key's.
        coded: the newest recovery code has a key of its own.
        owned: keys that each person was let in with, by person; `shut`: those that get nothing any more.
        inside: who has access; `ever`: who had it once.
    """

    workspace: str
    made: tuple[Made, ...]
    boxes: Mapping[str, Mapping[str, Sequence[bytes]]]
    code: bytes
    coded: bool
    owned: Mapping[str, frozenset[str]]
    shut: frozenset[str]
    inside: frozenset[str]
    ever: frozenset[str]

    def used(self, held: Mapping[str, bytes]) -> tuple[str, ...]:
        """Return which keys are in use for who holds these, sorted; none while the first one is.

        A key that does not open here is waited for while its maker has access; one that somebody without
        access made keeps nobody waiting.
        """
        counted = [one for one in self.made if one.by in self.inside or one.name in held]
        over = {name for one in counted for name in one.replaces(held)}
        return tuple(sorted(one.name for one in counted if one.name not in over))

    def owes(self, used: Sequence[str]) -> bool:
        """Tell whether somebody without access could open what is written under these keys."""
        if len(used) > MOST_USED:
            return True
        gone = [self._known_to(self.owned.get(user, frozenset()), user) for user in self.ever - self.inside]
        lost = {key for user in self.inside for key in self.owned.get(user, frozenset()) & self.shut}
        return any(known.issuperset(used) for known in (*gone, *(self._known_to({key}) for key in lost)))

    def _known_to(self, keys: Iterable[str], maker: str = "") -> set[str]:
        boxed = {name for key in keys for name, boxes in self.boxes.items() if key in boxes}
        return boxed | {one.name for one in self.made if maker and one.by == maker}

    def without(self, user: str) -> "Book":
        """Return it as it is once this person's access is ended."""
        return replace(self, inside=self.inside - {user})

    def receivers(self, ring: Keyring) -> dict[str, bytes]:
        """Return the X25519 public key of all who may open what is written now, by their key's id."""
        good = {key for user in self.inside for key in self.owned.get(user, frozenset())} - self.shut
        told = {key: recipient_of(found) for key in sorted(good) if (found := ring.key(key)) is not None}
        return {**told, key_id_of(self.code): self.code}

    def opened(self, openers: Mapping[str, SealKey]) -> dict[str, bytes]:
        """Return the keys that open with these, by id, in the order in which they were made.

        Args:
            openers: by the id of the key that boxes were sealed for.
        """
        told: dict[str, bytes] = {}
        for one in self.made:
            for receiver, opener in openers.items():
                for box in self.boxes.get(one.name, {}).get(receiver, ()):
                    with suppress(DamagedError):
                        told[one.name] = content_keys.opened_key(self.workspace, one.name, box, opener)
        return told


def read(main: Store, filing: Store, today: date) -> Book:
    """Return what the main journal says of this filing workspace's keys."""
    workspace, ring = filing.meta.workspace, main.keyring
    acts = filing_acts.about(main, workspace)
    owned = _owned(acts, ring, filing.keyring)
    shut = {key for act in acts for key in _names(act.content.get(OUT))}
    shut |= {key for keys in owned.values() for key in keys if filing_roles.ended(ring, key, today)}
    code = _code(acts)
    let_in = {user: held for (where, user), held in filing_acts.let_in(main).items() if where == workspace}
    inside = {user for user, held in let_in.items() if held and (owned.get(user, frozenset()) - shut)}
    return Book(
        workspace,
        tuple(_made(acts)),
        _boxes([*acts, *filing_acts.handed(main, workspace)]),
        code or recipient_of(VerifyKey(filing.keyring.root.key)),
        bool(code),
        owned,
        frozenset(shut),
        frozenset(inside),
        frozenset(let_in),
    )


def _made(acts: Iterable[Act]) -> Iterator[Made]:
    seen: set[str] = set()
    for act in acts:
        name = values.text(act.content, NAME)
        if name and name not in seen:
            seen.add(name)
            after = {one: str(proof) for one, proof in _mapping(act.content.get(AFTER)).items()}
            yield Made(name, act.user, after)


def _boxes(acts: Iterable[Act]) -> Boxes:
    told: Boxes = {}
    for act in acts:
        for name, boxes in _mapping(act.content.get(KEYS)).items():
            for receiver, box in _mapping(boxes).items():
                with suppress(ValueError):
                    read = b64decode(str(box), validate=True)
                    told.setdefault(name, {}).setdefault(receiver, []).append(read)
    return told


def _code(acts: Iterable[Act]) -> bytes:
    """Return the public key of the newest recovery code; empty when it is of a program of before."""
    told = b""
    for act in acts:
        if values.text(act.content, "what") == filing_acts.CODE:
            with suppress(ValueError):
                told = bytes.fromhex(values.text(act.content, CODE_KEY))
    return told if len(told) == content_keys.SECRET_BYTES else b""


def _owned(acts: Iterable[Act], ring: Keyring, there: Keyring) -> dict[str, frozenset[str]]:
    """Return the keys that each person was let in with: certified by the office, and by the root there.

    The second certificate stands in the filing workspace's own journal and comes with the act besides: the
    two travel apart.
    """
    told = {(one.user, one.key_id) for one in there.people()}
    for act in acts:
        with suppress(DamagedError, UnverifiableError):
            one = Certificate.from_content(act.content.get(MEMBER))
            if one.issuer == there.root.key_id:
                there.check(one)
                told.add((one.user, one.key_id))
    owned: dict[str, set[str]] = {}
    for user, key_id in told:
        held = ring.certificate(key_id)
        if held is not None and held.user == user:
            owned.setdefault(user, set()).add(key_id)
    return {user: frozenset(keys) for user, keys in owned.items()}


def _names(told: object) -> list[str]:
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []


def _mapping(told: object) -> Mapping[str, object]:
    return told if isinstance(told, dict) else {}


def sealed(
    book: Book, held: Mapping[str, bytes], receivers: Mapping[str, bytes], *, anew: bool = False
) -> dict[str, dict[str, str]]:
    """Return, as an act carries it, each of these keys sealed for those of the receivers that lack it.

    Args:
        anew: for all of them, whatever they have.
    """
    told: dict[str, dict[str, str]] = {}
    for name, secret in held.items():
        boxes = {} if anew else book.boxes.get(name, {})
        for receiver in receivers.keys() - boxes.keys():
            box = content_keys.sealed_key(book.workspace, secret, receivers[receiver])
            told.setdefault(name, {})[receiver] = b64encode(box).decode()
    return told


def turned(book: Book, held: Mapping[str, bytes], receivers: Mapping[str, bytes]) -> dict[str, object]:
    """Return what the act says that makes a new key, for these receivers and nobody else."""
    name, secret = content_keys.new_key(book.workspace)
    after = {one: _proof(known, name) for one, known in held.items()}
    boxes = sealed(book, {**held, name: secret}, receivers)
    return {"what": filing_acts.TURNED, NAME: name, AFTER: after, OUT: sorted(book.shut), KEYS: boxes}


def _proof(secret: bytes, name: str) -> str:
    return hmac.digest(secret, b"put out of use by 1" + name.encode(), "sha256").hex()


def openers(workspace: str, code: str, root: SigningKey | None, signer: SigningKey) -> dict[str, SealKey]:
    """Return all that opens boxes for who comes with the recovery code, by the id that boxes name.

    Raises:
        SignInError: `trust.recovery_mistyped`.
    """
    coded = content_keys.code_opener(workspace, code)
    told = {key_id_of(coded.public): coded, signer.key_id: opener_of(signer)}
    if root is not None:
        told[key_id_of(recipient_of(root.public))] = opener_of(root)
    return told


@dataclass(frozen=True, slots=True)
class HeldKeys:
    """The keys that a session holds, read anew from the journal each time they are asked for.

    Of the person's own key the half stays in memory that opens boxes, as long as they are signed in.

    Attributes:
        first: the workspace's first key, 32 bytes.
    """

    main: Store
    filing: Store
    clock: Clock
    user: str
    key_id: str
    first: bytes = field(repr=False)
    opener: SealKey = field(repr=False)

    def book(self) -> Book:
        """Return what the journal says now."""
        return read(self.main, self.filing, local_date(self.clock.now()))

    def later(self) -> dict[str, bytes]:
        """Return the keys that were made since the first one and open for this person, by id."""
        return self.book().opened({self.key_id: self.opener})

    def __call__(self) -> ContentKeys:
        """Return the keys as exchange needs them."""
        book = self.book()
        later = book.opened({self.key_id: self.opener})
        named = frozenset(one.name for one in book.made)
        member = self.user in book.inside and self.key_id not in book.shut
        return ContentKeys(book.workspace, self.first, later, book.used(later), named, member)


def held_by(main: Store, filing: Store, clock: Clock, user: str, key: SigningKey, first: bytes) -> HeldKeys:
    """Return the keys of who signs in with this key of theirs."""
    return HeldKeys(main, filing, clock, user, key.key_id, first, opener_of(key))


def keep_up(held: HeldKeys, signer: SigningKey) -> None:
    """Make the key that is owed, where who signs in has the right to it; hand on what others lack.

    Args:
        signer: the person's own key, at hand for this moment of the sign-in.
    """
    ring, book = held.main.keyring, held.book()
    today, later = local_date(held.clock.now()), held.later()
    rightful = held.user in book.inside and Role.ADMINISTRATOR in ring.roles(signer.key_id, today)
    if rightful and book.owes(book.used(later)):
        told = turned(book, later, book.receivers(ring))
        with held.main.transaction(held.user) as tx:
            tx.act(ActKind.SHARE, filing_acts.ENTITY, book.workspace, told, signer)
    else:
        hand_on(held)


def hand_on(held: HeldKeys) -> bool:
    """Seal for those who have access what they lack and this person holds; tell whether there was any.

    No signature stands under it: a box proves itself, and opens for its receiver alone.
    """
    book = held.book()
    if held.user not in book.inside:
        return False
    missing = sealed(book, held.later(), book.receivers(held.main.keyring))
    if missing:
        with held.main.transaction(held.user) as tx:
            tx.act(ActKind.HAND, filing_acts.ENTITY, book.workspace, {KEYS: missing})
    return bool(missing)
