"""Authority: an act counts for what its signer was entrusted with on its day; all others are kept, idle."""

from base64 import urlsafe_b64encode
from datetime import date

import pytest

from inspector_app.domain.acts import RIGHTS, SIGNED_KINDS, ActKind, Role, may
from inspector_app.journal.entry import Entry, act_message
from tests.journal.verdicts import DOCUMENT, OFFICE, by, refusal, told
from tests.journal.writing import ROOT_KEY, Laptop, certificate, key_of


@pytest.mark.parametrize("kind", sorted(SIGNED_KINDS - {ActKind.ROLE}))
@pytest.mark.parametrize(("user", "role"), OFFICE)
def test_each_role_has_its_rights_and_no_others(laptop: Laptop, user: str, role: Role, kind: ActKind) -> None:
    entry = by(laptop, user, kind)
    expected = None if role in RIGHTS[kind] else "journal.act_no_right"
    assert refusal(laptop, entry) == expected
    assert (expected is None) == may(frozenset({role}), kind)


def test_the_root_signs_editions_and_no_documents(laptop: Laptop) -> None:
    assert refusal(laptop, by(laptop, "root", ActKind.EDITION, ROOT_KEY)) is None
    assert refusal(laptop, by(laptop, "root", ActKind.ISSUE, ROOT_KEY)) == "journal.act_no_right"


def test_several_certificates_of_one_key_add_up(laptop: Laptop) -> None:
    laptop.appoint(certificate("chen", Role.SUPERVISOR, begin=date(2026, 6, 1), end=date(2026, 6, 30)))
    days = {"2026-05-31": "journal.act_no_right", "2026-06-15": None, "2026-07-01": "journal.act_no_right"}
    for day, expected in days.items():
        assert refusal(laptop, by(laptop, "chen", ActKind.REVOKE, day=day)) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-02-28", "journal.act_no_right"),
        ("2026-03-01", None),
        ("2026-03-31", None),
        ("2026-04-01", "journal.act_no_right"),
    ],
)
def test_a_certificate_counts_from_its_first_day_to_its_last_as_the_act_tells_the_day(
    laptop: Laptop, day: str, expected: str | None
) -> None:
    laptop.appoint(certificate("zhao", begin=date(2026, 3, 1), end=date(2026, 3, 31)))
    assert refusal(laptop, by(laptop, "zhao", ActKind.ISSUE, day=day)) == expected


def test_the_day_is_that_of_the_device_s_own_zone(laptop: Laptop) -> None:
    laptop.appoint(certificate("zhao", end=date(2026, 3, 31)))
    laptop.user, laptop.wall = "zhao", "2026-04-01T00:30:00+08:00"  # still 31 March in UTC
    late = laptop.act(ActKind.ISSUE, {}, key_of("zhao"), DOCUMENT)
    laptop.wall = "2026-03-31T23:30:00-08:00"  # 1 April in UTC
    timely = laptop.act(ActKind.ISSUE, {}, key_of("zhao"), DOCUMENT)
    assert refusal(laptop, late) == "journal.act_no_right"
    assert refusal(laptop, timely) is None


def test_an_unsigned_act_of_a_signed_kind_is_refused(laptop: Laptop) -> None:
    assert refusal(laptop, laptop.act(ActKind.ISSUE, {}, None, DOCUMENT)) == "journal.act_unsigned"
    key = key_of("wang").key_id
    for signature in ({}, {"sig": 1}, {"sig": "签"}, {"sig": "A"}, {"sig": None}):
        written = {"kind": "issue", "content": {}, "key": key, **signature}
        entry = laptop.write("act", "document", DOCUMENT, written)
        assert refusal(laptop, entry) == "journal.act_unsigned"
    strange = {"kind": "issue", "content": {}, "key": [key], "sig": "AAAA"}
    assert refusal(laptop, laptop.write("act", "document", DOCUMENT, strange)) == "journal.act_unsigned"


def test_a_signature_of_the_wrong_length_is_forged(laptop: Laptop) -> None:
    for signature in ("", "AAAA", "A" * 88):
        written = {"kind": "issue", "content": {}, "key": key_of("wang").key_id, "sig": signature}
        assert refusal(laptop, laptop.write("act", "document", DOCUMENT, written)) == "journal.act_forged"


