from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError, InspectorError, RuleError, UnverifiableError
from inspector_app.trust.certificates import Certificate, Keyring, self_signed_root
from tests.journal.writing import BEGIN, END, ROOT, ROOT_KEY, WORKSPACE, certificate, key_of

DAY = date(2026, 3, 2)
ADMIN = certificate("admin", Role.ADMINISTRATOR)


def refused(ring: Keyring, told: Certificate) -> str:
    with pytest.raises(InspectorError) as caught:
        ring.accept(told)
    assert told not in ring.certificates()
    return caught.value.code


def test_roles_count_from_the_first_day_to_the_last() -> None:
    ring = Keyring.found(ROOT)
    told = certificate("li", Role.INSPECTOR, Role.CLERK, begin=date(2026, 1, 1), end=date(2026, 12, 31))
    ring.accept(told)
    assert ring.roles(told.key_id, date(2026, 1, 1)) == {Role.INSPECTOR, Role.CLERK}
    assert ring.roles(told.key_id, date(2026, 12, 31)) == {Role.INSPECTOR, Role.CLERK}
    assert ring.roles(told.key_id, date(2025, 12, 31)) == frozenset()
    assert ring.roles(told.key_id, date(2027, 1, 1)) == frozenset()
    assert ring.roles("0" * 16, DAY) == frozenset()
    assert ring.certificate(told.key_id) == told
    assert ring.certificate("0" * 16) is None


def test_administrators_appoint_officers_and_nobody_else() -> None:
    ring = Keyring.found(ROOT)
    officer = certificate("li", Role.INSPECTOR, issuer=key_of("admin"))
    with pytest.raises(UnverifiableError, match=r"trust\.issuer_unknown"):
        ring.accept(officer)
    ring.accept(ADMIN)
    ring.accept(officer)
    second = certificate("second", Role.ADMINISTRATOR, issuer=key_of("admin"))
    assert refused(ring, second) == "trust.issuer_no_right"
    assert refused(ring, certificate("zhao", issuer=key_of("li"))) == "trust.issuer_no_right"


def test_nobody_appoints_a_second_root() -> None:
    ring = Keyring.found(ROOT)
    ring.accept(ADMIN)
    assert refused(ring, certificate("other", Role.ROOT)) == "trust.issuer_no_right"
    by_admin = certificate("other", Role.ROOT, issuer=key_of("admin"))
    assert refused(ring, by_admin) == "trust.issuer_no_right"


def test_an_issuer_must_have_had_the_right_on_the_first_day() -> None:
    ring = Keyring.found(ROOT)
    ring.accept(certificate("admin", Role.ADMINISTRATOR, end=date(2026, 12, 31)))
    ring.accept(certificate("li", issuer=key_of("admin"), begin=date(2026, 12, 31)))
    late = certificate("zhao", issuer=key_of("admin"), begin=date(2027, 1, 1))
    assert refused(ring, late) == "trust.issuer_no_right"


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("user", "other"),
        ("name", "李四"),
        ("roles", frozenset({Role.SUPERVISOR})),
        ("valid_from", date(2019, 1, 1)),
        ("valid_to", date(2040, 1, 1)),
        ("signature", bytes(64)),
    ],
)
def test_a_certificate_changed_in_any_field_is_forged(name: str, changed: object) -> None:
    forged = replace(certificate("li"), **{name: changed})
    assert refused(Keyring.found(ROOT), forged) == "trust.certificate_forged"


def test_a_key_cannot_be_put_into_anothers_certificate() -> None:
    forged = replace(certificate("li"), key=key_of("thief").public.raw)
    assert refused(Keyring.found(ROOT), forged) == "trust.certificate_forged"


def test_another_workspace_is_refused() -> None:
    stray = certificate("li", workspace="77" * 16)
    assert refused(Keyring.found(ROOT), stray) == "trust.other_workspace"


def test_a_ring_is_founded_only_on_its_own_sound_root() -> None:
    for wrong in (
        replace(ROOT, signature=bytes(64)),
        replace(ROOT, name="x"),
        ADMIN,
        self_signed_root(ROOT_KEY, workspace="77" * 16, name="r", valid_from=BEGIN, valid_to=END),
    ):
        with pytest.raises(DamagedError, match=r"trust\.root_invalid"):
            Keyring(WORKSPACE, wrong)


