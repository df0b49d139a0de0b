import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import DamagedError
from inspector_app.trust.seal import SealKey, seal

KEY = SealKey.from_bytes(bytes(range(32)))


@settings(max_examples=40)
@given(st.binary(max_size=2000), st.binary(max_size=20))
def test_a_box_opens_for_its_receiver(content: bytes, context: bytes) -> None:
    box = seal(KEY.public, content, context)
    assert KEY.open_sealed(box, context) == content
    assert len(box) == len(content) + 49
    assert SealKey.from_bytes(KEY.to_bytes()).open_sealed(box, context) == content


def test_two_boxes_of_the_same_content_have_nothing_in_common() -> None:
    one, two = seal(KEY.public, b"content" * 9), seal(KEY.public, b"content" * 9)
    assert one[1:33] != two[1:33]
    assert one[33:] != two[33:]


def test_nobody_else_and_no_other_use_opens_it() -> None:
    box = seal(KEY.public, b"secret", b"backup")
    for key, context in ((SealKey.new(), b"backup"), (KEY, b"exchange"), (KEY, b"")):
        with pytest.raises(DamagedError, match=r"trust\.box_damaged"):
            key.open_sealed(box, context)


def test_every_flipped_byte_and_every_prefix_is_refused() -> None:
    box = seal(KEY.public, b"secret")
    spoilt = [box[:at] + bytes((box[at] ^ 4,)) + box[at + 1 :] for at in range(len(box))]
    for wrong in [*spoilt, *(box[:cut] for cut in range(len(box))), box + b"\0"]:
        with pytest.raises(DamagedError, match=r"trust\.box_damaged"):
            KEY.open_sealed(wrong)


def test_points_that_share_nothing_are_refused() -> None:
    for low in (bytes(32), b"\x01" + bytes(31)):
        with pytest.raises(DamagedError, match=r"trust\.key_damaged"):
            seal(low, b"x")
        with pytest.raises(DamagedError, match=r"trust\.box_damaged"):
            KEY.open_sealed(b"\x01" + low + b"x" * 40)
    with pytest.raises(DamagedError, match=r"trust\.key_damaged"):
        seal(b"short", b"x")
    with pytest.raises(DamagedError, match=r"trust\.key_damaged"):
        SealKey.from_bytes(b"short")
