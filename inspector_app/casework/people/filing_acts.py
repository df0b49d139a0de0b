"""What signed acts of the main journal say of the filing workspace: who was let in, which code opens it."""

from inspector_app.casework.base import values
from inspector_app.casework.people import filing_travels
from inspector_app.casework.people.filing_travels import Coded
from inspector_app.domain.acts import Act, ActKind
from inspector_app.store.queries import Reads

ENTITY = "workspace"
MADE, GIVEN, ENDED, CODE = "made", "given", "ended", "code"
TURNED = "turned"
"""What an act about a workspace says: it was made, somebody was let in or is no longer, it has a recovery
code, or another content key."""


def _acts(main: Reads) -> list[Act]:
    return main.acts(ENTITY, None, ActKind.SHARE, valid_only=True)


def about(main: Reads, workspace: str) -> list[Act]:
    """Return all valid acts about one workspace, in their order."""
    return [act for act in _acts(main) if act.entity_id == workspace]


def handed(main: Reads, workspace: str) -> list[Act]:
    """Return the acts that hand keys on. Anybody may do that: whom a key may be sealed for others say."""
    return main.acts(ENTITY, workspace, ActKind.HAND)


def made(main: Reads) -> dict[str, str]:
    """Return the root key's id of every filing workspace that was made, by the workspace's id."""
    told = [act for act in _acts(main) if values.text(act.content, "what") == MADE]
    return {act.entity_id: values.text(act.content, "root") for act in told}


def given(main: Reads) -> list[Act]:
    """Return the acts that let people in, in their order."""
    return [act for act in _acts(main) if values.text(act.content, "what") == GIVEN]


def let_in(main: Reads) -> dict[tuple[str, str], bool]:
    """Return who has access by (workspace, user): the newest word about each counts."""
    return {
        (act.entity_id, values.text(act.content, "user")): values.text(act.content, "what") == GIVEN
        for act in _acts(main)
        if values.text(act.content, "what") in (GIVEN, ENDED)
    }


def codes(main: Reads) -> list[Act]:
    """Return the acts about recovery codes, in their order."""
    return [act for act in _acts(main) if values.text(act.content, "what") == CODE]


def coded(main: Reads, workspace: str = "") -> Coded | None:
    """Return what the newest recovery code opens; of any workspace that was made, if none is named."""
    known = {workspace} if workspace else made(main).keys()
    return filing_travels.newest_recovery(act for act in codes(main) if act.entity_id in known)
