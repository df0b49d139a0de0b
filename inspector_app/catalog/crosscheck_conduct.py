"""Lists of bad conduct: subjects that exist, letters that agree, days in order, no word of penalty."""

from collections.abc import Iterator

from inspector_app.catalog import crosscheck_documents, schema_conduct
from inspector_app.catalog.faults import Fault
from inspector_app.catalog.files import Folder


def ids(folder: Folder) -> Iterator[tuple[str, str, str, tuple[str | int, ...]]]:
    """Yield (kind of id, id, file, path) of every code, which is one of all lists, and of every subject."""
    for one in folder.of(schema_conduct.ConductFile):
        for n, subject in enumerate(one.part.subject):
            yield f"subject of {one.name}", subject.letters, one.name, ("subject", n, "letters")
        for n, entry in enumerate(one.part.entry):
            yield "conduct", entry.code, one.name, ("entry", n, "code")


def faults(folder: Folder) -> Iterator[Fault]:
    """Yield what is wrong with the lists of bad conduct."""
    for one in folder.of(schema_conduct.ConductFile):
        yield from _days(one.name, one.part)
        yield from _entries(one.name, one.part)


def _days(file: str, part: schema_conduct.ConductFile) -> Iterator[Fault]:
    start, end = part.valid_from, part.valid_to
    if start is not None and end is not None and end < start:
        yield Fault.of("forms.ends_before_it_begins", file, "valid_to", begins=start, ends=end)


def _entries(file: str, part: schema_conduct.ConductFile) -> Iterator[Fault]:
    known = {one.letters for one in part.subject}
    for n, entry in enumerate(part.entry):
        path = ("entry", n)
        if entry.subject not in known:
            yield Fault.of("forms.unknown_subject", file, *path, "subject", id=entry.subject)
        elif part.scheme == "national" and not entry.code.startswith(f"{entry.subject}-"):
            yield Fault.of(
                "forms.conduct_code_letters", file, *path, "code", id=entry.code, letters=entry.subject
            )
        # What is printed on a notice sounds like no penalty: it is none (行政处罚法 28).
        for key, text in (("conduct", entry.conduct), ("basis", entry.basis)):
            for word in crosscheck_documents.penalty_words(text):
                yield Fault.of("forms.penalty_word", file, *path, key, word=word)
