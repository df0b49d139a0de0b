import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import SignInError
from inspector_app.trust import enrolment_code
from inspector_app.trust.enrolment_code import MOST_URL, EnrolmentCode, is_url, looks_like_code

CODE = EnrolmentCode("0f" * 16, bytes(range(32)), b"s" * 16, "https://10.3.7.2:8443")
TEXT = CODE.text()
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
URLS = st.text(string.ascii_letters + string.digits + "-.:/[]", min_size=1, max_size=60).map(
    "https://{}".format
)


@settings(max_examples=200)
@given(
    st.binary(min_size=16, max_size=16),
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=16, max_size=16),
    URLS,
)
def test_a_code_reads_as_what_it_was_made_of(hub: bytes, fingerprint: bytes, secret: bytes, url: str) -> None:
    code = EnrolmentCode(hub.hex(), fingerprint, secret, url)
    assert EnrolmentCode.parse(code.text()) == code


def test_it_is_written_in_groups_of_five() -> None:
    first, *groups = TEXT.split("-")
    assert first == "IE1"
    assert {len(one) for one in groups[:-1]} == {5}
    assert 1 <= len(groups[-1]) <= 5
    assert set("".join(groups)) <= set(SIGNS)


@pytest.mark.parametrize(
    "told",
    [
        TEXT.lower(),
        TEXT.replace("-", ""),
        f"  {TEXT.replace('-', ' ')}\r\n",
        TEXT.replace("-", "—"),
        TEXT.replace("-", "\uff0d"),
        TEXT.replace("0", "O").replace("1", "l"),
        TEXT.replace("-", "-\n"),
        f"\ufeff{TEXT}",
    ],
)
def test_case_blanks_hyphens_and_look_alike_signs_do_not_matter(told: str) -> None:
    assert EnrolmentCode.parse(told) == CODE
    assert looks_like_code(told)


def _another(sign: str) -> str:
    return SIGNS[(SIGNS.find(sign) + 7) % 32]


def test_every_mistyped_sign_every_swap_and_every_cut_is_told() -> None:
    whole = TEXT.replace("-", "")
    places = range(len(whole))
    wrong = {whole[:at] + _another(whole[at]) + whole[at + 1 :] for at in places}
    wrong |= {whole[:at] + whole[at : at + 2][::-1] + whole[at + 2 :] for at in places} - {whole}
    wrong |= {whole[:at] for at in places} | {whole + "0", whole + "U", "IE2" + whole[3:]}
    for told in wrong:
        with pytest.raises(SignInError, match=r"enrolment\.mistyped"):
            EnrolmentCode.parse(told)


@pytest.mark.parametrize("told", ["/media/usb/grant.ijg", "grant.ijg", "C:\\x", ""])
def test_a_file_is_no_code(told: str) -> None:
    assert not looks_like_code(told)


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_or_refused(told: str) -> None:
    with pytest.raises(SignInError, match=r"enrolment\.mistyped"):
        EnrolmentCode.parse(told)


@settings(max_examples=200)
@given(st.binary(max_size=120))
def test_whatever_bears_a_sound_check_is_a_code_or_refused(content: bytes) -> None:
    """Whoever makes a check of their own gets no further than the form allows."""
    body = enrolment_code._written(bytes(64) + content)
    told = "IE1" + body + enrolment_code._check(body)
    if content and is_url(content.decode("latin-1")):
        assert EnrolmentCode.parse(told).text().replace("-", "") == told
    else:
        with pytest.raises(SignInError, match=r"enrolment\.mistyped"):
            EnrolmentCode.parse(told)


@pytest.mark.parametrize("body", ["", "0", "U" * 150, "0" * 150 + "1", "0" * 1000, "0" * 102])
def test_signs_that_come_to_no_code_are_refused(body: str) -> None:
    with pytest.raises(SignInError, match=r"enrolment\.mistyped"):
        EnrolmentCode.parse("IE1" + body + enrolment_code._check(body))


@pytest.mark.parametrize(
    "url", ["", "http://10.3.7.2", "https://", "https://中心", "https://a b", "https://" + "a" * MOST_URL]
)
def test_an_address_that_is_none_makes_no_code(url: str) -> None:
    with pytest.raises(ValueError, match="url"):
        EnrolmentCode(CODE.hub, CODE.fingerprint, CODE.secret, url)


def test_the_secret_is_never_shown_by_accident() -> None:
    assert repr(CODE.secret) not in repr(CODE)
