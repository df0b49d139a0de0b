"""The office's recovery key: a file for the safe and a code on paper, worth nothing apart."""

import random

import orjson
import pytest

from inspector_app.domain.errors import DamagedError, InspectorError, SignInError, UnavailableError
from inspector_app.trust import recovery_key
from inspector_app.trust.seal import seal
from inspector_app.trust.wrapping import Cost

WORKSPACE, CHEAP = "5a" * 16, Cost(memory=64, time=1, lanes=1)


def test_what_is_sealed_for_it_opens_with_file_and_code() -> None:
    content, public, code = recovery_key.make(WORKSPACE, CHEAP)
    box = seal(public, b"secret", b"context")
    key = recovery_key.open_key(content, f" {code.lower().replace('-', ' ')} ")
    assert key.public == public
    assert key.open_sealed(box, b"context") == b"secret"
    assert code.replace("-", "").encode() not in content
    assert key.to_bytes() not in content


def test_each_is_another_and_no_code_opens_another_ones_file() -> None:
    first, second = recovery_key.make(WORKSPACE, CHEAP), recovery_key.make(WORKSPACE, CHEAP)
    assert first[1] != second[1]
    with pytest.raises(SignInError, match=r"trust\.wrong_recovery"):
        recovery_key.open_key(first[0], second[2])
    with pytest.raises(SignInError, match=r"trust\.recovery_mistyped"):
        recovery_key.open_key(first[0], first[2][:-1])


def test_every_prefix_and_flipped_byte_is_refused() -> None:
    content, public, code = recovery_key.make(WORKSPACE, CHEAP)
    chance = random.Random(3)
    spoilt = [content[:cut] for cut in range(0, len(content) - 1, 3)]
    for place in range(len(content)):
        flipped = bytearray(content)
        flipped[place] ^= 1 << chance.randrange(8)
        spoilt.append(bytes(flipped))
    # A space between two words may be another blank: then nothing was changed.
    assert {outcome(each, code) for each in spoilt} <= {public, "trust.recovery_key_damaged"}


def outcome(content: bytes, code: str) -> bytes | str:
    try:
        return recovery_key.open_key(content, code).public
    except InspectorError as error:
        return error.code


def told(**changes: object) -> bytes:
    """Return a key file with other facts whose sum is right all the same."""
    content = orjson.loads(recovery_key.make(WORKSPACE, CHEAP)[0])
    content.pop("sum")
    content |= changes
    content["sum"] = recovery_key._sum(content)
    return orjson.dumps(content)


@pytest.mark.parametrize(
    "changes",
    [
        {"workspace": "x"},
        {"workspace": 5},
        {"public": "AAAA"},
        {"public": 5},
        {"kdf": [64, 1]},
        {"kdf": [64, 1, True]},
        {"kdf": [2**40, 1, 1]},
        {"kdf": "abc"},
        {"box": []},
        {"box": ["AAAA", "AAAA", "AAAA"]},
        {"format": "another"},
        {"v": "1"},
    ],
)
def test_facts_that_cannot_be_are_damage_and_cost_nothing(changes: dict[str, object]) -> None:
    with pytest.raises(DamagedError, match=r"trust\.recovery_key_damaged"):
        recovery_key.open_key(told(**changes), "0" * 26)


def test_one_of_a_newer_program_is_named() -> None:
    with pytest.raises(UnavailableError, match=r"trust\.newer_slots"):
        recovery_key.open_key(told(v=2), "0" * 26)


def test_another_public_half_under_the_same_box_is_refused() -> None:
    content, _, code = recovery_key.make(WORKSPACE, CHEAP)
    other = orjson.loads(recovery_key.make(WORKSPACE, CHEAP)[0])["public"]
    forged = orjson.loads(content) | {"public": other}
    forged.pop("sum")
    forged["sum"] = recovery_key._sum(forged)
    with pytest.raises(SignInError, match=r"trust\.wrong_recovery"):
        recovery_key.open_key(orjson.dumps(forged), code)
