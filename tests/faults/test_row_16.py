"""Row 16: the year or the register turns over without any network: numbering goes on, exact, from 1."""

from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from inspector_app.casework.papers import documents, drafts, issued
from inspector_app.casework.play.stage import Played
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import DecisionNeededError, RuleError
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.conftest import bench, played  # noqa: F401 - fixtures
from tests.store.worlds import World

SEED, PAPERS = 16, 300
REPEAT = "python -m pytest tests/faults/test_row_16.py -n 0 -s"


def test_the_year_turns_between_two_papers(bench: Bench, played: Played) -> None:  # noqa: F811
    """Each is a paper with its page, not only a number: the page bears the new year."""
    store = bench.desk.store
    ids = issued.must_be_issued(store, played.document_ids[-1]).finding_ids
    numbers: list[tuple[int, int, int]] = []
    minutes = (
        datetime(2026, 12, 31, 23, 58, tzinfo=CHINA),
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=CHINA),
        datetime(2027, 1, 1, 0, 0, tzinfo=CHINA),
        datetime(2027, 1, 1, 0, 1, tzinfo=CHINA),
    )
    for moment in minutes:
        bench.clock.moment = moment
        due = {"due": "2027-01-20"}
        document_id = drafts.begin_anew(
            bench.desk,
            played.inspection_id,
            DocumentKind.RECTIFICATION_NOTICE,
            dict.fromkeys(ids, due),
            "",
            {"reply_due": "2027-01-20"},
        )
        missing = [one.code for one in drafts.gate(bench.desk, document_id)]
        assert missing == []
        made = documents.issue(bench.desk, document_id, date_confirmed=True)
        (act,) = store.acts("document", document_id, "issue")
        serial = act.content["serial"]
        assert isinstance(serial, int)
        numbers.append((moment.year, serial, store.meta.machine_code))
        assert f"〔{moment.year}〕{store.meta.machine_code}-{serial}号" in made.number
    code = store.meta.machine_code
    first = numbers[0][1]
    assert numbers == [(2026, first, code), (2026, first + 1, code), (2027, 1, code), (2027, 2, code)]
    told = ", ".join(f"{year}: {code}-{serial}" for year, serial, code in numbers)
    print(f"\nrow 16: 4 papers around midnight: {told}; repeat: {REPEAT}")


def test_registers_and_years_turn_over_and_the_book_stays_exact(world: World, tmp_path: Path) -> None:
    """A laptop with spare codes goes on under the next one; nobody is asked, no number comes twice."""
    chance = Random(SEED)
    store = world.create(tmp_path / "data", 3)
    store.set_spares([4, 5, 6])
    given: list[tuple[int, str, int, int]] = []
    year, codes = 2026, [3]
    for n in range(PAPERS):
        if n % 60 == 59:
            year += 1
        if n % 80 == 79:
            codes.append(store.take_spare())
        if n % 50 == 49:
            store.close()
            store = world.open(tmp_path / "data")
        with store.transaction("wang") as tx:
            kind = chance.choice(("stop", "fix", "order"))
            serial = tx.next_serial(kind, year)
            assert tx.machine_code == codes[-1]
            world.issue(tx, kind, year)
        given.append((codes[-1], kind, year, serial))
    assert codes == [3, 4, 5, 6]
    with pytest.raises(DecisionNeededError, match=r"store\.machine_code_needed"):
        store.take_spare()
    with pytest.raises(RuleError, match=r"store\.machine_code_used"):
        store.take_machine_code(4)
    assert len(set(given)) == PAPERS
    lines = {(code, kind, of): 0 for code, kind, of, _ in given}
    for code, kind, of, serial in given:
        assert serial == lines[code, kind, of] + 1
        lines[code, kind, of] = serial
    book = store.numbers()
    assert {(one.machine_code, one.kind, one.year, one.serial) for one in book.numbers} == set(given)
    assert (store.integrity().problems, store.replay_check().same) == ((), True)
    store.close()
    turned = f"{len(codes) - 1} registers and {year - 2026} years turned"
    print(f"\nrow 16: seed {SEED}, {PAPERS} papers, {turned}, {len(lines)} lines; repeat: {REPEAT}")
