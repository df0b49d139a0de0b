"""Every late entry as a list shows it, with who wrote the paper, who keyed it in, and what it lacks."""

from dataclasses import dataclass

from inspector_app.casework.base import values
from inspector_app.casework.papers import issued
from inspector_app.domain.acts import ActKind
from inspector_app.store.store import Store


@dataclass(frozen=True, slots=True)
class Entry:
    """A late entry as a list of them shows it.

    Attributes:
        repeats: another standing paper bears the same number; it counts once.
        author, reason: who wrote the paper, and why without the program.
        user, wall: who keyed it in, and when their device said it was.
        warned: codes of what the paper lacks by law.
    """

    paper: issued.Issued
    repeats: bool
    author: str
    reason: str
    user: str
    wall: str
    warned: tuple[str, ...]


def entries(store: Store) -> tuple[Entry, ...]:
    """Return every late entry, by the day on its paper."""
    book = store.numbers().late
    ids = [one.document_id for one in book]
    known = issued.documents(store, ids)
    acts = store.acts_of("document", ids, ActKind.ISSUE)
    told = []
    for one in book:
        act = next((act for act in acts.get(one.document_id, ()) if act.id == one.act_id), None)
        if act is not None and one.document_id in known:
            warned = act.content.get("warned")
            told.append(
                Entry(
                    known[one.document_id],
                    one.repeats,
                    values.text(act.content, "author"),
                    values.text(act.content, "reason"),
                    act.user,
                    act.wall,
                    tuple(str(code) for code in warned) if isinstance(warned, list) else (),
                )
            )
    return tuple(told)
