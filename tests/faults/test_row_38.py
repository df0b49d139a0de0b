"""Row 38: a hostile or revoked device at the hub: always 4xx, nothing foreign taken, limited, audited.

The first test is that of tests/hub_http: requests made from the app's own description, each by nobody, by a
revoked device and by a valid one. The others send what is nearly right.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import zstandard

from inspector_app.hub.limits import Limits
from inspector_app.journal import bundle, envelope
from inspector_app.sync import wire
from inspector_app.trust.keys import SigningKey
from tests.hub_http.inside import Inside
from tests.hub_http.laptops import Laptop, body_of
from tests.hub_http.test_hostile import (
    hub,
    people,
    test_nothing_hostile_is_answered_by_a_failure_of_ours,
)

__all__ = ["hub", "people", "test_nothing_hostile_is_answered_by_a_failure_of_ours"]

SEED, FLIPS, CUTS = 38, 400, 60
REPEAT = "python -m pytest tests/faults/test_row_38.py -n 0 -s"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path / "hub" / "data") as inside:
        yield inside


def held(one: Laptop) -> tuple[list[bytes], object]:
    """Return everything that the hub gives out, and where its log stands."""
    bundles, end = one.pull()
    return bundles, (end["no"], end["log"])


def test_no_altered_bundle_of_a_valid_device_is_taken(place: Inside) -> None:
    one, witness = place.laptop(), place.laptop()
    assert one.push(one.write(3)).status_code == 200
    whole, chance, told = one.write(5), Random(SEED), Counter[str]()
    before = held(witness)
    for number in range(FLIPS + CUTS):
        raw = bytearray(whole)
        if number < FLIPS:
            for _ in range(chance.choice((1, 1, 2, 8))):
                raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        else:
            del raw[chance.randrange(len(raw)) :]
        if bytes(raw) == whole:
            continue
        answer = one.push(bytes(raw))
        assert 400 <= answer.status_code < 500, answer.text
        told[f"{answer.status_code} {answer.json()['code']}"] += 1
    assert held(witness) == before
    assert one.push(whole).status_code == 200
    assert len(held(witness)[0]) == len(before[0]) + 1
    print(f"\nrow 38: seed {SEED}, {told.total()} altered bundles: {dict(told)}; repeat: {REPEAT}")


def made(one: Laptop, body: bytes, n: int, first: int, version: int = 1) -> bytes:
    """Return what this laptop signs: so many entries, it says, and this is their body."""
    told = bundle.BundleHeader(
        one.workspace, "ab" * 16, first, n, b"p" * 32, b"h" * 32, len(body), one.device.key_id
    )
    return envelope.close(bundle.KIND, told, zstandard.compress(body), one.device, version)


def test_what_is_whole_and_foreign_is_refused_too(place: Inside) -> None:
    """Signed by a key that nobody enrolled, in another's journal, of another workspace, from no beginning."""
    one, other, witness = place.laptop(), place.laptop(), place.laptop()
    assert other.push(other.write(4)).status_code == 200
    before = held(witness)
    stranger = SigningKey.new()
    written = one.write(4)
    elsewhere = Laptop(one.http, one.hub, "cd" * 16, one.device, token=one.token)
    cases = {
        "an unknown key": bundle.pack(one.entries, stranger),
        "another workspace": elsewhere.write(3),
        "a gap": bundle.pack(one.entries[2:], one.device),
        "no entries at all": made(one, b"", 1, 9),
        "made-up entries": made(one, b"x" * 900, 3, 7),
        "very much": made(one, bytes(90_000_000), 1, 9),
        "made-up entries, lean": made(one, b"x" * 900, 3, 7, 2),
        "very much, lean": made(one, bytes(3_900_000), 1, 9, 2),
        "nothing": b"",
    }
    told = {}
    for name, raw in cases.items():
        answer = one.push(raw)
        told[name] = f"{answer.status_code} {answer.json()['code']}"
        assert 400 <= answer.status_code < 500, (name, answer.text)
        assert held(witness) == before, name
    assert one.push(written).status_code == 200
    print(f"\nrow 38: {len(told)} foreign bundles: {told}; repeat: {REPEAT}")


def test_a_revoked_device_gets_and_brings_nothing_and_it_is_noted(place: Inside) -> None:
    one, witness = place.laptop(), place.laptop()
    assert one.push(one.write(3)).status_code == 200
    later = one.write(3)
    place.books.devices.revoke(one.device.key_id)
    before, lines = held(witness), len(place.books.audit.read())
    asked = {
        "push": lambda: one.push(later),
        "have": lambda: one.ask("have", {}),
        "pull": lambda: one.ask("pull", {"no": 0, "log": "00" * 32}),
        "receipts": lambda: one.ask("receipts", {"tips": {}}),
        "digest": lambda: one.ask("digest", {"tips_hash": "ab" * 32, "digest": "ab" * 32, "no": 0}),
        "missing": lambda: one.ask("blobs/missing", {"names": ["ab" * 32]}),
        "put": lambda: one.put("ab" * 32, "ab" * 32, b"x"),
        "status": lambda: one.http.get(wire.STATUS, headers=one.bearer),
        "token": one.try_sign_on,
    }
    told = {name: ask().status_code for name, ask in asked.items()}
    assert set(told.values()) <= {401, 403}, told
    # What it wrote after that point is not taken from another hand either.
    carried = witness.http.post(
        wire.path_of(witness.workspace, "push"), content=body_of(later), headers=witness.bearer
    )
    told["by another's hand"] = carried.status_code
    assert 400 <= carried.status_code < 500, carried.text
    assert held(witness) == before
    noted = Counter(line.what for line in place.books.audit.read()[lines:])
    assert noted, "nothing was audited"
    print(f"\nrow 38: a revoked device: {told}; noted: {dict(noted)}; repeat: {REPEAT}")


def test_at_the_shipped_bounds_a_flood_is_slowed(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub" / "data", Limits()) as slow:
        one, counted = slow.laptop(enrolled=False), Counter[int]()
        secret = wire.dump({"secret": "00" * 16, "request": one.request().to_content()})
        for _ in range(400):
            answer = one.http.post(wire.ENROL, content=secret)
            counted[answer.status_code] += 1
            if answer.status_code == 429:
                assert int(answer.headers["retry-after"]) >= 1
                break
        assert counted.keys() == {401, 429}
        assert slow.books.audit.count("enrol_refused") == counted[401]
        assert slow.books.audit.count("too_many") == 1
    print(f"\nrow 38: guessing secrets at the shipped bounds: {dict(counted)}; repeat: {REPEAT}")
