"""The filing workspace: a store of its own beside the main one, shared by key.

It lies in `<data>/filing/` with its own journal, its own keys and its own files. An administrator makes it
and lets colleagues in; whoever has no key learns only that it exists. The key is sealed to the key that a
colleague's certificate names, so nobody has to tell a password; it opens by itself at their next sign-in.
The signed acts of the main journal say who has it; the box in the key file is what opens it; both are needed.

Taking access away ends it for the program here. Whoever copied folder and key before keeps what they copied:
only a new workspace with a new key would end that, and what they have read they have read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import rights
from inspector_app.casework.targets.searched import SEARCHED
from inspector_app.domain.acts import Act, ActKind, Role
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import (
    DamagedError,
    DecisionNeededError,
    InspectorError,
    Problem,
    Progress,
    RuleError,
    SignInError,
    UnavailableError,
)
from inspector_app.store import making
from inspector_app.store.folder import DataFolder
from inspector_app.store.queries import Reads
from inspector_app.store.store import Store
from inspector_app.trust.certificates import Certificate, certify, self_signed_root
from inspector_app.trust.keys import SigningKey, VerifyKey
from inspector_app.trust.sharing import Shared, ShareFile, create_shared
from inspector_app.trust.slots import Cost

ENTITY = "workspace"
MADE, GIVEN, ENDED = "made", "given", "ended"
"""What an act about a workspace says."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a person finds of the filing workspace when they have signed in.

    Attributes:
        there: the office has one.
        store: open, None for who has no key.
        problem: why it is not open for somebody who was let in.
    """

    there: bool = False
    store: Store | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who was let in.

    Attributes:
        current: the box here was sealed for the key they have now; otherwise they must be let in again.
    """

    user: str
    name: str
    current: bool


def folder_of(main: Store) -> DataFolder:
    """Return the folder beside a main store's files."""
    return DataFolder(main.folder.filing)


def is_filing(store: Store) -> bool:
    """Tell whether a store is the filing workspace of the one that it lies in."""
    beside = DataFolder(store.folder.path.parent)
    return beside.filing == store.folder.path and beside.database.exists()


def is_there(main: Reads) -> bool:
    """Tell whether the office has a filing workspace, here or on another laptop."""
    return bool(_made(main))


def _acts(main: Reads) -> list[Act]:
    return main.acts(ENTITY, None, ActKind.SHARE, valid_only=True)


def _made(main: Reads) -> dict[str, str]:
    """Return the root key's id of every filing workspace that was made, by the workspace's id."""
    told = [act for act in _acts(main) if values.text(act.content, "what") == MADE]
    return {act.entity_id: values.text(act.content, "root") for act in told}


def _let_in(main: Store) -> dict[tuple[str, str], bool]:
    """Return who has access by (workspace, user): the newest word about each counts."""
    return {
        (act.entity_id, values.text(act.content, "user")): values.text(act.content, "what") == GIVEN
        for act in _acts(main)
        if values.text(act.content, "what") in (GIVEN, ENDED)
    }


def open_for(main: Store, user: str, key: SigningKey, clock: Clock, progress: Progress | None = None) -> Room:
    """Open the filing workspace for who signs in; what is wrong with it never keeps the main one closed.

    Args:
        key: the person's own, at hand for this moment of the sign-in.
    """
    if not is_there(main):
        return Room()
    if not any(held for (_, whose), held in _let_in(main).items() if whose == user):
        return Room(there=True)
    try:
        return Room(there=True, store=_open(main, user, key, clock, progress))
    except (DamagedError, UnavailableError, DecisionNeededError, SignInError) as error:
        return Room(there=True, problem=_problem(error))


def _problem(error: InspectorError) -> Problem:
    return Problem.of(error.code, error.where, **error.values)


def _open(main: Store, user: str, key: SigningKey, clock: Clock, progress: Progress | None) -> Store:
    keys = _keys(main)
    if not _let_in(main).get((keys.workspace, user), False):
        raise SignInError("filing.no_access", where=user)
    return _store(main, keys, _opened(keys, user, key), clock, progress)


def _keys(main: Store) -> ShareFile:
    """Return the key file here.

    Raises:
        UnavailableError: `filing.elsewhere`. DamagedError: `filing.foreign`, `trust.shared_damaged`.
    """
    folder = folder_of(main)
    if not folder.slots.exists():
        raise UnavailableError("filing.elsewhere", where=str(folder.path))
    keys = ShareFile.read(folder.slots)
    if keys.workspace not in _made(main):
        raise DamagedError("filing.foreign", where=str(folder.path))
    return keys


def _opened(keys: ShareFile, user: str, key: SigningKey) -> Shared:
    opened = keys.open(user, key)
    if opened is None:
        raise SignInError("filing.key_changed", where=user)
    return opened