def test_a_withdrawn_key_has_no_roles_from_that_day_on_but_still_verifies() -> None:
    ring = Keyring.found(ROOT)
    told = certificate("li")
    ring.accept(told)
    ring.withdraw(told.key_id, date(2026, 6, 1))
    ring.withdraw(told.key_id, date(2026, 3, 1))
    ring.withdraw(told.key_id, date(2026, 9, 1))
    assert ring.roles(told.key_id, date(2026, 2, 28)) == {Role.INSPECTOR}
    assert ring.roles(told.key_id, date(2026, 3, 1)) == frozenset()
    key = ring.key(told.key_id)
    assert key is not None
    assert key.verify("act", b"old", key_of("li").sign("act", b"old"))
    assert ring.withdrawals() == {told.key_id: date(2026, 3, 1)}
    with pytest.raises(DamagedError, match=r"trust\.root_is_one"):
        ring.withdraw(ROOT.key_id, DAY)


def test_a_withdrawn_administrator_appoints_nobody_any_more() -> None:
    ring = Keyring.found(ROOT)
    ring.accept(ADMIN)
    ring.withdraw(ADMIN.key_id, DAY)
    ring.accept(certificate("li", issuer=key_of("admin"), begin=date(2026, 3, 1)))
    assert refused(ring, certificate("zhao", issuer=key_of("admin"), begin=DAY)) == "trust.issuer_no_right"


def test_of_several_certificates_of_a_key_all_count_and_the_longest_is_shown() -> None:
    old = certificate("li", Role.INSPECTOR, end=date(2026, 12, 31))
    new = certificate("li", Role.SUPERVISOR, begin=date(2026, 7, 1), end=date(2028, 12, 31))
    for order in permutations((old, new, old)):
        ring = Keyring.found(ROOT)
        for each in order:
            ring.accept(each)
        assert ring.certificate(old.key_id) == new
        assert ring.roles(old.key_id, date(2026, 8, 1)) == {Role.INSPECTOR, Role.SUPERVISOR}
        assert len(ring.certificates()) == 2


def test_exported_certificates_can_be_taken_in_in_their_order() -> None:
    ring = Keyring.found(ROOT)
    for each in (ROOT, ADMIN, certificate("a", issuer=key_of("admin")), certificate("b")):
        ring.accept(each)
    again = Keyring(WORKSPACE, ROOT)
    for each in ring.certificates():
        again.accept(Certificate.from_content(each.to_content()))
    assert again.certificates() == ring.certificates()
    known = again.keys()
    assert {key.key_id for key in known} == {ROOT.key_id, *(c.key_id for c in ring.certificates())}


@settings(max_examples=40)
@given(
    st.text(
        st.characters(min_codepoint=0x20, max_codepoint=0x2FFFF, exclude_categories=("C", "Z")), min_size=1
    ),
    st.sets(st.sampled_from(list(Role)), min_size=1),
    st.dates(),
    st.dates(),
)
def test_content_comes_back_as_it_went(name: str, roles: set[Role], one: date, two: date) -> None:
    begin, end = sorted((one, two))
    if len(name) > 200 or not name.isprintable():
        with pytest.raises(RuleError):
            certificate(name, *roles, begin=begin, end=end)
        return
    told = certificate(name, *roles, begin=begin, end=end)
    assert Certificate.from_content(told.to_content()) == told


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("v", 2),
        ("alg", 2),
        ("workspace", "x"),
        ("key", "A" * 42),
        ("key", None),
        ("user", " "),
        ("name", "a\nb"),
        ("name", "n" * 201),
        ("roles", []),
        ("roles", ["king"]),
        ("roles", ["inspector", "clerk"]),
        ("roles", [["x"]]),
        ("valid_from", "2026-3-2"),
        ("valid_from", 20260302),
        ("valid_to", "2001-01-01"),
        ("issuer", "XYZ"),
        ("signature", "AA"),
    ],
)
def test_content_of_the_wrong_form_is_refused_by_field(name: str, wrong: object) -> None:
    content = certificate("li").to_content() | {name: wrong}
    with pytest.raises(DamagedError) as caught:
        Certificate.from_content(content)
    assert (caught.value.code, caught.value.where) == ("trust.certificate_damaged", name)


def test_content_with_fields_too_many_or_too_few_is_refused() -> None:
    content = certificate("li").to_content()
    for wrong in (None, [], {}, content | {"more": 1}, {k: v for k, v in content.items() if k != "user"}):
        with pytest.raises(DamagedError, match=r"trust\.certificate_damaged"):
            Certificate.from_content(wrong)


def test_days_the_wrong_way_round_are_not_certified() -> None:
    with pytest.raises(RuleError, match=r"trust\.certificate_unfit"):
        certificate("li", begin=END, end=BEGIN)