def test_a_key_that_nobody_certified_is_refused(laptop: Laptop) -> None:
    assert refusal(laptop, by(laptop, "stranger", ActKind.ISSUE)) == "journal.act_unknown_key"


def signed(
    laptop: Laptop, kind: str, content: dict[str, object], message: bytes, purpose: str = "act"
) -> Entry:
    """Write an act under wang's name and key with a signature over whatever message."""
    signature = urlsafe_b64encode(key_of("wang").sign(purpose, message)).rstrip(b"=").decode()
    written = {"kind": kind, "content": content, "key": key_of("wang").key_id, "sig": signature}
    laptop.user = "wang"
    return laptop.write("act", "document", DOCUMENT, written)


def test_a_signature_counts_for_its_own_kind_record_content_and_place_only(laptop: Laptop) -> None:
    content: dict[str, object] = {"number": "1"}
    here = ("issue", "document", DOCUMENT, content)
    sound = signed(laptop, "issue", content, act_message(*here, laptop.head.hash))
    assert refusal(laptop, sound) is None
    others = [
        (("void", *here[1:]), "act"),
        ((here[0], "finding", *here[2:]), "act"),
        ((*here[:2], "0" * 32, content), "act"),
        ((*here[:3], {"number": "2"}), "act"),
        (here, "bundle"),
    ]
    for other, purpose in others:
        entry = signed(laptop, "issue", content, act_message(*other, laptop.head.hash), purpose)
        assert refusal(laptop, entry) == "journal.act_forged"


def test_a_signature_played_again_at_another_place_is_refused(laptop: Laptop) -> None:
    genuine = by(laptop, "wang", ActKind.ISSUE)
    again = laptop.write("act", "document", DOCUMENT, genuine.fields)
    other = Laptop("two", user="wang")
    elsewhere = other.write("act", "document", DOCUMENT, genuine.fields)
    laptop.entries.append(elsewhere)
    assert refusal(laptop, genuine) is None
    assert refusal(laptop, again) == "journal.act_forged"
    assert refusal(laptop, elsewhere) == "journal.act_forged"


def test_somebody_else_s_key_under_a_known_id_is_forged(laptop: Laptop) -> None:
    entry = by(laptop, "wang", ActKind.ISSUE, key_of("stranger"))
    borrowed = {**entry.fields, "key": key_of("wang").key_id}
    assert refusal(laptop, laptop.write("act", "document", DOCUMENT, borrowed)) == "journal.act_forged"


@pytest.mark.parametrize("kind", [ActKind.ISSUE, ActKind.VOID, ActKind.REVOKE, ActKind.APPROVE])
def test_nobody_signs_under_another_s_sign_in(laptop: Laptop, kind: ActKind) -> None:
    assert refusal(laptop, by(laptop, "wang", kind, key_of("li"))) == "journal.act_not_the_signer"
    assert refusal(laptop, by(laptop, "li", kind, key_of("li"))) is None


def test_the_office_s_own_key_may_lie_with_anybody(laptop: Laptop) -> None:
    assert refusal(laptop, by(laptop, "wang", ActKind.EDITION, key_of("admin"))) is None
    laptop.user = "wang"
    assert refusal(laptop, laptop.appoint(certificate("zhao"))) is None


def test_kinds_that_need_no_signature_are_open_to_all_even_with_a_bad_one(laptop: Laptop) -> None:
    assert refusal(laptop, laptop.act("serve", {}, None, DOCUMENT)) is None
    assert refusal(laptop, by(laptop, "stranger", "recheck")) is None
    assert refusal(laptop, by(laptop, "stranger", "seal_off")) is None


def test_a_redacted_act_has_neither_effect_nor_refusal(laptop: Laptop) -> None:
    entry = by(laptop, "stranger", ActKind.ISSUE)
    laptop.entries[-1] = entry.redact()
    act = told(laptop, laptop.entries[-1])
    assert (act.kind, act.content, act.valid) == ("", {}, True)
