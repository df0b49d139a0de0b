"""The filing workspace's folder on this laptop: its key file, what opens it, and its store."""

from inspector_app.casework.people import filing_acts, filing_roles, filing_travels
from inspector_app.casework.targets.searched import SEARCHED
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import DamagedError, Progress, RuleError, SignInError, UnavailableError
from inspector_app.store import making
from inspector_app.store.folder import DataFolder
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.sharing import Shared, ShareFile

ADOPT = "filing.adopt"
"""Setting of the main store after a restore: the machine code under which the filing workspace goes on."""


def folder_of(main: Store) -> DataFolder:
    """Return the folder beside a main store's files."""
    return DataFolder(main.folder.filing)


def take_up(main: Store, user: str, key: SigningKey, clock: Clock) -> None:
    """Make the folder of who was let in, from what the act brought; without a box there is none to make.

    Raises:
        as `filing_travels.newest` and `filing_travels.take_up`.
    """
    made, held = filing_acts.made(main), filing_acts.let_in(main)
    acts = [
        act
        for act in filing_acts.given(main)
        if act.entity_id in made and held.get((act.entity_id, user), False)
    ]
    brought = filing_travels.newest(acts, user, key)
    if brought is not None:
        coded = filing_acts.coded(main, brought.workspace)
        recovery = coded.recovery if coded is not None else None
        filing_travels.take_up(main, brought, key, made[brought.workspace], clock, recovery)


def take_recovery(main: Store, keys: ShareFile) -> None:
    """Let the office's newest recovery code open the key file here; that of before is worthless."""
    coded = filing_acts.coded(main, keys.workspace)
    if coded is not None:
        keys.keep_recovery(coded.recovery)


def keys_here(main: Store) -> ShareFile:
    """Return the key file here.

    Raises:
        UnavailableError: `filing.elsewhere`. DamagedError: `filing.foreign`, `trust.shared_damaged`.
    """
    folder = folder_of(main)
    if not folder.slots.exists():
        raise UnavailableError("filing.elsewhere", where=str(folder.path))
    keys = ShareFile.read(folder.slots)
    if keys.workspace not in filing_acts.made(main):
        raise DamagedError("filing.foreign", where=str(folder.path))
    return keys


def opened_by(main: Store, keys: ShareFile, user: str, key: SigningKey) -> Shared:
    """Return the workspace's keys for a person's own key.

    Raises:
        SignInError: `filing.key_changed`. DamagedError: `trust.box_damaged`, `trust.certificate_damaged`.
    """
    opened = keys.open(user, key)
    if opened is None and filing_acts.let_in(main).get((keys.workspace, user), False):
        opened = _brought(main, keys, user, key)
    if opened is None:
        raise SignInError("filing.key_changed", where=user)
    return opened


def _brought(main: Store, keys: ShareFile, user: str, key: SigningKey) -> Shared | None:
    """Open with the box that an act brought, and keep it: they were let in on another laptop."""
    acts = [act for act in filing_acts.given(main) if act.entity_id == keys.workspace]
    brought = filing_travels.newest(acts, user, key)
    if brought is None:
        return None
    opened = brought.open(key)
    keys.put(user, brought.box)
    return opened


def _opened_under(
    main: Store, folder: DataFolder, opened: Shared, clock: Clock, progress: Progress | None
) -> Store:
    """Open the store; after a restore under a new journal, once: the anchor says whether that was done."""
    code = main.setting(ADOPT)
    adopted = int(code) if code is not None and not folder.anchor.exists() else None
    try:
        store = Store.open(
            folder, opened, clock, adopt_restored=adopted, progress=progress, searched=SEARCHED
        )
    except RuleError:
        left = main.spares() if adopted is not None else []
        if not left:
            raise
        # Cut off between code and anchor: that code counts as spent, the next spare one is taken.
        main.set_spares(left[1:])
        store = Store.open(folder, opened, clock, adopt_restored=left[0], searched=SEARCHED)
    if code is not None:
        main.set_setting(ADOPT, None)
    return store


def store_of(
    main: Store, keys: ShareFile, opened: Shared, user: str, clock: Clock, progress: Progress | None = None
) -> Store:
    """Open the store, and bring the office's withdrawals over where the root key is at hand.

    Raises:
        DamagedError: `filing.foreign`, and what the store says of its folder.
    """
    folder = folder_of(main)
    store = _opened_under(main, folder, opened, clock, progress)
    try:
        told = (store.meta.workspace, store.keyring.root.key_id)
        if told != (keys.workspace, filing_acts.made(main).get(keys.workspace)):
            raise DamagedError("filing.foreign", where=str(folder.path))
        making.tidy(folder.path)
        filing_travels.hold(main, store.meta.machine_code)
        store.sweep()
        if opened.root is not None:
            filing_roles.withdraw(main, store, opened.root, by=user)
    except BaseException:
        store.close()
        raise
    return store
