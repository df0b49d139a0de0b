"""What travels of the filing workspace: the box for a person, in the act that lets them in.

The act stands in the main journal and so reaches every laptop. The box in it is sealed to one key, so it may
stand there; with it goes the filing workspace's root certificate, and nothing else is needed to make the
folder on the laptop of who was let in. What the folder is to hold comes by exchange. Acts of before the
exchange carry no box: whoever was let in by one works where the folder lies.

What the recovery code opens travels as well, in an act of its own: the code on paper opens the filing
workspace on every laptop of the office, and a new code makes the old one worthless there too.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from inspector_app.casework.base import values
from inspector_app.casework.targets.searched import SEARCHED
from inspector_app.domain.acts import Act
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import DamagedError, UnavailableError
from inspector_app.store import making
from inspector_app.store.folder import DataFolder
from inspector_app.store.store import Store
from inspector_app.trust.certificates import Certificate, Keyring
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.recovery_code import read_code
from inspector_app.trust.sharing import Box, Recovery, Shared, ShareFile, open_box, write_carried

BOX, KEY, ROOT = "box", "key", "root"
"""What an act that lets somebody in says beside who."""

WRAPPED = "wrapped"
"""What an act about the recovery code says beside the root: what the code opens."""

HELD = "filing.held"
"""Setting of the main store: the machine codes under which a filing folder here ever numbered."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What an act brought for a person.

    Attributes:
        workspace: the filing workspace's id.
        root: its root certificate.
    """

    workspace: str
    user: str
    box: Box
    root: Certificate

    def open(self, key: SigningKey) -> Shared:
        """Return the workspace's keys.

        Raises:
            DamagedError: `trust.box_damaged`.
        """
        return open_box(self.box, self.workspace, self.user, key)


@dataclass(frozen=True, slots=True)
class Coded:
    """What an act brought for whoever has the recovery code on paper."""

    workspace: str
    recovery: Recovery
    root: Certificate


def told_recovery(recovery: Recovery, root: Certificate) -> dict[str, object]:
    """Return what an act about the recovery code carries."""
    return {WRAPPED: recovery.to_content(), ROOT: root.to_content()}


def newest_recovery(acts: Iterable[Act]) -> Coded | None:
    """Return what the last of these acts brought that can be read; None when none did.

    Args:
        acts: about the recovery code, in their order.
    """
    for act in reversed(list(acts)):
        with suppress(DamagedError):
            root = Certificate.from_content(act.content.get(ROOT))
            return Coded(act.entity_id, Recovery.from_content(_wrapped(act), act.entity_id), root)
    return None


def _wrapped(act: Act) -> Mapping[str, Any]:
    told = act.content.get(WRAPPED)
    return told if isinstance(told, dict) else {}


def told(box: Box, root: Certificate) -> dict[str, object]:
    """Return what an act that lets somebody in carries."""
    return {BOX: b64encode(box.box).decode(), KEY: box.key_id, ROOT: root.to_content()}


def keys_of(acts: Iterable[Act], workspace: str) -> dict[str, set[str]]:
    """Return for which keys of each person a box travels, by the person's id."""
    found: dict[str, set[str]] = {}
    for act in acts:
        if act.entity_id == workspace and values.text(act.content, BOX):
            found.setdefault(values.text(act.content, "user"), set()).add(values.text(act.content, KEY))
    return found


def newest(acts: Iterable[Act], user: str, key: SigningKey) -> Carried | None:
    """Return what the last of these acts brought that opens with a person's key; None when none brought any.

    Args:
        acts: that let people in, in their order.

    Raises:
        DamagedError: `trust.box_damaged`, `trust.certificate_damaged`: something was brought, and none of it
            opens.
    """
    damage: DamagedError | None = None
    for act in reversed(list(acts)):
        whose = (values.text(act.content, "user"), values.text(act.content, KEY))
        if whose == (user, key.key_id) and values.text(act.content, BOX):
            try:
                carried = _carried(act, user)
                carried.open(key)
            except DamagedError as problem:  # an older one may be whole
                damage = damage or problem
            else:
                return carried
    if damage is not None:
        raise damage
    return None


def _carried(act: Act, user: str) -> Carried:
    content = values.text(act.content, BOX)
    try:
        box = b64decode(content, validate=True)
    except ValueError as problem:
        raise DamagedError("trust.box_damaged", length=len(content)) from problem
    root = Certificate.from_content(act.content.get(ROOT))
    return Carried(act.entity_id, user, Box(values.text(act.content, KEY), box), root)


def take_up(
    main: Store,
    brought: Carried,
    key: SigningKey,
    root_key: str,
    clock: Clock,
    recovery: Recovery | None = None,
) -> None:
    """Make the filing folder beside a main store, empty, whole or not at all.

    Args:
        root_key: id of the root key that the workspace was made with.
        recovery: what the office's recovery code opens, where that travelled.

    Raises:
        DamagedError: `filing.foreign`, `trust.root_invalid`, `trust.box_damaged`.
        UnavailableError: `filing.elsewhere`, and what the store says of the folder.
        RuleError: `store.already_there`, `store.remains`: what is left of a folder is not overwritten.
    """
    opened = brought.open(key)
    boxes = {brought.user: brought.box}
    _make(main, brought.workspace, brought.root, root_key, clock, boxes, recovery, lambda _: opened)


def take_up_by_code(main: Store, coded: Coded, code: str, root_key: str, clock: Clock) -> None:
    """Make the filing folder beside a main store by the recovery code, empty, whole or not at all.

    Raises:
        SignInError: `trust.recovery_mistyped`, `trust.wrong_recovery`. The rest as `take_up`.
    """
    read_code(code)

    def opened(keys: ShareFile) -> Shared:
        return keys.recover(code, now=clock.now())

    _make(main, coded.workspace, coded.root, root_key, clock, {}, coded.recovery, opened)


def _make(
    main: Store,
    workspace: str,
    root: Certificate,
    root_key: str,
    clock: Clock,
    boxes: Mapping[str, Box],
    recovery: Recovery | None,
    opened: Callable[[ShareFile], Shared],
) -> None:
    place = DataFolder(main.folder.filing)
    if root.key_id != root_key:
        raise DamagedError("filing.foreign", where=str(place.path))
    Keyring(workspace, root)
    with making.made_whole(place.path) as corner:
        if corner is not None:
            corner.prepare()
            keys = opened(write_carried(corner.slots, workspace, boxes, recovery))
            Store.create(
                corner,
                keys,
                workspace=workspace,
                machine_code=_code(main, place),
                root=root,
                clock=clock,
                training=main.meta.training,
                searched=SEARCHED,
            ).close()


def hold(main: Store, machine_code: int) -> None:
    """Remember that a filing folder here numbers under this code."""
    codes = _held(main)
    if machine_code not in codes:
        main.set_setting(HELD, " ".join(str(one) for one in [*codes, machine_code]))


def _held(main: Store) -> list[int]:
    return [int(one) for one in (main.setting(HELD) or "").split()]


def _code(main: Store, place: DataFolder) -> int:
    """Return the laptop's machine code, or a spare one when a folder that is gone numbered under it.

    What was numbered there may not have reached anybody: the same number must not be given twice.
    """
    used = _held(main)
    if main.meta.machine_code not in used:
        return main.meta.machine_code
    left = [one for one in main.spares() if one not in used]
    if not left:
        raise UnavailableError("filing.elsewhere", where=str(place.path))
    main.set_spares(one for one in main.spares() if one != left[0])
    return left[0]
