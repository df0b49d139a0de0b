"""A photo that rotted on the hub's disk: whoever fetches it sees so, and the hub asks for it again."""

from hashlib import sha256
from pathlib import Path

from inspector_app.sync import wire
from tests.hub_http.inside import Inside

PHOTO = b"a photo of a wall" * 60_000


def test_a_rotten_photo_is_held_no_more_once_it_was_fetched(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub") as hub:
        one, other = hub.laptop(), hub.laptop()
        name = sha256(PHOTO).hexdigest()
        path = wire.path_of(one.workspace, f"blobs/{name}")
        assert one.put(name, name, PHOTO).status_code == 200
        assert other.http.get(path, headers=other.bearer).content == PHOTO
        place = tmp_path / "hub" / "blobs" / one.workspace / name[:2] / name
        place.write_bytes(b"b" + PHOTO[1:])
        assert one.ask("blobs/missing", {"names": [name]}).json()["missing"] == [], "nobody looked yet"
        answer = other.http.get(path, headers=other.bearer)
        assert sha256(answer.content).hexdigest() != name
        assert one.ask("blobs/missing", {"names": [name]}).json()["missing"] == [name]
        assert other.http.get(path, headers=other.bearer).status_code == 404
        assert hub.books.audit.count("blob_rotted") == 1
        assert one.put(name, name, PHOTO).status_code == 200
        assert other.http.get(path, headers=other.bearer).content == PHOTO


def test_a_rotten_photo_is_replaced_by_whoever_brings_it_again(tmp_path: Path) -> None:
    with Inside(tmp_path / "hub") as hub:
        one = hub.laptop()
        name = sha256(PHOTO).hexdigest()
        assert one.put(name, name, PHOTO).status_code == 200
        place = tmp_path / "hub" / "blobs" / one.workspace / name[:2] / name
        place.write_bytes(b"b" + PHOTO[1:])
        assert one.put(name, name, PHOTO).status_code == 200
        assert place.read_bytes() == PHOTO
