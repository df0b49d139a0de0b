"""Digits that two people compare: they follow from keys and words, and from nothing else."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from inspector_app.domain.errors import RuleError
from inspector_app.trust import check_digits
from inspector_app.trust.enrolment import ask
from inspector_app.trust.keys import SigningKey
from tests.casework.office_hub import Office
from tests.journal.writing import key_of

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
DEVICE, PERSON = key_of("device"), key_of("person")
ASKED = ask(DEVICE, PERSON, NOW, "wang", "王五")


def test_they_are_sixteen_in_four_groups() -> None:
    for told in (check_digits.of_request(ASKED), check_digits.of_office(Office().root, "0f" * 16)):
        assert re.fullmatch(r"[0-9]{4}( [0-9]{4}){3}", told)


def test_they_are_the_same_for_ever() -> None:
    assert check_digits.of_request(ASKED) == "6537 5606 5486 2360"
    assert check_digits.of_office(Office().root, "0f" * 16) == "2983 9393 7091 3393"


@pytest.mark.parametrize(
    "other",
    [
        ask(SigningKey.new(), PERSON, NOW, "wang", "王五"),
        ask(DEVICE, SigningKey.new(), NOW, "wang", "王五"),
        ask(DEVICE, PERSON, NOW, "wang", "王六"),
        ask(DEVICE, PERSON, NOW, "wan", "g王五"),
        ask(DEVICE, PERSON, NOW, "wang", "王五", SigningKey.new()),
    ],
)
def test_another_request_has_others(other: object) -> None:
    assert check_digits.of_request(other) != check_digits.of_request(ASKED)  # type: ignore[arg-type]


def test_the_same_keys_a_moment_later_have_the_same() -> None:
    later = ask(DEVICE, PERSON, NOW + timedelta(days=1), "wang", "王五")
    assert check_digits.of_request(later) == check_digits.of_request(ASKED)


def test_a_grant_has_those_of_its_office() -> None:
    office, other = Office(), Office("另一个局")
    grant = office.enrolled(ASKED)
    told = check_digits.of_grant(grant)
    assert told == check_digits.of_office(office.root, office.hub_id)
    assert told == check_digits.of_grant(Office().enrolled(ask(SigningKey.new(), PERSON, NOW)))
    assert told != check_digits.of_grant(other.enrolled(ASKED))
    moved = replace(grant, hub=replace(grant.hub, id="0" * 32))
    assert told != check_digits.of_grant(moved), "the same root, another hub"


@pytest.mark.parametrize(
    "typed",
    [
        "4821093755126640",
        " 4821-0937 5512 6640\n",
        "４８２１　０９３７　５５１２　６６４０",
        "4821–0937–5512–6640",
    ],
)
def test_they_are_typed_as_one_likes(typed: str) -> None:
    assert check_digits.same(typed, "4821 0937 5512 6640")


@pytest.mark.parametrize(
    "typed", ["", "4821 0937 5512 664", "4821 0937 5512 6641", "4821 0937 5512 6640 1", "²"]
)
def test_others_are_refused(typed: str) -> None:
    with pytest.raises(RuleError) as refused:
        check_digits.refuse_other(typed, "4821 0937 5512 6640", "grant")
    assert (refused.value.code, refused.value.where) == ("enrolment.check_differs", "grant")
    assert "6640" not in str(refused.value.values.get("digits", ""))
