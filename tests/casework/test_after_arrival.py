"""Two laptops tell of one finding, and each hears of the other afterwards: the same journal in two orders."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import escalation, replies
from inspector_app.casework.followup.replies import Report
from inspector_app.casework.papers import board, documents, recheck
from inspector_app.domain.errors import DamagedError, RuleError
from inspector_app.domain.replying import Said
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.folder import DataFolder
from inspector_app.store.store import Store
from tests.casework.bench import Bench
from tests.casework.risen import Risen, rise
from tests.casework.test_after_mends import approve, closed_by_recheck, warned
from tests.store.worlds import PlainKeys

SHA256 = re.compile(rb"[0-9a-f]{64}")


@pytest.fixture
def risen(bench: Bench) -> Risen:
    told = rise(bench)
    told.after(2)
    return told


@pytest.fixture
def there(risen: Risen, tmp_path: Path) -> Iterator[Desk]:
    """Return the same person's desk at another laptop of the office."""
    mine = risen.desk.store
    other = Store.create(
        DataFolder(tmp_path / "there"),
        PlainKeys(),
        workspace=mine.meta.workspace,
        machine_code=9,
        root=mine.keyring.root,
        clock=risen.story.clock,
        training=True,
    )
    desk = replace(risen.desk, store=other)
    yield desk
    other.close()


def bring(from_: Desk, to: Desk) -> None:
    """Let the other laptop hear everything, files and all."""
    to.store.merge(from_.store.entries())
    for digest in {one for entry in from_.store.entries() for one in SHA256.findall(entry.raw)}:
        with suppress(DamagedError):  # hashes of contents are no files
            to.store.put_blob(from_.store.blob(digest.decode()))


def exchange(here: Desk, there: Desk) -> None:
    here.store.merge(there.store.entries())
    there.store.merge(here.store.entries())
    assert here.store.digest() == there.store.digest()
    assert here.store.vector() == there.store.vector()


def words(desk: Desk) -> list[str]:
    board.catch_up(desk)
    return sorted(f"{one.word} {one.due}" for one in desk.store.duties())


def test_settled_here_and_ordered_again_there(risen: Risen, there: Desk) -> None:
    """A settlement and a new order that did not know of each other: whichever came first."""
    finding_id, here = risen.scene.finding_ids[0], risen.desk
    warned(risen, finding_id)
    bring(here, there)
    escalation.settle(here, [finding_id], risen.party, "已由上级部门处理完毕")
    _ordered_again(replace(risen, story=replace(risen.story, desk=there)), finding_id)
    exchange(here, there)
    assert words(here) == words(there)


def _ordered_again(risen: Risen, finding_id: str) -> None:
    today = risen.desk.today()
    again = escalation.begin(
        risen.desk,
        DocumentKind.RECTIFICATION_NOTICE,
        [finding_id],
        risen.party,
        due=today + timedelta(days=5),
        reply_due=values.iso(today + timedelta(days=9)),
    )
    approve(risen, again)
    documents.issue(risen.desk, again, date_confirmed=True)


def test_replied_here_and_failed_there(risen: Risen, there: Desk) -> None:
    """A report taken in here, a failed recheck there: no report makes up for what was seen."""
    here = risen.desk
    bring(here, there)
    said = tuple(Said(one, "已整改") for one in risen.scene.finding_ids)
    replies.take_in(here, Report(risen.scene.notice_id, risen.party, here.today(), here.today(), said))
    closed_by_recheck(replace(risen, story=replace(risen.story, desk=there)), "not_rectified")
    exchange(here, there)
    assert words(here) == words(there)
    states = [recheck.document_state(one, risen.scene.notice_id).word for one in (here, there)]
    assert states[0] == states[1]


def _settle(risen: Risen) -> None:
    escalation.settle(risen.desk, [risen.scene.finding_ids[0]], risen.party, "已由上级部门处理完毕")


def _order_again(risen: Risen) -> None:
    _ordered_again(risen, risen.scene.finding_ids[0])


def _reply(risen: Risen) -> None:
    said, today = tuple(Said(one, "已整改") for one in risen.scene.finding_ids), risen.desk.today()
    replies.take_in(risen.desk, Report(risen.scene.notice_id, risen.party, today, today, said))


def _pass(risen: Risen) -> None:
    closed_by_recheck(risen, "rectified")


def _fail(risen: Risen) -> None:
    closed_by_recheck(risen, "not_rectified")


DEEDS = {"settle": _settle, "order again": _order_again, "reply": _reply, "pass": _pass, "fail": _fail}


def tables(desk: Desk) -> list[list[tuple[object, ...]]]:
    """Return every row of the books and of the duty board."""
    board.catch_up(desk)
    with desk.store._reading() as connection:
        return [
            sorted(tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}"))
            for table in ("number_book", "late_book", "stop_book", "duty")
        ]


@pytest.mark.parametrize("mine", DEEDS)
@pytest.mark.parametrize("theirs", DEEDS)
def test_whatever_two_do_in_ignorance_of_each_other_both_boards_show_the_same(
    risen: Risen, there: Desk, mine: str, theirs: str
) -> None:
    here, other = risen.desk, replace(risen, story=replace(risen.story, desk=there))
    warned(risen, risen.scene.finding_ids[0])
    bring(here, there)
    DEEDS[mine](risen)
    DEEDS[theirs](other)
    exchange(here, there)
    assert tables(here) == tables(there)
    assert here.store.acts() == there.store.acts()
    assert here.store.replay_check().same
    assert there.store.replay_check().same
    # What is done afterwards, knowing of both, is refused by both or stands on both.
    if refusal(other) == "":
        exchange(here, there)
        assert tables(here) == tables(there)
    else:
        assert refusal(risen) == refusal(other)


def refusal(risen: Risen) -> str:
    """Take in a report, and return the code of what refused it."""
    try:
        _reply(risen)
    except RuleError as problem:
        return problem.code
    return ""