def _store(
    main: Store, keys: ShareFile, opened: Shared, clock: Clock, progress: Progress | None = None
) -> Store:
    folder = folder_of(main)
    store = Store.open(folder, opened, clock, progress=progress, searched=SEARCHED)
    try:
        told = (store.meta.workspace, store.keyring.root.key_id)
        if told != (keys.workspace, _made(main).get(keys.workspace)):
            raise DamagedError("filing.foreign", where=str(folder.path))
        making.tidy(folder.path)
        store.sweep()
    except BaseException:
        store.close()
        raise
    return store


def make(desk: Desk, *, cost: Cost | None = None) -> str:
    """Make the filing workspace, let its maker in, and return its recovery code, to be shown once.

    Cut off on the way, the next call ends what was begun; nothing in it was promised to anybody yet.

    Args:
        desk: an administrator's, with the signature at hand.

    Raises:
        SignInError: `filing.not_signed`. RuleError: `accounts.not_administrator`, `filing.already_made`.
        UnavailableError: what the store says of the folder.
    """
    signer = _administrator(desk)
    if is_there(desk.store):
        raise RuleError("filing.already_made", where=desk.store.meta.workspace)
    folder = folder_of(desk.store)
    if not folder.slots.exists():
        with making.made_whole(folder.path) as corner:
            if corner is not None:
                _found(corner, desk.store, desk.user, signer, desk.clock, cost)
    keys = ShareFile.read(folder.slots)
    opened = _opened(keys, desk.user, signer)
    _tell_made(desk.store, keys, opened, desk.user, signer)
    return keys.renew_recovery(opened)


def make_beside(main: Store, user: str, signer: SigningKey, clock: Clock, cost: Cost | None = None) -> None:
    """Make it together with a training workspace, whose folder is not in its place yet."""
    folder = folder_of(main)
    keys, opened = _found(folder, main, user, signer, clock, cost)
    _tell_made(main, keys, opened, user, signer)


def _found(
    folder: DataFolder, main: Store, user: str, signer: SigningKey, clock: Clock, cost: Cost | None
) -> tuple[ShareFile, Shared]:
    """Make key file and store, with a root of its own that appoints the maker."""
    folder.prepare()
    workspace, root = uuid4().hex, SigningKey.new()
    above = main.keyring.root
    certificate = self_signed_root(
        root,
        workspace=workspace,
        name=above.name,
        valid_from=above.valid_from,
        valid_to=above.valid_to,
    )
    keys, opened = create_shared(folder.slots, workspace=workspace, root=root, cost=cost)
    store = Store.create(
        folder,
        opened,
        workspace=workspace,
        machine_code=main.meta.machine_code,
        root=certificate,
        clock=clock,
        training=main.meta.training,
        searched=SEARCHED,
    )
    try:
        _appoint(main, store, user, signer.public, root, by=user)
    finally:
        store.close()
    keys.give(opened, user, signer.public, administrator=True)
    return keys, opened


def _tell_made(main: Store, keys: ShareFile, opened: Shared, user: str, signer: SigningKey) -> None:
    root = opened.root.key_id if opened.root is not None else ""
    with main.transaction(user) as tx:
        tx.act(ActKind.SHARE, ENTITY, keys.workspace, {"what": MADE, "root": root}, signer)
        tx.act(ActKind.SHARE, ENTITY, keys.workspace, {"what": GIVEN, "user": user}, signer)


def _appoint(main: Store, filing: Store, user: str, key: VerifyKey, root: SigningKey, *, by: str) -> None:
    """Give a person the roles there that they have in the main workspace, for the same days."""
    for held in main.keyring.certificates():
        if held.key_id != key.key_id:
            continue
        there = certify(
            root,
            workspace=filing.meta.workspace,
            subject=key,
            user=user,
            name=held.name,
            roles=held.roles,
            valid_from=held.valid_from,
            valid_to=held.valid_to,
        )
        if there not in filing.keyring.certificates():
            with filing.transaction(by) as tx:
                tx.act(ActKind.ROLE, "certificate", there.key_id, there.to_content(), root)


def give(desk: Desk, filing: Store, user: str) -> None:
    """Let a colleague in, by their certificate alone; it opens at their next sign-in.

    Done again for somebody who is in, it brings a new key or a longer certificate of theirs over.

    Args:
        desk: of the main workspace, an administrator's who is in, with the signature at hand.

    Raises:
        SignInError: `filing.not_signed`, `filing.key_changed`, `trust.no_root_key`.
        RuleError: `accounts.not_administrator`, `filing.nobody`.
    """
    signer = _administrator(desk)
    keys = _keys(desk.store)
    opened = _opened(keys, desk.user, signer)
    _give(desk, filing, keys, opened, user, signer)


