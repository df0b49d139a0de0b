"""Lists of bad conduct become domain values."""

from inspector_app.catalog import schema_conduct
from inspector_app.catalog.files import Folder
from inspector_app.domain.conduct import ConductCode


def codes_of(folder: Folder) -> list[ConductCode]:
    """Return the codes of all lists: the nation's before the office's own, each in its file's order."""
    parts = sorted(
        (one.part for one in folder.of(schema_conduct.ConductFile)),
        key=lambda part: part.scheme != "national",
    )
    return [_code(part, entry) for part in parts for entry in part.entry]


def _code(part: schema_conduct.ConductFile, entry: schema_conduct.ConductEntry) -> ConductCode:
    subject = next(one for one in part.subject if one.letters == entry.subject)
    return ConductCode(
        code=entry.code,
        title=part.title,
        category=entry.category,
        roles=tuple(subject.roles),
        conduct=entry.conduct,
        basis=entry.basis,
        penalty=entry.penalty,
        points=entry.points,
        months=entry.months or 0,
        local=part.scheme == "local",
        valid_from=part.valid_from,
        valid_to=part.valid_to,
        proofed=part.proofed if entry.proofed is None else entry.proofed,
        provenance=entry.provenance,
    )
