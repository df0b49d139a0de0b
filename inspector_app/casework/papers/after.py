"""What a recheck opinion shows: of each finding photographed again, how it was and what became of it."""

from collections.abc import Iterable
from dataclasses import replace

from inspector_app.casework.visits import after_photos, findings
from inspector_app.domain.findings import Finding, Photo
from inspector_app.store.store import Store

BEFORE, AFTER = "整改前", "复查时"
"""How the photos are captioned, in front of what was written for them."""


def shown(store: Store, recheck_id: str, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with the photos that the opinion shows, each pair side by side.

    Of each finding the first photo of its fact stands before those of the recheck; a finding that was not
    photographed again shows none.
    """
    taken: dict[str, list[Photo]] = {}
    for one in store.records("photo", where={"inspection_id": recheck_id}, order="sort"):
        if after_photos.is_after(one):
            taken.setdefault(str(one.fields["finding_id"]), []).append(findings.photo_of(one))
    return tuple(replace(one, photos=_pair(one, taken.get(one.id, []))) for one in found)


def _pair(finding: Finding, after: list[Photo]) -> tuple[Photo, ...]:
    before = finding.photos[:1] if after else ()
    return tuple(
        replace(one, caption=f"{when}：{one.caption or finding.location}")
        for when, photos in ((BEFORE, before), (AFTER, after))
        for one in photos
    )
