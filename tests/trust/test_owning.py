"""One machine writes a journal: the keys of that machine, and nobody else's."""

import pytest

from inspector_app.domain.acts import Role
from inspector_app.trust.certificates import Keyring
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.owning import is_begun_by, may_write, new_journal
from tests.journal.writing import ROOT, certificate, id_of, key_of

OLD, NEW, OTHER = key_of("old"), key_of("new"), key_of("other")
RANDOM = id_of("journal")


@pytest.fixture
def ring() -> Keyring:
    """Knows a laptop, the same one with its new key, another laptop, and a person."""
    ring = Keyring.found(ROOT)
    for user, key in (("device-1", OLD), ("device-1", NEW), ("device-2", OTHER)):
        ring.accept(certificate(user, Role.DEVICE, key=key))
    ring.accept(certificate("wang"))
    return ring


def writes(ring: Keyring, key: SigningKey, journal: str, first: SigningKey | None = None) -> bool:
    return may_write(ring, key.key_id, journal, first.key_id if first else "")


def test_an_id_names_the_key_that_began_it() -> None:
    mine, again = new_journal(OLD.public), new_journal(OLD.public)
    assert mine != again
    assert {len(one) for one in (mine, again)} == {32}
    assert is_begun_by(mine, OLD.public)
    assert not is_begun_by(mine, OTHER.public)


def test_nobody_claims_a_journal_by_bringing_it_first(ring: Keyring) -> None:
    journal = new_journal(OLD.public)
    assert not writes(ring, OTHER, journal)
    assert not writes(ring, OTHER, journal, first=OTHER)
    assert writes(ring, OLD, journal, first=OTHER)


def test_a_new_key_of_the_same_machine_goes_on(ring: Keyring) -> None:
    for journal, first in ((new_journal(OLD.public), None), (RANDOM, OLD)):
        assert writes(ring, NEW, journal, first)
        assert not writes(ring, OTHER, journal, first)


def test_a_random_id_is_whoevers_signed_first(ring: Keyring) -> None:
    assert writes(ring, OTHER, RANDOM)
    assert writes(ring, OTHER, RANDOM, first=OTHER)
    assert not writes(ring, OLD, RANDOM, first=OTHER)


def test_a_person_owns_no_journal(ring: Keyring) -> None:
    assert writes(ring, OTHER, new_journal(key_of("wang").public))
    assert not writes(ring, key_of("wang"), new_journal(OLD.public))
