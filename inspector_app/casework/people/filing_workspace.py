"""The filing workspace: a store of its own beside the main one, shared by key.

It lies in `<data>/filing/` with its own journal, its own keys and its own files. An administrator makes it
and lets colleagues in; whoever has no key learns only that it exists. The key is sealed to the key that a
colleague's certificate names, so nobody has to tell a password; it opens by itself at their next sign-in.
The signed acts of the main journal say who has it; the box in the key file is what opens it; both are needed.
The act brings the box along, so that a colleague's own laptop makes the folder by itself.

Taking access away ends it for the program on every laptop, and makes a new key: whoever copied the one of
before can open with it what was written until then, and nothing of what any laptop writes that knows of it
(`filing_keys`). Replacing the recovery code makes one too, for the old code opens what was sealed for it.

Whoever the office withdraws has no rights here either: the withdrawal is brought over by the next who signs
in with the workspace's root key, and counts from the office's own day; the next administrator who signs in
makes the new key.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from uuid import uuid4

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import (
    filing_acts,
    filing_keys,
    filing_opening,
    filing_roles,
    filing_travels,
    rights,
)
from inspector_app.casework.people.filing_keys import HeldKeys
from inspector_app.casework.people.filing_opening import folder_of, keys_here, opened_by
from inspector_app.casework.targets.searched import SEARCHED
from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.chinese import local_date
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
from inspector_app.trust import content_keys
from inspector_app.trust.certificates import self_signed_root
from inspector_app.trust.keys import SigningKey, VerifyKey
from inspector_app.trust.recipients import recipient_of
from inspector_app.trust.sharing import Shared, ShareFile, box_for, create_shared
from inspector_app.trust.slots import Cost


@dataclass(frozen=True, slots=True)
class Room:
    """What a person finds of the filing workspace when they have signed in.

    Attributes:
        there: the office has one.
        store: open, None for who has no key.
        problem: why it is not open for somebody who was let in.
        keys: under which its content travels; None while it is not open.
    """

    there: bool = False
    store: Store | None = None
    problem: Problem | None = None
    keys: HeldKeys | None = field(default=None, repr=False)


def is_filing(store: Store) -> bool:
    """Tell whether a store is the filing workspace of the one that it lies in."""
    beside = DataFolder(store.folder.path.parent)
    return beside.filing == store.folder.path and beside.database.exists()


def is_there(main: Reads) -> bool:
    """Tell whether the office has a filing workspace, here or on another laptop."""
    return bool(filing_acts.made(main))


def hidden(main: Store, room: Room) -> bool:
    """Tell whether filings lie on this laptop that the person signed in cannot open."""
    return room.there and room.store is None and folder_of(main).database.exists()


def open_for(main: Store, user: str, key: SigningKey, clock: Clock, progress: Progress | None = None) -> Room:
    """Open the filing workspace for who signs in; what is wrong with it never keeps the main one closed.

    Args:
        key: the person's own, at hand for this moment of the sign-in.
    """
    if not is_there(main):
        return Room()
    if not any(held for (_, whose), held in filing_acts.let_in(main).items() if whose == user):
        return Room(there=True)
    if filing_roles.ended(main.keyring, key.key_id, local_date(clock.now())):
        return Room(there=True, problem=Problem.of("filing.key_withdrawn", user))
    try:
        store, keys = _open(main, user, key, clock, progress)
        return Room(there=True, store=store, keys=keys)
    except (DamagedError, UnavailableError, DecisionNeededError, SignInError, RuleError) as error:
        return Room(there=True, problem=_problem(error))


def _problem(error: InspectorError) -> Problem:
    return Problem.of(error.code, error.where, **error.values)


def _open(
    main: Store, user: str, key: SigningKey, clock: Clock, progress: Progress | None
) -> tuple[Store, HeldKeys]:
    if not folder_of(main).slots.exists():
        filing_opening.take_up(main, user, key, clock)
    keys = keys_here(main)
    if not _let_in(main, keys, user):
        raise SignInError("filing.no_access", where=user)
    filing_opening.take_recovery(main, keys)
    opened = opened_by(main, keys, user, key)
    store = filing_opening.store_of(main, keys, opened, user, clock, progress)
    try:
        held = filing_keys.held_by(main, store, clock, user, key, opened.carried_key)
        filing_keys.keep_up(held, key)
    except BaseException:
        store.close()
        raise
    return store, held


def _let_in(main: Store, keys: ShareFile, user: str) -> bool:
    return filing_acts.let_in(main).get((keys.workspace, user), False)


def adopt_next(main: Store, machine_code: int) -> None:
    """Let the filing workspace go on from an older copy under this code, once it is opened next."""
    main.set_setting(filing_opening.ADOPT, str(machine_code))


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
    opened = opened_by(desk.store, keys, desk.user, signer)
    _tell_made(desk.store, keys, opened, desk.user, signer)
    with _opened_store(desk, keys, opened) as filing:
        code, told = _new_code(filing, keys, opened)
        _tell(desk, keys, signer, told)
        return code


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
        filing_roles.appoint(main, store, user, signer.public, root, by=user)
    finally:
        store.close()
    keys.give(opened, user, signer.public, administrator=True)
    return keys, opened


def _tell_made(main: Store, keys: ShareFile, opened: Shared, user: str, signer: SigningKey) -> None:
    given: dict[str, object] = {"what": filing_acts.GIVEN, "user": user}
    root = opened.root
    if root is not None:
        there = filing_roles.certificates(main, keys.workspace, signer.public, root)
        given |= {filing_keys.MEMBER: there[-1].to_content()} if there else {}
    made = {"what": filing_acts.MADE, "root": root.key_id if root is not None else ""}
    with main.transaction(user) as tx:
        for told in (made, given):
            tx.act(ActKind.SHARE, filing_acts.ENTITY, keys.workspace, told, signer)


def _tell(desk: Desk, keys: ShareFile, signer: SigningKey, *told: Mapping[str, object]) -> None:
    with desk.store.transaction(desk.user) as tx:
        for one in told:
            tx.act(ActKind.SHARE, filing_acts.ENTITY, keys.workspace, one, signer)


def give(desk: Desk, filing: Store, user: str) -> None:
    """Let a colleague in, by their certificate alone; it opens at their next sign-in.

    Done again for somebody who is in, it brings a new key or a longer certificate of theirs over.

    Args:
        desk: of the main workspace, an administrator's who is in, with the signature at hand.

    Raises:
        SignInError: `filing.not_signed`, `filing.no_access`, `filing.key_changed`, `trust.no_root_key`.
        RuleError: `accounts.not_administrator`, `filing.nobody`.
    """
    signer = _administrator(desk)
    keys = keys_here(desk.store)
    if not _let_in(desk.store, keys, desk.user):
        raise SignInError("filing.no_access", where=desk.user)
    opened = opened_by(desk.store, keys, desk.user, signer)
    later = _held(desk, filing, opened, signer).later()
    _give(desk, filing, _Opened(keys, opened, later), user, signer)


@dataclass(frozen=True, slots=True)
class _Opened:
    """The key file here, what was opened with it, and the content keys that were made since, by id."""

    keys: ShareFile
    shared: Shared
    later: Mapping[str, bytes]


def _held(desk: Desk, filing: Store, opened: Shared, signer: SigningKey) -> HeldKeys:
    return filing_keys.held_by(desk.store, filing, desk.clock, desk.user, signer, opened.carried_key)


def _give(desk: Desk, filing: Store, opened: _Opened, user: str, signer: SigningKey) -> None:
    held, keys, shared = filing_roles.certificate_of(desk, user), opened.keys, opened.shared
    if shared.root is None:
        raise SignInError("trust.no_root_key", where=desk.user)
    key = VerifyKey(held.key)
    there = filing_roles.appoint(desk.store, filing, user, key, shared.root, by=desk.user)
    administrator = Role.ADMINISTRATOR in desk.store.keyring.roles(held.key_id, desk.today())
    box = box_for(shared, keys.workspace, user, key, administrator=administrator)
    if user == desk.user and key.key_id != signer.key_id:
        # Their key of another laptop travels by the act; what opens it here must go on doing so.
        keys.give(shared, user, signer.public, administrator=True)
    else:
        keys.put(user, box)
    book = filing_keys.read(desk.store, filing, desk.today())
    told = {
        "what": filing_acts.GIVEN,
        "user": user,
        **filing_travels.told(box, filing.keyring.root),
        filing_keys.MEMBER: there[-1].to_content(),
        filing_keys.KEYS: filing_keys.sealed(book, opened.later, {key.key_id: recipient_of(key)}, anew=True),
    }
    _tell(desk, keys, signer, told)


def take(desk: Desk, filing: Store, user: str) -> None:
    """End a person's access, and make a new key for all others. What they signed stands.

    What was written before may be open to them for ever, as far as they copied it.

    Raises:
        SignInError: `filing.not_signed`, `filing.key_changed`.
        RuleError: `accounts.not_administrator`, `filing.own_access`, `filing.not_in`.
    """
    signer = _administrator(desk)
    keys = keys_here(desk.store)
    if user == desk.user:
        raise RuleError("filing.own_access", where=user)
    if not _let_in(desk.store, keys, user):
        raise RuleError("filing.not_in", where=user)
    later = _held(desk, filing, opened_by(desk.store, keys, desk.user, signer), signer).later()
    keys.take(user)
    book = filing_keys.read(desk.store, filing, desk.today()).without(user)
    ended = {"what": filing_acts.ENDED, "user": user}
    turned = filing_keys.turned(book, later, book.receivers(desk.store.keyring))
    _tell(desk, keys, signer, ended, turned)


def renew_recovery(desk: Desk, filing: Store) -> str:
    """Replace the recovery code and return the new one, to be shown once.

    On other laptops the old one is worthless once they took in the act and somebody signed in there. What is
    written from now on it does not open: a new content key is made with the code.

    Raises:
        SignInError: `filing.not_signed`, `filing.key_changed`, `trust.no_root_key`.
        RuleError: `accounts.not_administrator`.
    """
    signer = _administrator(desk)
    keys = keys_here(desk.store)
    opened = opened_by(desk.store, keys, desk.user, signer)
    later = _held(desk, filing, opened, signer).later()
    code, told = _new_code(filing, keys, opened)
    opener = content_keys.code_opener(keys.workspace, code)
    book = replace(filing_keys.read(desk.store, filing, desk.today()), code=opener.public)
    _tell(desk, keys, signer, told, filing_keys.turned(book, later, book.receivers(desk.store.keyring)))
    return code


def _new_code(filing: Store, keys: ShareFile, opened: Shared) -> tuple[str, Mapping[str, object]]:
    """Return a new recovery code, kept here already, and the act that tells of it."""
    code = keys.renew_recovery(opened)
    public = content_keys.code_opener(keys.workspace, code).public
    carried = filing_travels.told_recovery(keys.recovery, filing.keyring.root)
    return code, {"what": filing_acts.CODE, **carried, filing_keys.CODE_KEY: public.hex()}


def regain(desk: Desk, code: str) -> None:
    """Let an administrator in by the recovery code, when nobody who could do it is left.

    Where the folder is not on this laptop, it is made: what was filed comes with the next exchange.

    Raises:
        SignInError: `filing.not_signed`, `trust.recovery_mistyped`, `filing.wrong_recovery`, `trust.wait`.
        RuleError: `accounts.not_administrator`, `filing.nobody`.
        UnavailableError: `filing.elsewhere`. DamagedError: `filing.foreign`, `trust.shared_damaged`.
    """
    signer = _administrator(desk)
    try:
        if not folder_of(desk.store).slots.exists() and (coded := filing_acts.coded(desk.store)) is not None:
            root_key = filing_acts.made(desk.store)[coded.workspace]
            filing_travels.take_up_by_code(desk.store, coded, code, root_key, desk.clock)
        keys = keys_here(desk.store)
        filing_opening.take_recovery(desk.store, keys)
        opened = keys.recover(code, now=desk.clock.now())
    except SignInError as error:
        if error.code != "trust.wrong_recovery":
            raise
        raise SignInError("filing.wrong_recovery", where=error.where) from error
    with _opened_store(desk, keys, opened) as filing:
        book = filing_keys.read(desk.store, filing, desk.today())
        later = book.opened(filing_keys.openers(book.workspace, code, opened.root, signer))
        _give(desk, filing, _Opened(keys, opened, later), desk.user, signer)


@contextmanager
def _opened_store(desk: Desk, keys: ShareFile, opened: Shared) -> Iterator[Store]:
    store = filing_opening.store_of(desk.store, keys, opened, desk.user, desk.clock)
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
