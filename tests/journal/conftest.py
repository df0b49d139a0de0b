"""Fixtures of the journal's tests."""

import pytest

from tests.journal.verdicts import OFFICE
from tests.journal.writing import Laptop, certificate


@pytest.fixture
def laptop() -> Laptop:
    """A laptop of an office where the root has appointed one person for each role."""
    made = Laptop("one")
    for user, role in OFFICE:
        made.appoint(certificate(user, role))
    return made
