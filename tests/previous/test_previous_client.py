"""The program of before against today's hub: what it sends is taken, and it is answered as it was."""

import hashlib
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.previous import client as previous
from tests.previous import frozen
from tests.previous.client import Client
from tests.previous.frozen import TOLD
from tests.previous.make import PHOTO
from tests.previous.serving import Served

HUB_KEY = bytes.fromhex(TOLD["hub_key"])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with Served(frozen.hub_folder(tmp_path / "hub"), TOLD["clock"]) as one:
        yield one


def joined(served: Served, name: str) -> Client:
    key = Ed25519PrivateKey.from_private_bytes(frozen.secret_of("device", name))
    one = Client(served.url, TOLD["hub"], TOLD["workspace"], key)
    one.sign_on()
    return one


@pytest.fixture
def wang(served: Served) -> Iterator[Client]:
    one = joined(served, "wang")
    yield one
    one.close()


@pytest.fixture
def li(served: Served) -> Iterator[Client]:
    one = joined(served, "li")
    yield one
    one.close()


def receipts(content: bytes) -> list[tuple[object, ...]]:
    frames, _ = previous.read_run(content)
    assert all(kind == previous.RECEIPT for kind, _ in frames)
    told = [previous.read_signed(raw, "receipt", HUB_KEY) for _, raw in frames]
    assert all(one.keys() == EXPECTED.keys() for one in told), "a program of before knows no other fields"
    return [(one["journal_id"], one["seq"], one["hash"]) for one in told]


EXPECTED = previous.read_signed(previous.read_run(frozen.raw("push.answer"))[0][0][1], "receipt", HUB_KEY)


def test_the_hub_is_the_same_and_still_speaks_version_one(wang: Client) -> None:
    told = wang.hello()
    assert (told["hub"], told["key"]) == (TOLD["hub"], TOLD["hub_key"])
    assert 1 in told["protocols"]
    assert told.keys() >= {"hub", "key", "protocols", "program", "least", "time"}
    assert tuple(map(int, told["least"].split("."))) <= (0, 1, 0)
    where = urlsplit(wang.url)
    shown = ssl.get_server_certificate((str(where.hostname), int(where.port or 0)))
    assert hashlib.sha256(ssl.PEM_cert_to_DER_cert(shown)).hexdigest() == TOLD["fingerprint"]


def test_its_push_is_taken_byte_for_byte_and_receipted_as_it_was(wang: Client, li: Client) -> None:
    answer = wang.push(frozen.raw("push"))
    assert answer.status_code == 200, answer.text
    assert receipts(answer.content) == receipts(frozen.raw("push.answer"))
    again = wang.push(frozen.raw("push"))
    assert receipts(again.content) == receipts(frozen.raw("push.answer")), "twice is once"
    other = li.push(previous.run_of(previous.framed(previous.BUNDLE, frozen.raw("li.1"))))
    assert other.status_code == 200, other.text
    tips = wang.ask("have", {}).json()["tips"]
    assert tips[TOLD["journals"]["wang"]] == [[5, receipts(frozen.raw("push.answer"))[1][2]]]
    bundles, end = li.pull()
    assert (end["no"], end["more"]) == (len(bundles), False)
    assert end["log"] == previous.log_of(bundles).hex(), "the log is hashed as it was"
    assert bundles[-3:] == [frozen.raw(name) for name in ("wang.1", "wang.2", "li.1")]
    before = [content for _, content in previous.read_run(frozen.raw("pull.answer"))[0]]
    assert [one for one in bundles if one in before] == before, "the hub's own journal too"
    # From where it stood before it reads on: a log that only grew is the log it knows.
    later, _ = li.pull(len(before) - 3, previous.log_of(bundles[: len(before) - 3]))
    assert later == bundles[len(before) - 3 :]


def test_a_gap_is_named_and_what_came_before_it_is_receipted(wang: Client) -> None:
    answer = wang.push(previous.run_of(previous.framed(previous.BUNDLE, frozen.raw("wang.2"))))
    assert answer.status_code == 409
    told = answer.json()
    assert told["code"] == "hub.gap"
    assert (told["values"]["index"], told["values"]["receipts"]) == (0, [])


def test_photos_go_and_come(wang: Client, li: Client) -> None:
    name = hashlib.sha256(PHOTO).hexdigest()
    assert wang.ask("blobs/missing", {"names": [name]}).json()["missing"] == [name]
    answer = wang.put(name, PHOTO)
    assert answer.status_code == 200, answer.text
    (frame,) = previous.read_run(answer.content)[0]
    was = previous.read_signed(previous.read_run(frozen.raw("blob.answer"))[0][0][1], "blobs", HUB_KEY)
    told = previous.read_signed(frame[1], "blobs", HUB_KEY)
    assert frame[0] == previous.BLOB_RECEIPT
    assert {**told, "at": ""} == {**was, "at": ""}
    assert li.get(name) == PHOTO
    assert li.ask("blobs/missing", {"names": [name]}).json()["missing"] == []


def test_digests_are_compared(wang: Client, li: Client) -> None:
    told = {"tips_hash": "ab" * 32, "digest": "cd" * 32, "no": 0}
    for one, same in ((wang, 0), (li, 1)):
        answered = one.ask("digest", told).json()
        assert (answered["same"], answered["differ"]) == (same, 0)


def test_a_bundle_of_a_later_program_is_refused_with_both_versions_named(wang: Client) -> None:
    """By the hub, for a form that it does not know; by the program of before, for one that came after it."""
    later = bytearray(frozen.raw("wang.1"))
    later[3] = 9
    answer = wang.push(previous.run_of(previous.framed(previous.BUNDLE, bytes(later))))
    assert (answer.status_code, answer.json()["code"]) == (422, "journal.newer_bundle")
    assert answer.json()["values"]["needed"] == 9
    assert answer.json()["values"]["have"] >= 1
    with pytest.raises(previous.NewerBundleError) as refused:
        previous.header_of(bytes(later))
    assert refused.value.args == (9, previous.BUNDLE_VERSION)


def test_a_laptop_that_the_office_never_had_is_not_served(served: Served) -> None:
    one = Client(served.url, TOLD["hub"], TOLD["workspace"], Ed25519PrivateKey.from_private_bytes(b"x" * 32))
    key = one.device.public_key().public_bytes_raw().hex()
    nonce = one.http.post("/v1/nonce", content=previous.dump({"key": key})).json()["nonce"]
    message = previous.signed("sign-on", one.hub.encode() + bytes.fromhex(nonce))
    told = {"key": key, "nonce": nonce, "signature": one.device.sign(message).hex()}
    answer = one.http.post("/v1/token", content=previous.dump(told))
    assert answer.status_code in (401, 403)
    assert answer.json()["code"].startswith("hub.")
    one.close()
