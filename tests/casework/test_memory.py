"""The office's own sentences: learnt from what counted, ranked by use, forgotten on request."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspector_app import assets
from inspector_app.casework.history import carry, undo
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections, memory
from inspector_app.casework.visits.memory import Memory, Sentence
from inspector_app.catalog.load import load
from inspector_app.domain.checklists import Phrase
from inspector_app.domain.findings import Severity
from inspector_app.domain.parties import PartyRole
from tests.casework.bench import Bench

SITE = "construction_site"
OWN = "塔吊基础积水，排水沟堵塞。"
PARTY = registry.NewParty(PartyRole.CONTRACTOR, "鼎恒建设集团有限公司", "91350100M000100Y43")


def a_visit(bench: Bench) -> str:
    target = registry.add_target(
        bench.desk, registry.NewTarget(SITE, f"云栖里{bench.desk.store.place}", "1号", (PARTY,))
    )
    return carry.begin(bench.desk, target)


def told(bench: Bench, visit_id: str, fact: str = OWN, days: int = 5, measure: str = "疏通。") -> str:
    visit = inspections.inspection_of(bench.desk.store, visit_id)
    party = registry.target_of(bench.desk.store, visit.target_id).parties[0].id
    today = bench.desk.today()
    duty = findings.Duty(party, measure, today + timedelta(days=days))
    new = findings.NewFinding("基坑", fact, "reg393-28", Severity.GENERAL, today, duties=(duty,))
    return findings.add(bench.desk, visit_id, new)


def conclude(bench: Bench, visit_id: str) -> None:
    carry.end_now(bench.desk, visit_id)
    inspections.conclude(bench.desk, visit_id)


def offered(known: Memory, letters: str, target: str = SITE) -> list[str]:
    return [one.phrase.fact for one in known.find(target, letters, 6)]


def test_what_was_only_typed_is_not_learnt(bench: Bench) -> None:
    told(bench, a_visit(bench))
    assert OWN not in offered(memory.learn(bench.desk), "塔吊基础")


def test_only_the_newest_findings_are_learnt(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = a_visit(bench)
    told(bench, visit)
    bench.clock.moment += timedelta(minutes=1)
    newer = "塔吊基础螺栓松动，没有拧紧。"
    told(bench, visit, newer)
    conclude(bench, visit)
    assert {OWN, newer} <= set(offered(memory.learn(bench.desk), "塔吊基础"))
    monkeypatch.setattr(memory, "LEARNT", 1)
    known = offered(memory.learn(bench.desk), "塔吊基础")
    assert newer in known
    assert OWN not in known


def test_a_concluded_visits_sentence_is_offered_with_clause_measure_days_and_grade(bench: Bench) -> None:
    visit = a_visit(bench)
    told(bench, visit)
    conclude(bench, visit)
    (one,) = memory.learn(bench.desk).find(SITE, "tdjcjs", 6)
    assert (one.own, one.count, one.last) == (True, 1, bench.desk.today())
    phrase = one.phrase
    assert (phrase.fact, phrase.clause_id, phrase.measure, phrase.days) == (OWN, "reg393-28", "疏通。", 5)
    assert not phrase.major


def test_an_issued_orders_sentences_are_learnt_and_counted_anew_only_once(
    bench: Bench, played: Played
) -> None:
    store = bench.desk.store
    known = memory.learn(bench.desk)
    ordered = [one for one in played.finding_ids if findings.ordered_by(store, one)]
    for finding_id in ordered:
        record = store.record("finding", finding_id)
        assert record is not None
        fact = str(record.fields["fact"])
        assert known.known[SITE, fact].count == 1
    memory.learn_more(known, bench.desk, ordered)
    assert max(one.count for one in known.known.values()) == 1


def test_learning_on_is_the_same_as_learning_anew(bench: Bench) -> None:
    known = memory.learn(bench.desk)
    for days in (3, 7):
        visit = a_visit(bench)
        made = told(bench, visit, days=days)
        conclude(bench, visit)
        memory.learn_more(known, bench.desk, [made])
        bench.clock.moment += timedelta(days=1)
    anew = memory.learn(bench.desk)
    assert known.known[SITE, OWN] == anew.known[SITE, OWN]
    assert (anew.known[SITE, OWN].count, anew.known[SITE, OWN].phrase.days) == (2, 7), "the last use tells"


def test_half_a_word_and_a_whole_page_are_no_sentences(bench: Bench) -> None:
    visit = a_visit(bench)
    for fact in ("临边", "长" * 300, "   "):
        told(bench, visit, fact)
    conclude(bench, visit)
    assert not any(one.own for one in memory.learn(bench.desk).known.values())


def test_a_shipped_sentence_that_was_ordered_stays_shipped_and_counts(bench: Bench) -> None:
    shipped = next(one for one in bench.desk.rules.phrases if one.target == SITE)
    visit = a_visit(bench)
    told(bench, visit, shipped.fact, measure="别的做法。")
    conclude(bench, visit)
    one = memory.learn(bench.desk).known[SITE, shipped.fact]
    assert (one.own, one.count, one.phrase) == (False, 1, shipped)


def test_a_forgotten_sentence_is_not_offered_until_that_is_undone(bench: Bench) -> None:
    visit = a_visit(bench)
    told(bench, visit)
    conclude(bench, visit)
    known = memory.learn(bench.desk)
    steps, place = undo.Steps(), bench.desk.store.place
    memory.forget(bench.desk, known.known[SITE, OWN].phrase)
    steps.note(undo.since(bench.desk.store, place, "忘掉"))
    known.renew_forgotten(bench.desk.store)
    assert offered(known, "tdjcjs") == []
    assert offered(memory.learn(bench.desk), "tdjcjs") == []
    undo.undo(bench.desk, steps)
    known.renew_forgotten(bench.desk.store)
    assert offered(known, "tdjcjs") == [OWN]


def a_sentence(fact: str, initials: tuple[str, ...], **changes: object) -> Sentence:
    phrase = Phrase(f"p-{fact}", SITE, "脚手架", fact, "c", "m", 3, False, initials[0])
    return replace(Sentence(phrase, initials), **changes)  # type: ignore[arg-type]


def ranked(*sentences: Sentence) -> Memory:
    known = Memory()
    for one in sentences:
        known.put((SITE, one.phrase.fact), one)
    return known


def test_own_often_used_comes_before_shipped_then_what_begins_with_it_then_recent(bench: Bench) -> None:
    early, late = date(2026, 1, 5), date(2026, 11, 5)
    known = ranked(
        a_sentence("脚手板未满铺。", ("jsbwmp",)),
        a_sentence("脚手板翘头。", ("jsbqt",), own=True, count=1, last=early),
        a_sentence("脚手板断裂。", ("jsbdl",), own=True, count=1, last=late),
        a_sentence("三层脚手板缺失。", ("scjsbqs",), own=True, count=5, last=early),
        a_sentence("三层脚手板松动。", ("scjsbsd",), own=True, count=1, last=late),
    )
    assert offered(known, "jsb") == [
        "三层脚手板缺失。",
        "脚手板断裂。",
        "脚手板翘头。",
        "脚手板未满铺。",
        "三层脚手板松动。",
    ]


def test_each_reading_of_a_polyphone_finds_it() -> None:
    rules = load(assets.folder("forms")).rules
    assert rules is not None
    known = memory.shipped(rules, readings=True)
    several = [one for one in known.known.values() if len(one.initials) > 1]
    assert several
    for one in several:
        for letters in one.initials:
            assert one in known.find(one.phrase.target, letters, 50)


@pytest.mark.parametrize(
    ("letters", "at"), [("脚手", (2, 4)), ("jsb", (2, 5)), ("scjs", (0, 4)), ("qs", (6, 8)), ("zz", (0, 0))]
)
def test_it_is_told_where_in_the_fact_the_letters_stand(letters: str, at: tuple[int, int]) -> None:
    one = a_sentence("三层脚手板，缺失。", ("scjsbqs",))
    assert memory.found_at(one, letters) == at


def test_among_ten_thousand_findings_what_fits_is_found() -> None:
    """Prints how long it takes; -s shows it."""
    words = ("临边", "脚手板", "配电箱", "塔吊", "基坑", "模板", "洞口", "电梯井", "物料", "围挡")
    known = ranked(
        *(
            a_sentence(
                f"{n}层{words[n % 10]}{words[n // 10 % 10]}缺失。", (f"{n}clb{n % 7}qs", f"{n}z"), own=True
            )
            for n in range(10_000)
        )
    )
    known.find(SITE, "qs", 6)
    took = []
    for letters in ("lb", "qs", "脚手", "9c", "clb3", "没有"):
        begun = time.perf_counter()
        found = known.find(SITE, letters, 6)
        took.append((time.perf_counter() - begun) * 1000)
        assert len(found) == (0 if letters == "没有" else 6)
        assert all(letters in "".join((one.phrase.fact, *one.initials)) for one in found)
    print(f"phrases among 10,000: {max(took):.1f} ms at most")
