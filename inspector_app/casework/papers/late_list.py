"""Every late entry as a list shows it, with who wrote the paper, who keyed it in, and what it lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued
from inspector_app.domain.acts import ActKind
from inspector_app.store.late_book import LateNumber
from inspector_app.store.store import Store

MONTH, YEAR, TWICE, VOID = "month", "year", "twice", "void"
CHOICES = (MONTH, YEAR, TWICE, VOID)
"""Which late entries are listed: of this month or year by the day on their paper, those whose number another
paper bears too, which wants a person, and those that were keyed in by mistake."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A late entry as a list of them shows it.

    Attributes:
        repeats: another standing paper bears the same number; it counts once.
        author, reason: who wrote the paper, and why without the program.
        user, wall: who keyed it in, and when their device said it was.
        warned: codes of what the paper lacks by law.
        target: the name of its target.
    """

    paper: issued.Issued
    repeats: bool
    author: str
    reason: str
    user: str
    wall: str
    warned: tuple[str, ...]
    target: str = ""


def entries(store: Store) -> tuple[Entry, ...]:
    """Return every late entry, by the day on its paper."""
    return _told(store, store.late_numbers())


def listed(desk: Desk, choice: str) -> tuple[Entry, ...]:
    """Return the late entries of a choice, the newest paper first."""
    book, today = desk.store.late_numbers(), desk.today()
    first = {MONTH: today.replace(day=1), YEAR: date(today.year, 1, 1)}.get(choice, date.min).isoformat()
    wanted = [one for one in book if one.issued_on >= first and _is_of(one, choice)]
    return tuple(reversed(_told(desk.store, wanted)))


def _is_of(one: LateNumber, choice: str) -> bool:
    if choice == TWICE:
        return one.repeats
    return (one.fate == "void") is (choice == VOID)


def twice(store: Store) -> int:
    """Return how many late entries bear a number that another standing paper bears."""
    return sum(one.repeats for one in store.late_numbers())


def entry(store: Store, document_id: str) -> Entry | None:
    """Return one late entry, None for a document that is none."""
    told = _told(store, [one for one in store.late_numbers() if one.document_id == document_id])
    return told[0] if told else None


def same_number(store: Store, entry: Entry) -> tuple[issued.Issued, ...]:
    """Return the other standing papers that bear the number of a late entry."""
    others = [one for one in store.bearers(entry.paper.number) if one != entry.paper.id]
    known = issued.documents(store, others)
    return tuple(one for one in known.values() if one.fate != "void")


def _told(store: Store, book: Iterable[LateNumber]) -> tuple[Entry, ...]:
    wanted = tuple(book)
    ids = [one.document_id for one in wanted]
    known = issued.documents(store, ids)
    acts = store.acts_of("document", ids, ActKind.ISSUE)
    names = _names(store, tuple(known.values()))
    told = []
    for one in wanted:
        act = next((act for act in acts.get(one.document_id, ()) if act.id == one.act_id), None)
        paper = known.get(one.document_id)
        if act is not None and paper is not None:
            warned = act.content.get("warned")
            told.append(
                Entry(
                    paper,
                    one.repeats,
                    values.text(act.content, "author"),
                    values.text(act.content, "reason"),
                    act.user,
                    act.wall,
                    tuple(str(code) for code in warned) if isinstance(warned, list) else (),
                    names.get(paper.target_id, ""),
                )
            )
    return tuple(told)


def _names(store: Store, papers: Sequence[issued.Issued]) -> dict[str, str]:
    targets = store.several("target", dict.fromkeys(one.target_id for one in papers))
    return {one.id: values.text(one.fields, "name") for one in targets}
