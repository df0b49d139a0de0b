import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import DamagedError, InspectorError, SignInError
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.pin import open_with_pin, wrap_for_pin
from inspector_app.trust.slots import Cost

CHEAP = Cost(memory=64, time=1)
KEY = SigningKey.from_bytes(b"k" * 32)


def test_the_pin_gives_the_key_back_and_no_other_pin_does() -> None:
    blob = wrap_for_pin(KEY, "246810", CHEAP)
    assert open_with_pin(blob, "246810").key_id == KEY.key_id
    assert KEY.to_bytes() not in blob
    for wrong in ("246811", "", "24681", "2468100", "abcdef"):
        with pytest.raises(SignInError, match=r"trust\.wrong_pin"):
            open_with_pin(blob, wrong)


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12345a", "１２３４５６", "12 456", "-12345"])
def test_anything_but_six_digits_is_no_pin(pin: str) -> None:
    with pytest.raises(SignInError, match=r"trust\.bad_pin"):
        wrap_for_pin(KEY, pin, CHEAP)


BLOB = wrap_for_pin(KEY, "000000", CHEAP)


@settings(max_examples=60)
@given(st.integers(7, len(BLOB) - 1), st.integers(1, 255))
def test_an_altered_blob_never_gives_a_key(at: int, change: int) -> None:
    with pytest.raises(InspectorError):
        open_with_pin(BLOB[:at] + bytes((BLOB[at] ^ change,)) + BLOB[at + 1 :], "000000")


@pytest.mark.parametrize(
    "blob",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(BLOB[:-1], id="shorter"),
        pytest.param(BLOB + b"x", id="longer"),
        pytest.param(b"\x02" + BLOB[1:], id="another version"),
        pytest.param(b"\x01" + b"\xff" * 6 + BLOB[7:], id="costs everything"),
    ],
)
def test_what_is_no_such_blob_is_refused_before_it_costs_anything(blob: bytes) -> None:
    with pytest.raises(DamagedError, match=r"trust\.pin_damaged"):
        open_with_pin(blob, "000000")
