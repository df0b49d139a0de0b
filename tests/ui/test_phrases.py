"""The phrase list: a few letters or characters find what the office wrote; nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from inspector_app import assets
from inspector_app.casework.visits import memory
from inspector_app.catalog.load import load
from inspector_app.domain.checklists import Phrase
from inspector_app.domain.rules import Rules
from inspector_app.ui.workbench.phrases import MOST, find, parted
from tests.builders import ON, some_rules

SITE = "construction_site"


def a_phrase(id: str, fact: str, initials: str, topic: str = "脚手架", target: str = SITE) -> Phrase:  # noqa: A002
    return Phrase(id, target, topic, fact, "reg393-28", "补设。", 3, False, initials)


@pytest.fixture
def rules() -> Rules:
    return replace(
        some_rules(),
        phrases=(
            a_phrase("1", "脚手板未满铺。", "jsbwmp"),
            a_phrase("2", "作业层脚手板未固定牢。", "zycjsbwgdl"),
            a_phrase("3", "临边的脚手架没有任何防护措施。", "lbdjsj", "临边"),
            a_phrase("4", "脚手板。", "jsb", target="concrete_plant"),
        ),
    )


def found(rules: Rules, told: str, target: str = SITE) -> list[str]:
    return [offer.phrase.id for offer in find(rules, target, told, ON)]


def test_initials_find_what_begins_with_them_before_what_holds_them(rules: Rules) -> None:
    assert found(rules, "jsb") == ["1", "2"]
    assert found(rules, "JSB ") == ["1", "2"]


def test_characters_find_facts_and_then_topics(rules: Rules) -> None:
    assert found(rules, "脚手板") == ["1", "2"]
    assert found(rules, "脚手架") == ["3", "1", "2"]


def test_a_target_of_another_kind_has_its_own_phrases(rules: Rules) -> None:
    assert found(rules, "jsb", "concrete_plant") == ["4"]


@pytest.mark.parametrize("told", ["", " ", "j", "脚", "没有这句", "%", "j.b"])
def test_too_little_or_nothing_known_offers_nothing(rules: Rules, told: str) -> None:
    assert found(rules, told) == []


def test_an_offer_says_the_clause_and_the_day(rules: Rules) -> None:
    (offer,) = find(rules, SITE, "lbdjsj", ON)
    assert offer.cite == rules.clauses["reg393-28"].short
    assert offer.due == date(2026, 4, 30)


def test_a_phrase_of_a_clause_that_is_gone_is_offered_without_it(rules: Rules) -> None:
    without = replace(rules, clauses={})
    assert find(without, SITE, "lbdjsj", ON)[0].cite == ""


def test_every_shipped_phrase_is_found_by_its_own_initials_and_its_own_words() -> None:
    rules = load(assets.folder("forms")).rules
    assert rules is not None
    assert len(rules.phrases) > 100
    for phrase in rules.phrases:
        for told in (phrase.initials, phrase.fact):
            offers = find(rules, phrase.target, told, date(2026, 11, 24))
            assert phrase.id in [one.phrase.id for one in offers], (phrase.id, told)
            assert len(offers) <= MOST


def test_the_place_is_typed_behind_the_letters(rules: Rules) -> None:
    (offer,) = find(rules, SITE, "lbdjsj 3#楼14层", ON)
    assert (offer.phrase.id, offer.location) == ("3", "3#楼14层")
    assert find(rules, SITE, "lbdjsj 12F", ON)[0].location == "12F"


@pytest.mark.parametrize(
    ("told", "parts"),
    [
        ("lb 3#", ("lb", "3#")),
        ("lb  北门 ", ("lb", "北门")),
        ("lb", ("lb", "")),
        ("lb ", ("lb", "")),
        ("zyc and more", ("zyc and more", "")),
        ("临边 3#", ("临边 3#", "")),
        ("3 号楼", ("3 号楼", "")),
    ],
)
def test_only_letters_are_parted_from_a_place(told: str, parts: tuple[str, str]) -> None:
    assert parted(told) == parts


def test_the_offices_own_sentences_are_marked_and_the_found_part_is_told(rules: Rules) -> None:
    known = memory.shipped(rules)
    own = a_phrase("own-1", "脚手板翘头未固定。", "", topic=memory.TOPIC)
    sentence = memory.Sentence(own, ("jsbqtwgd",), own=True, count=3, last=ON)
    known.put((SITE, own.fact), sentence)
    offers = find(rules, SITE, "jsb", ON, known)
    assert [(one.phrase.id, one.own, one.count) for one in offers] == [
        ("own-1", True, 3),
        ("1", False, 0),
        ("2", False, 0),
    ]
    assert [one.phrase.fact[slice(*one.at)] for one in offers] == ["脚手板"] * 3
    known.forgotten.add((SITE, own.fact))
    known.put((SITE, own.fact), sentence)
    assert [one.phrase.id for one in find(rules, SITE, "jsb", ON, known)] == ["1", "2"]
