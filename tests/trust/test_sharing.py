"""The key file of a shared workspace, and sealing for the holder of a certificate's key."""

from base64 import b64encode
from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest

from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import DamagedError, SignInError
from inspector_app.trust import sharing
from inspector_app.trust.keys import SigningKey, VerifyKey
from inspector_app.trust.recipients import opener_of, recipient_of
from inspector_app.trust.seal import seal
from inspector_app.trust.sharing import Shared, ShareFile, create_shared
from inspector_app.trust.slots import Cost

CHEAP = Cost(memory=64, time=1, lanes=1)
WORKSPACE = "0123456789abcdef" * 2
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=CHINA)


@pytest.fixture
def made(tmp_path: Path) -> tuple[ShareFile, Shared, SigningKey]:
    root = SigningKey.new()
    file, opened = create_shared(tmp_path / "keys.json", workspace=WORKSPACE, root=root, cost=CHEAP)
    return file, opened, root


@pytest.mark.parametrize("n", range(24))
def test_what_is_sealed_for_a_certificate_opens_with_its_key_alone(n: int) -> None:
    key = SigningKey.from_bytes(bytes([n]) * 32)
    assert recipient_of(key.public) == opener_of(key).public
    box = seal(recipient_of(key.public), b"secret", b"use")
    assert opener_of(key).open_sealed(box, b"use") == b"secret"
    with pytest.raises(DamagedError):
        opener_of(SigningKey.new()).open_sealed(box, b"use")


def test_the_map_is_that_of_rfc_7748() -> None:
    # The base point of edwards25519 has y = 4/5; that of curve25519 has u = 9.
    base = VerifyKey((4 * pow(5, -1, 2**255 - 19) % (2**255 - 19)).to_bytes(32, "little"))
    assert recipient_of(base) == (9).to_bytes(32, "little")


def test_a_key_that_is_no_usable_point_is_refused() -> None:
    with pytest.raises(DamagedError) as refused:
        recipient_of(VerifyKey((1).to_bytes(32, "little")))
    assert refused.value.code == "trust.key_damaged"


def test_each_person_opens_with_their_own_key(made: tuple[ShareFile, Shared, SigningKey]) -> None:
    file, opened, root = made
    chief, officer = SigningKey.new(), SigningKey.new()
    file.give(opened, "chief", chief.public, administrator=True)
    file.give(opened, "officer", officer.public, administrator=False)
    again = ShareFile.read(file.path)
    assert again.people() == {"chief": chief.key_id, "officer": officer.key_id}
    theirs, own = again.open("officer", officer), again.open("chief", chief)
    assert theirs is not None
    assert own is not None
    assert theirs.data_key == own.data_key == opened.data_key
    assert theirs.vault_key == own.vault_key != own.data_key
    assert theirs.root is None
    assert own.root is not None
    assert own.root.key_id == root.key_id
    assert again.open("officer", chief) is None
    assert again.open("stranger", chief) is None


def test_a_box_moved_to_another_persons_name_does_not_open(
    made: tuple[ShareFile, Shared, SigningKey],
) -> None:
    file, opened, _ = made
    key = SigningKey.new()
    file.give(opened, "one", key.public, administrator=False)
    moved = ShareFile(file.path, file._told)
    moved._told.boxes["two"] = moved._told.boxes["one"]  # type: ignore[index]
    with pytest.raises(DamagedError):
        moved.open("two", key)


def test_without_the_root_key_nobody_is_made_administrator(
    made: tuple[ShareFile, Shared, SigningKey],
) -> None:
    file, opened, _ = made
    key = SigningKey.new()
    file.give(opened, "one", key.public, administrator=False)
    theirs = file.open("one", key)
    assert theirs is not None
    with pytest.raises(SignInError) as refused:
        file.give(theirs, "two", SigningKey.new().public, administrator=True)
    assert refused.value.code == "trust.no_root_key"
    with pytest.raises(SignInError):
        file.renew_recovery(theirs)


def test_a_box_taken_away_is_gone_and_the_others_stay(made: tuple[ShareFile, Shared, SigningKey]) -> None:
    file, opened, _ = made
    one, two = SigningKey.new(), SigningKey.new()
    for user, key in (("one", one), ("two", two)):
        file.give(opened, user, key.public, administrator=False)
    file.take("one")
    file.take("nobody")
    again = ShareFile.read(file.path)
    assert again.open("one", one) is None
    assert again.open("two", two) is not None


def test_recovery_opens_with_the_newest_code_alone(made: tuple[ShareFile, Shared, SigningKey]) -> None:
    file, opened, root = made
    old, new = file.renew_recovery(opened), file.renew_recovery(opened)
    with pytest.raises(SignInError) as refused:
        file.recover(old, now=NOW)
    assert refused.value.code == "trust.wrong_recovery"
    found = ShareFile.read(file.path).recover(new.lower(), now=NOW + timedelta(hours=1))
    assert found.data_key == opened.data_key
    assert found.root is not None
    assert found.root.key_id == root.key_id


def test_wrong_codes_make_the_next_try_wait(made: tuple[ShareFile, Shared, SigningKey]) -> None:
    file, opened, _ = made
    old = file.renew_recovery(opened)
    file.renew_recovery(opened)
    codes = []
    for _ in range(4):
        with pytest.raises(SignInError) as refused:
            file.recover(old, now=NOW)
        codes.append(refused.value.code)
    assert codes == ["trust.wrong_recovery"] * 3 + ["trust.wait"]


def test_every_altered_byte_is_noticed(made: tuple[ShareFile, Shared, SigningKey]) -> None:
    file, opened, _ = made
    key = SigningKey.new()
    file.give(opened, "one", key.public, administrator=False)
    whole = file.path.read_bytes()
    for place in range(0, len(whole), 7):
        file.path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(DamagedError) as refused:
            ShareFile.read(file.path)
        assert refused.value.code == "trust.shared_damaged"
    file.path.write_bytes(whole[:50])
    with pytest.raises(DamagedError):
        ShareFile.read(file.path)


@pytest.mark.parametrize(
    "harm",
    [
        {
            "recovery": [
                b64encode(b"s" * 4).decode(),
                b64encode(b"n" * 12).decode(),
                b64encode(b"b" * 64).decode(),
            ]
        },
        {
            "recovery": [
                b64encode(b"s" * 16).decode(),
                b64encode(b"n").decode(),
                b64encode(b"b" * 64).decode(),
            ]
        },
        {"recovery": [b64encode(b"s" * 16).decode(), b64encode(b"n" * 12).decode(), ""]},
        {"kdf": {"memory": 64.0, "time": 1, "lanes": 1}},
    ],
)
def test_a_file_rightly_summed_and_wrongly_made_is_damaged(
    made: tuple[ShareFile, Shared, SigningKey], harm: dict[str, object]
) -> None:
    file, _, _ = made
    told = orjson.loads(file.path.read_bytes()) | harm
    del told["sum"]
    told["sum"] = sharing._sum(told)
    file.path.write_bytes(orjson.dumps(told))
    with pytest.raises(DamagedError) as refused:
        ShareFile.read(file.path)
    assert refused.value.code == "trust.shared_damaged"
