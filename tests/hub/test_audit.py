"""The audit: everything that matters stays, and a flood of refusals neither fills the disk nor waits."""

import pytest
from sqlalchemy import event

from inspector_app.domain.errors import RuleError
from inspector_app.hub import audit
from inspector_app.trust.enrolment_code import EnrolmentCode
from tests.hub.office import Office
from tests.hub.test_founding import refusal


def test_of_refusals_only_the_newest_stay_and_of_all_else_everything(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "MOST_REFUSALS", 20)
    monkeypatch.setattr(audit, "_THINNED_EACH", 10)
    office.enrol()
    kept = [each for each in office.hub.audit.read() if each.what not in audit.REFUSALS]
    for number in range(101):
        office.hub.audit.note("token_refused" if number % 2 else "too_many", address=str(number))
    told = office.hub.audit.read()
    refused = [each.address for each in told if each.what in audit.REFUSALS]
    assert refused == [str(number) for number in range(81, 101)]
    assert [each for each in told if each.what not in audit.REFUSALS] == kept


def test_lines_that_a_laptop_brings_about_by_telling_are_thinned_too(
    small: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A faulty laptop tells other digests each time, and nothing else is refused meanwhile."""
    monkeypatch.setattr(audit, "MOST_REFUSALS", 20)
    monkeypatch.setattr(audit, "_THINNED_EACH", 10)
    small.hub.digests.compare(small.workspace, "a", b"t" * 32, b"d" * 32, 0)
    for number in range(101):
        small.hub.digests.compare(small.workspace, "b", b"t" * 32, number.to_bytes(32, "big"), 0)
    assert small.hub.audit.count("digests_differ") <= 30


def test_a_refusal_does_not_wait_for_the_disk(small: Office) -> None:
    asked: list[str] = []
    engine = small.hub.bundles._base.database._engine

    @event.listens_for(engine, "before_cursor_execute")
    def listen(connection: object, cursor: object, statement: str, *_: object) -> None:
        if "synchronous" in statement:
            asked.append(statement)

    small.hub.audit.note("token_refused")
    small.hub.audit.note("fork")
    assert asked == ["PRAGMA synchronous = NORMAL", "PRAGMA synchronous = FULL"]


def test_the_newest_lines_are_read_last(office: Office) -> None:
    for what in ("fork", "fork", "revoked", "fork"):
        office.hub.audit.note(what)
    assert [each.what for each in office.hub.audit.last(2)] == ["revoked", "fork"]
    assert len(office.hub.audit.last(2, "fork")) == 2
    assert office.hub.audit.last(0) == office.hub.audit.read()


def test_unused_codes_are_seen_and_ended(office: Office) -> None:
    first = office.hub.devices.make_code("wang", days=1)
    office.clock.pass_(seconds=1)
    office.hub.devices.make_code("li")
    office.enrol("zhao")
    there = office.hub.codes.all()
    assert [(each.name, each.roles) for each in there] == [("wang", ("inspector",)), ("li", ("inspector",))]
    secret = EnrolmentCode.parse(first).secret
    assert secret.hex()[:8] != there[0].id
    assert office.hub.codes.end(there[0].id).name == "wang"
    assert refusal(office.hub.devices.enrol, secret, office.ask()[0]).code == "hub.code_expired"
    assert [each.name for each in office.hub.codes.all()] == ["li"]
    for unknown in (there[0].id, "0" * 8, ""):
        told = refusal(office.hub.codes.end, unknown)
        assert (type(told), told.code) == (RuleError, "hub.code_not_open")
    office.clock.pass_(days=8)
    assert office.hub.codes.all() == []
    assert office.hub.audit.count("code_ended") == 1
