"""Content keys: what is made of several, what opens a box, under what somebody writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.errors import DamagedError, SignInError
from inspector_app.trust import content_keys
from inspector_app.trust.content_keys import ContentKeys
from inspector_app.trust.recovery_code import new_code
from inspector_app.trust.seal import SealKey

ROOM, OTHER = "fe" * 16, "fd" * 16
FIRST = b"f" * 32


def held(*secrets: bytes, **more: object) -> ContentKeys:
    later = {content_keys.id_of(ROOM, one): one for one in secrets}
    return ContentKeys(ROOM, FIRST, later, **more)  # type: ignore[arg-type]


def test_a_box_opens_for_its_receiver_and_says_which_key_it_holds() -> None:
    name, secret = content_keys.new_key(ROOM)
    mine, other = SealKey.new(), SealKey.new()
    box = content_keys.sealed_key(ROOM, secret, mine.public)
    assert content_keys.opened_key(ROOM, name, box, mine) == secret
    wrong = content_keys.sealed_key(ROOM, b"w" * 32, mine.public)
    for told in ((ROOM, name, box, other), (OTHER, name, box, mine), (ROOM, name, wrong, mine)):
        with pytest.raises(DamagedError) as caught:
            content_keys.opened_key(*told)
        assert caught.value.code == "trust.box_damaged"


@given(st.sets(st.binary(min_size=32, max_size=32), min_size=1, max_size=5), st.randoms())
def test_of_several_keys_one_is_made_whatever_their_order(secrets: set[bytes], chance: object) -> None:
    keys = held(*secrets)
    names = list(keys.later)
    chance.shuffle(names)  # type: ignore[attr-defined]
    made = keys.of(names)
    assert made is not None
    assert made == keys.of(sorted(names))
    assert made not in {FIRST, *secrets}
    for left_out in names:
        rest = [one for one in names if one != left_out]
        assert keys.of(rest) != made
        lacking = held(*(keys.later[one] for one in rest))
        assert lacking.of(names) is None, "whoever lacks one of them opens nothing"


def test_nothing_leaves_under_less_than_all_keys_in_use() -> None:
    one, two = b"1" * 32, b"2" * 32
    a, b = (content_keys.id_of(ROOM, each) for each in (one, two))
    used = tuple(sorted((a, b)))
    assert held().under() == content_keys.ContentKey(FIRST)
    whole = held(one, two, used=used).under()
    assert whole is not None
    assert whole.names == used
    assert held(one, used=used).under() is None
    # Who has no access any more may hand over what they wrote, under what they hold.
    gone = held(one, used=used, member=False).under()
    assert gone is not None
    assert gone.names == (a,)
    never = held(used=used, member=False).under()
    assert never == content_keys.ContentKey(FIRST)
    older = held(one, used=(b,), member=False).under()
    assert older is not None
    assert older.names == (a,), "the newest that they hold, not the first that everybody once let in has"


def test_a_recovery_code_is_a_key_of_its_workspace_and_mistyped_it_is_none() -> None:
    code = new_code()
    opener = content_keys.code_opener(ROOM, code)
    assert opener.public == content_keys.code_opener(ROOM, code.lower().replace("-", " ")).public
    assert opener.public != content_keys.code_opener(OTHER, code).public
    assert opener.public != content_keys.code_opener(ROOM, new_code()).public
    with pytest.raises(SignInError, match=r"trust\.recovery_mistyped"):
        content_keys.code_opener(ROOM, code[:-1])
