"""A joining that was cut off at its very end: the folder stands, and the request still waits."""

from contextlib import suppress

from inspector_app.casework.people import pending
from inspector_app.domain.errors import InspectorError
from inspector_app.store.store import Store
from inspector_app.trust.enrolment import Request

SETTING = "joining.request"
"""The hash of the request that made this folder, until it was seen that it waits no longer."""


def note(store: Store, request: Request) -> None:
    """Remember which request makes this folder."""
    store.set_setting(SETTING, request.hash.hex())


def tidy(store: Store) -> None:
    """Forget the request that made this folder, if it still waits; others are left alone.

    What cannot be read or removed now keeps nobody from signing in, and is looked at the next time.
    """
    told = store.setting(SETTING)
    if told is None:
        return
    path = store.folder.path
    with suppress(InspectorError):
        for one in pending.waiting_all(path):
            if one.hash.hex() == told:
                pending.drop(path, one)
        store.set_setting(SETTING, None)
