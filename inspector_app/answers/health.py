"""`numbers`, `digest`, `replay`: whether everything is as it must be."""

from inspector_app.answers.answer import DAMAGED, DECIDE, DONE, Answer
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import Progress
from inspector_app.domain.late import LABEL
from inspector_app.store.store import Store


def numbers(store: Store, messages: Messages) -> Answer:
    """Every number with its fate; gaps and duplicates, of which there are none if all is well.

    Late entries (补录) bear numbers of their own and stand apart; one that repeats a number needs a person.
    """
    book = store.numbers()
    told = [{"number": one.number, "fate": one.fate, "document_id": one.document_id} for one in book.numbers]
    gaps = [
        {"machine_code": one.machine_code, "kind": one.kind, "year": one.year, "serial": one.serial}
        for one in book.gaps
    ]
    duplicates = [{"number": one.number, "document_id": one.document_id} for one in book.duplicates]
    late = [
        {
            "number": one.number,
            "fate": one.fate,
            "document_id": one.document_id,
            "kind": one.kind,
            "issued_on": one.issued_on,
            "repeats": one.repeats,
        }
        for one in book.late
    ]
    summary, _ = messages.text("numbers.summary", "", {"count": len(told), "gaps": len(gaps)})
    lines = (
        *(f"{one['number']}  {one['fate']}" for one in told),
        *(f"{one['number']}  {one['fate']}  {LABEL}" for one in late),
        summary,
    )
    decide = bool(duplicates) or any(one.repeats for one in book.late)
    code = DECIDE if decide else DAMAGED if gaps else DONE
    data = {"numbers": told, "gaps": gaps, "duplicates": duplicates, "late": late}
    return Answer("numbers", data, lines, code)


def digest(store: Store) -> Answer:
    """The one oracle for sync, restore and replay, with the vector it was taken at."""
    told = store.digest()
    vector = {journal_id: [n, head] for journal_id, (n, head) in store.vector().items()}
    return Answer("digest", {"vector": vector, "digest": told}, (told,))


def replay(store: Store, messages: Messages, progress: Progress, *, check_only: bool) -> Answer:
    """Fold the whole journal again; without `check_only` the projection is rebuilt from it."""
    if not check_only:
        store.replay(progress)
    checked = store.replay_check(progress)
    data = {
        "same": checked.same,
        "entries": checked.entries,
        "seconds": round(checked.seconds, 3),
        "photos_elsewhere": len(store.elsewhere()),
    }
    code = "replay.same" if checked.same else "replay.different"
    words, remedy = messages.text(code, "", {"entries": checked.entries})
    return Answer("replay", data, (f"{words} {remedy}".rstrip(),), DONE if checked.same else DAMAGED)
