"""Photos that wait, are attached, put back, ordered, removed; the same bytes are kept once."""

from io import BytesIO

import pytest
from PIL import Image

from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import findings, inspections, photos
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import RuleError
from tests.casework.bench import Bench


def a_jpeg(shade: int, taken: str = "") -> bytes:
    out, exif = BytesIO(), Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    Image.new("RGB", (64, 48), (shade * 20, 90, 40)).save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


@pytest.fixture
def visit(played: Played, bench: Bench) -> str:
    """A second, open inspection of the played target, with two findings."""
    del played
    target = bench.desk.store.records("target")[0]
    return inspections.begin(bench.desk, target.id, [], started=bench.clock.now().isoformat())


def two(bench: Bench, visit: str) -> tuple[str, str]:
    first = findings.add(bench.desk, visit, findings.NewFinding(fact="临边无防护"))
    return first, findings.add(bench.desk, visit, findings.NewFinding(fact="电箱未锁"))


def assert_refused(code: str, what: object) -> None:
    with pytest.raises(RuleError) as caught:
        what()  # type: ignore[operator]
    assert caught.value.code == code


def test_a_photo_without_a_finding_waits_in_the_tray_of_its_inspection(bench: Bench, visit: str) -> None:
    told = photos.take_in(bench.desk, visit, a_jpeg(1, "2026:11:24 09:36:00"))
    (shot,) = photos.tray(bench.desk.store, visit)
    assert (shot.id, shot.finding_id, told.known) == (told.photo_id, "", False)
    assert "2026-11-24 09:36" in shot.stated
    assert bench.desk.store.blob(shot.sha256) == a_jpeg(1, "2026:11:24 09:36:00")


def test_the_tray_is_ordered_by_the_time_stated_and_those_without_come_last(bench: Bench, visit: str) -> None:
    for shade, taken in ((1, "2026:11:24 10:00:00"), (2, ""), (3, "1980:01:01 00:00:00")):
        photos.take_in(bench.desk, visit, a_jpeg(shade, taken))
    told = [one.taken.year if one.taken else 0 for one in photos.tray(bench.desk.store, visit)]
    assert told == [1980, 2026, 0]


def test_the_same_bytes_are_told_as_known_and_kept_once(bench: Bench, visit: str) -> None:
    first = photos.take_in(bench.desk, visit, a_jpeg(1))
    again = photos.take_in(bench.desk, visit, a_jpeg(1))
    assert (again.photo_id, again.known) == (first.photo_id, True)
    assert len(photos.all_of(bench.desk.store, visit)) == 1


def test_attaching_moves_photos_behind_those_of_the_finding_and_is_told(bench: Bench, visit: str) -> None:
    one, _ = two(bench, visit)
    there = photos.attach_photo(bench.desk, one, a_jpeg(9))
    waiting = [photos.take_in(bench.desk, visit, a_jpeg(shade)).photo_id for shade in (1, 2)]
    photos.attach(bench.desk, waiting, one)
    assert [shot.id for shot in photos.of_finding(bench.desk.store, one)] == [there, *waiting]
    assert photos.tray(bench.desk.store, visit) == []
    acts = bench.desk.store.acts("photo", waiting[0], ActKind.ATTACH)
    assert acts[-1].content["finding_id"] == one
    assert [photo.id for photo in findings.findings_of(bench.desk.store, visit)[0].photos] == [
        there,
        *waiting,
    ]


def test_a_photo_moves_from_one_finding_to_another_and_back_to_the_tray(bench: Bench, visit: str) -> None:
    one, other = two(bench, visit)
    photo = photos.attach_photo(bench.desk, one, a_jpeg(1))
    photos.attach(bench.desk, [photo], other)
    assert photos.of_finding(bench.desk.store, one) == []
    photos.detach(bench.desk, [photo])
    assert [shot.id for shot in photos.tray(bench.desk.store, visit)] == [photo]
    assert photos.of_finding(bench.desk.store, other) == []


def test_photos_of_a_finding_are_put_into_an_order(bench: Bench, visit: str) -> None:
    one, _ = two(bench, visit)
    made = [photos.attach_photo(bench.desk, one, a_jpeg(shade)) for shade in (1, 2, 3)]
    photos.arrange(bench.desk, one, [made[2], made[0]])
    assert [shot.id for shot in photos.of_finding(bench.desk.store, one)] == [made[2], made[0], made[1]]


def test_what_is_removed_is_neither_in_the_tray_nor_with_its_finding(bench: Bench, visit: str) -> None:
    one, _ = two(bench, visit)
    attached = photos.attach_photo(bench.desk, one, a_jpeg(1))
    waiting = photos.take_in(bench.desk, visit, a_jpeg(2)).photo_id
    photos.remove(bench.desk, [attached, waiting])
    assert photos.all_of(bench.desk.store, visit) == []
    assert photos.of_finding(bench.desk.store, one) == []
    assert not photos.take_in(bench.desk, visit, a_jpeg(2)).known


def test_photos_of_a_removed_finding_wait_in_the_tray_again(bench: Bench, visit: str) -> None:
    one, _ = two(bench, visit)
    photo = photos.attach_photo(bench.desk, one, a_jpeg(1))
    findings.remove(bench.desk, one)
    assert [shot.id for shot in photos.tray(bench.desk.store, visit)] == [photo]


def test_what_an_issued_document_shows_stays(bench: Bench, visit: str) -> None:
    del visit
    finding = next(
        one
        for record in bench.desk.store.records("inspection")
        for one in findings.findings_of(bench.desk.store, record.id)
        if one.photos and findings.ordered_by(bench.desk.store, one.id)
    )
    photo = finding.photos[0].id
    for wish in (photos.detach, photos.remove):
        with pytest.raises(RuleError) as caught:
            wish(bench.desk, [photo])
        assert caught.value.code in ("photo.ordered", "inspection.locked")
    assert photos.of_finding(bench.desk.store, finding.id)[0].id == photo


def test_what_is_no_photo_too_large_or_for_nobody_is_refused_by_name(bench: Bench, visit: str) -> None:
    assert_refused("documents.not_a_photo", lambda: photos.take_in(bench.desk, visit, b"none", name="x.jpg"))
    assert_refused(
        "documents.photo_heic", lambda: photos.take_in(bench.desk, visit, b"\0\0\0\x18ftypheic" + bytes(40))
    )
    huge = bytes(photos.MOST_PHOTO_BYTES + 1)
    assert_refused("photo.too_large", lambda: photos.take_in(bench.desk, visit, huge))
    assert_refused("inspection.none", lambda: photos.take_in(bench.desk, "0" * 32, a_jpeg(1)))
    assert_refused("finding.none", lambda: photos.take_in(bench.desk, visit, a_jpeg(1), finding_id="0" * 32))
    assert_refused("photo.none", lambda: photos.attach(bench.desk, ["0" * 32], two(bench, visit)[0]))
    assert photos.all_of(bench.desk.store, visit) == []


def test_a_concluded_inspection_takes_no_photo_and_lets_none_go(bench: Bench, visit: str) -> None:
    photo = photos.take_in(bench.desk, visit, a_jpeg(1)).photo_id
    inspections.change(bench.desk, visit, ended=bench.clock.now().isoformat())
    inspections.conclude(bench.desk, visit)
    assert_refused("inspection.locked", lambda: photos.take_in(bench.desk, visit, a_jpeg(2)))
    assert_refused("inspection.locked", lambda: photos.remove(bench.desk, [photo]))
