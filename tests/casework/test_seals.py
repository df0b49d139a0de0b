"""The electronic seal and the stamp's place, as the office enters them and the page is told."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from inspector_app.casework.papers import seals
from inspector_app.casework.targets import registry
from inspector_app.domain.content import Seal
from inspector_app.domain.errors import RuleError
from inspector_app.domain.templates import Sealing
from tests.builders import an_office
from tests.casework.bench import Bench


def a_seal(side: int = 500) -> bytes:
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((10, 10, side - 10, side - 10), outline=(200, 0, 0, 255), width=14)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_the_seal_is_kept_and_told_to_electronic_papers_only(bench: Bench) -> None:
    registry.set_office(bench.desk, an_office())
    assert {seals.seal_of(bench.desk.store, one) for one in Sealing} == {None}
    sha256 = seals.set_seal(bench.desk, a_seal(), 45)
    assert bench.desk.store.blob(sha256) == a_seal()
    assert seals.seal_of(bench.desk.store, Sealing.ELECTRONIC) == Seal(sha256, 45)
    assert seals.seal_of(bench.desk.store, Sealing.AT_OFFICE) is None
    assert seals.seal_of(bench.desk.store, Sealing.PRE_STAMPED) is None
    bench.desk.store.sweep()
    assert bench.desk.store.blob(sha256)


def test_a_seal_taken_away_leaves_its_picture_to_older_papers(bench: Bench) -> None:
    sha256 = seals.set_seal(bench.desk, a_seal())
    seals.remove_seal(bench.desk)
    assert seals.seal_of(bench.desk.store, Sealing.ELECTRONIC) is None
    bench.desk.store.sweep()
    assert bench.desk.store.blob(sha256) == a_seal()


def test_the_offices_names_stay_beside_the_seal(bench: Bench) -> None:
    seals.set_seal(bench.desk, a_seal())
    registry.set_office(bench.desk, an_office())
    seals.set_stamp(bench.desk, 130, 90)
    assert registry.office_of(bench.desk.store) == an_office()
    assert seals.seal_of(bench.desk.store, Sealing.ELECTRONIC) is not None


@pytest.mark.parametrize(("raw", "mm"), [(b"no picture", 42), (a_seal(), 20), (a_seal()[:300], 42)])
def test_what_is_no_seal_is_refused_by_its_name(bench: Bench, raw: bytes, mm: int) -> None:
    before = bench.desk.store.digest()
    with pytest.raises(RuleError) as refused:
        seals.set_seal(bench.desk, raw, mm, name="章.png")
    assert refused.value.code == "documents.seal_unfit"
    assert bench.desk.store.digest() == before


def test_the_place_of_the_stamp(bench: Bench) -> None:
    seals.set_stamp(bench.desk, 130, 90, 45)
    assert seals.seal_of(bench.desk.store, Sealing.PRE_STAMPED) == Seal("", 45, 130, 90)
    seals.set_stamp(bench.desk, 45, 200, 60)
    assert seals.seal_of(bench.desk.store, Sealing.PRE_STAMPED) == Seal("", 60, 45, 200)


@pytest.mark.parametrize(
    "place", [(44, 90, 42), (176, 90, 42), (130, 39, 42), (130, 201, 42), (130, 90, 29), (130, 90, 61)]
)
def test_a_stamp_off_the_sheet(bench: Bench, place: tuple[int, int, int]) -> None:
    with pytest.raises(RuleError) as refused:
        seals.set_stamp(bench.desk, *place)
    assert refused.value.code == "seals.place_wrong"


def test_only_an_administrator_enters_the_seal(bench: Bench) -> None:
    stranger = replace(bench.desk, user="somebody-else")
    for wish in (
        lambda: seals.set_seal(stranger, a_seal()),
        lambda: seals.remove_seal(stranger),
        lambda: seals.set_stamp(stranger, 130, 90),
    ):
        with pytest.raises(RuleError) as refused:
            wish()
        assert refused.value.code == "seals.no_right"
