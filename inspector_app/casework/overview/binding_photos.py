"""The photos of a 案卷: those of each visit two a row; of a recheck, before and after beside each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.visits import after_photos, marks
from inspector_app.domain.chinese import CHINA, local_date
from inspector_app.domain.chinese import day as chinese_day
from inspector_app.domain.dossier import Album, Part, Shot, ShotRow
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

TITLE, PAIRED_TITLE = "现场检查照片", "整改前后对照照片"
BEFORE, AFTER, OF_REPORT = "整改前", "复查时", "整改报告"
"""What a recheck saw is not called rectified, and what the company sent in was not seen by us."""
REPLY_PHOTO = "reply_photo"
_IN_A_ROW = 2


@dataclass(frozen=True, slots=True)
class VisitAlbum:
    """An album with its place in the file; its shots have no file yet."""

    visit_id: str
    part: Part
    name: str
    on: date | None
    album: Album
    note: str


def albums(desk: Desk, visits: Sequence[Record], findings: Sequence[Record]) -> list[VisitAlbum]:
    """Return the albums of these visits and findings."""
    store = desk.store
    of_findings = _by(
        store.several("photo", [one.id for one in findings], "finding_id", "sort"), "finding_id"
    )
    of_visits = _by(store.several("photo", [one.id for one in visits], "inspection_id"), "inspection_id")
    reported = _by(
        store.several(REPLY_PHOTO, [one.id for one in findings], "finding_id", "sort"), "finding_id"
    )
    told: list[VisitAlbum] = []
    homes = _by(findings, "inspection_id")
    for visit in visits:
        own = homes.get(visit.id, [])
        told += _plain(visit, own, of_findings, of_visits.get(visit.id, []))
        told += _paired(visit, own, of_findings, reported)
    for visit in store.several("inspection", homes.keys() - {one.id for one in visits}):
        told += _paired(visit, homes[visit.id], of_findings, reported)
    return told


def rechecked(
    store: Store, findings: Sequence[Record], visits: Sequence[Record], but: Sequence[Record]
) -> list[Record]:
    """Return the findings of other visits of which these visits hold photos of a recheck."""
    known = {one.id for one in but}
    taken = store.several("photo", [one.id for one in visits], "inspection_id")
    wanted = {values.text(one.fields, "finding_id") for one in taken if after_photos.is_after(one)}
    return [one for one in findings if one.id in wanted - known]


def _by(records: Iterable[Record], name: str) -> dict[str, list[Record]]:
    told: dict[str, list[Record]] = {}
    for one in records:
        told.setdefault(values.text(one.fields, name), []).append(one)
    return told


def _plain(
    visit: Record, own: Sequence[Record], of_findings: dict[str, list[Record]], taken_in: Sequence[Record]
) -> Iterator[VisitAlbum]:
    """Yield the album of a visit: the photos of its findings by number, then those of no finding."""
    shots: list[Shot] = []
    attached: set[str] = set()
    for finding in own:
        for photo in of_findings.get(finding.id, ()):
            attached.add(photo.id)
            if not after_photos.is_after(photo):
                shots.append(_shot(photo, finding, len(shots) + 1))
    known = {one.id for one in own}
    for photo in taken_in:
        loose = photo.id not in attached and not after_photos.is_after(photo)
        if loose and values.text(photo.fields, "finding_id") not in known:
            shots.append(_shot(photo, None, len(shots) + 1))
    if shots:
        rows = tuple(ShotRow(tuple(shots[n : n + _IN_A_ROW])) for n in range(0, len(shots), _IN_A_ROW))
        album = Album(TITLE, _note(visit), rows)
        yield VisitAlbum(visit.id, Part.PHOTOS, TITLE, _day(visit), album, _count(rows))


def _paired(
    visit: Record,
    own: Sequence[Record],
    of_findings: dict[str, list[Record]],
    reported: dict[str, list[Record]],
) -> Iterator[VisitAlbum]:
    """Yield the album of what became of the findings: before on the left, after on the right."""
    rows: list[ShotRow] = []
    days: list[date] = []
    for finding in own:
        photos = of_findings.get(finding.id, [])
        before = [one for one in photos if not after_photos.is_after(one)]
        before += [one for one in reported.get(finding.id, ()) if not values.flag(one.fields, "after")]
        after = [one for one in reported.get(finding.id, ()) if values.flag(one.fields, "after")]
        after += [one for one in photos if after_photos.is_after(one)]
        if after:
            pairs = zip_longest(before, after)
            rows += [ShotRow((_of(old, finding), _of(new, finding)), paired=True) for old, new in pairs]
            taken = (values.moment(one.fields, "taken") for one in after)
            days += [local_date(one) for one in taken if one is not None]
    if rows:
        album = Album(PAIRED_TITLE, _note(visit), tuple(rows))
        on = max(days, default=None)
        yield VisitAlbum(visit.id, Part.RECHECKS, PAIRED_TITLE, on, album, _count(rows))


def _count(rows: Iterable[ShotRow]) -> str:
    """Return how many photos these are; one that shows two findings is one photo."""
    return f"{len({shot.sha256 for row in rows for shot in row.shots if shot is not None})}张"


def _of(photo: Record | None, finding: Record) -> Shot | None:
    """Return a photo of what became of a finding, with whose word it is."""
    if photo is None:
        return None
    head = OF_REPORT if photo.entity == REPLY_PHOTO else AFTER if after_photos.is_after(photo) else BEFORE
    return replace(_shot(photo, finding, 0), head=head)


def _shot(photo: Record, finding: Record | None, n: int) -> Shot:
    fields = photo.fields
    taken = values.moment(fields, "taken")
    place = values.text(finding.fields, "location") if finding is not None else "未归入问题"
    number = f"问题{values.number(finding.fields, 'number')}　" if finding is not None else ""
    words = values.text(fields, "caption") or place
    return Shot(
        values.text(fields, "sha256"),
        (f"照片{n}　" if n else "") + number + words,
        taken.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if taken else "",
        marks.read(fields),
    )


def _note(visit: Record) -> str:
    place = values.text(visit.fields, "place")
    return "　".join(part for part in (chinese_day(_day(visit)), place) if part)


def _day(visit: Record) -> date | None:
    began = values.moment(visit.fields, "started")
    return local_date(began) if began else None