def _give(desk: Desk, filing: Store, keys: ShareFile, opened: Shared, user: str, signer: SigningKey) -> None:
    held = _certificate(desk, user)
    if opened.root is None:
        raise SignInError("trust.no_root_key", where=desk.user)
    key = VerifyKey(held.key)
    _appoint(desk.store, filing, user, key, opened.root, by=desk.user)
    roles = desk.store.keyring.roles(held.key_id, desk.today())
    keys.give(opened, user, key, administrator=Role.ADMINISTRATOR in roles)
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.SHARE, ENTITY, keys.workspace, {"what": GIVEN, "user": user}, signer)


def _certificate(desk: Desk, user: str) -> Certificate:
    """Return the newest certificate by which a person works: after a lost password, the new key's."""
    ring, today = desk.store.keyring, desk.today()
    told = desk.store.acts("certificate", None, ActKind.ROLE, valid_only=True)
    appointed = [one.entity_id for one in told if values.text(one.content, "user") == user]
    for key_id in reversed(appointed):
        held = ring.certificate(key_id)
        if held is not None and held.user == user and ring.roles(key_id, today):
            return held
    raise RuleError("filing.nobody", where=user)


def take(desk: Desk, user: str) -> None:
    """End a person's access here. What they copied before they keep; what they signed stands.

    Raises:
        SignInError: `filing.not_signed`.
        RuleError: `accounts.not_administrator`, `filing.own_access`, `filing.not_in`.
    """
    signer = _administrator(desk)
    keys = _keys(desk.store)
    if user == desk.user:
        raise RuleError("filing.own_access", where=user)
    if not _let_in(desk.store).get((keys.workspace, user), False):
        raise RuleError("filing.not_in", where=user)
    keys.take(user)
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.SHARE, ENTITY, keys.workspace, {"what": ENDED, "user": user}, signer)


def members(desk: Desk) -> tuple[Member, ...]:
    """Return who was let in, by name.

    Raises:
        UnavailableError: `filing.elsewhere`. DamagedError: `filing.foreign`, `trust.shared_damaged`.
    """
    keys = _keys(desk.store)
    sealed, ring = keys.people(), desk.store.keyring
    told = []
    for (workspace, user), held in _let_in(desk.store).items():
        if held and workspace == keys.workspace:
            own = [one for one in ring.certificates() if one.user == user]
            name = own[-1].name if own else user
            told.append(Member(user, name, sealed.get(user) in {one.key_id for one in own}))
    return tuple(sorted(told, key=lambda one: (one.name, one.user)))


def outside(desk: Desk) -> tuple[Member, ...]:
    """Return who has a certificate of today and was not let in, by name.

    Raises:
        UnavailableError: `filing.elsewhere`. DamagedError: `filing.foreign`, `trust.shared_damaged`.
    """
    inside, ring, today = {one.user for one in members(desk)}, desk.store.keyring, desk.today()
    names = {
        one.user: one.name
        for one in ring.certificates()
        if one.user not in inside and ring.roles(one.key_id, today) - {Role.ROOT}
    }
    told = (Member(user, name, current=False) for user, name in names.items())
    return tuple(sorted(told, key=lambda one: (one.name, one.user)))


def renew_recovery(desk: Desk) -> str:
    """Replace the recovery code and return the new one, to be shown once.

    Raises:
        SignInError: `filing.not_signed`, `filing.key_changed`, `trust.no_root_key`.
        RuleError: `accounts.not_administrator`.
    """
    signer = _administrator(desk)
    keys = _keys(desk.store)
    return keys.renew_recovery(_opened(keys, desk.user, signer))


def regain(desk: Desk, code: str) -> None:
    """Let an administrator in by the recovery code, when nobody who could do it is left.

    Raises:
        SignInError: `filing.not_signed`, `trust.recovery_mistyped`, `trust.wrong_recovery`, `trust.wait`.
        RuleError: `accounts.not_administrator`, `filing.nobody`.
    """
    signer = _administrator(desk)
    keys = _keys(desk.store)
    opened = keys.recover(code, now=desk.clock.now())
    with _opened_store(desk, keys, opened) as filing:
        _give(desk, filing, keys, opened, desk.user, signer)


@contextmanager
def _opened_store(desk: Desk, keys: ShareFile, opened: Shared) -> Iterator[Store]:
    store = _store(desk.store, keys, opened, desk.clock)
    try:
        yield store
    finally:
        store.close()


def _administrator(desk: Desk) -> SigningKey:
    if desk.signer is None:
        raise SignInError("filing.not_signed", where=desk.user)
    if not rights.holds(desk, frozenset({Role.ADMINISTRATOR})):
        raise RuleError("accounts.not_administrator", where=desk.user)
    return desk.signer
