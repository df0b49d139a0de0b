import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import DamagedError
from inspector_app.trust.keys import SigningKey, VerifyKey

KEY = SigningKey.from_bytes(bytes(range(32)))


def test_a_signature_holds_for_its_message_purpose_and_key_alone() -> None:
    signature = KEY.sign("act", b"stop work")
    assert len(signature) == 64
    assert KEY.public.verify("act", b"stop work", signature)
    assert not KEY.public.verify("act", b"stop worK", signature)
    assert not KEY.public.verify("bundle", b"stop work", signature)
    assert not SigningKey.new().public.verify("act", b"stop work", signature)


def test_purpose_and_message_cannot_be_shifted_into_each_other() -> None:
    with pytest.raises(ValueError, match="no signature"):
        KEY.sign("act\0x", b"")
    with pytest.raises(ValueError, match="no signature"):
        KEY.sign("", b"act")


@settings(max_examples=40)
@given(st.binary(max_size=80), st.integers(0, 511))
def test_every_flipped_bit_of_a_signature_is_refused(message: bytes, bit: int) -> None:
    signature = bytearray(KEY.sign("act", message))
    signature[bit // 8] ^= 1 << bit % 8
    assert not KEY.public.verify("act", message, bytes(signature))


def test_a_key_comes_back_from_its_bytes_and_shows_only_its_id() -> None:
    again = SigningKey.from_bytes(KEY.to_bytes())
    assert again.public == KEY.public
    assert again.key_id == KEY.public.key_id
    assert len(KEY.key_id) == 16
    assert KEY.to_bytes().hex() not in repr(KEY)


def test_anything_but_32_bytes_is_no_key() -> None:
    for wrong in (b"", b"x" * 31, b"x" * 33):
        with pytest.raises(DamagedError, match=r"trust\.key_damaged"):
            SigningKey.from_bytes(wrong)
        with pytest.raises(DamagedError, match=r"trust\.key_damaged"):
            VerifyKey(wrong)


def test_a_signature_of_the_wrong_length_is_wrong_not_a_crash() -> None:
    assert not KEY.public.verify("act", b"x", b"")
    assert not KEY.public.verify("act", b"x", b"s" * 65)
