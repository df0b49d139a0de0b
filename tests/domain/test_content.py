"""The canonical form: what is hashed and signed must never move by itself."""

import json
from dataclasses import fields, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.content import (
    SCHEMA,
    Annex,
    Content,
    FormRow,
    Paragraph,
    PhotoCell,
    Seal,
    Table,
    canonical,
)


def a_content() -> Content:
    """Return a small letter with a table, an annex and facts."""
    return Content(
        kind="rectification_notice",
        kind_label="限期整改通知书",
        layout="letter",
        title=("滨海新区住房和城乡建设局", "限期整改通知书"),
        number="滨住建改〔2026〕3-12号",
        issuer="滨海新区住房和城乡建设局",
        date="2026年4月27日",
        edition="0" * 64,
        paragraphs=(Paragraph("存在下列问题。", heading="一、", element="facts"), Paragraph("此令。")),
        table=Table(("序号", ""), (20, 136), ("C", "L"), (("1", "脚手架"), ("2", ""))),
        table_after=1,
        annex=Annex("附页", None, (PhotoCell("ab" * 32, "照片1"),)),
        officers=(("周砚", "3501000001"),),
        copies=((1, "受送达单位"),),
        facts=(("number", "滨住建改〔2026〕3-12号"), ("count", "2")),
    )


def test_the_canonical_form_is_this_and_stays_this() -> None:
    """If this fails, old signatures no longer verify: a new field needs an empty default instead."""
    assert canonical(a_content()).decode() == (
        '{"annex":{"photos":[{"caption":"照片1","sha256":"' + "ab" * 32 + '"}],"title":"附页"},'
        '"copies":[[1,"受送达单位"]],"date":"2026年4月27日","edition":"' + "0" * 64 + '",'
        '"facts":[["number","滨住建改〔2026〕3-12号"],["count","2"]],'
        '"issuer":"滨海新区住房和城乡建设局","kind":"rectification_notice",'
        '"kind_label":"限期整改通知书","layout":"letter","number":"滨住建改〔2026〕3-12号",'
        '"officers":[["周砚","3501000001"]],'
        '"paragraphs":[{"element":"facts","heading":"一、","text":"存在下列问题。"},{"text":"此令。"}],'
        '"schema":"inspector.document/1",'
        '"table":{"align":["C","L"],"head":["序号",""],"rows":[["1","脚手架"],["2",""]],"widths":[20,136]},'
        '"table_after":1,"title":["滨海新区住房和城乡建设局","限期整改通知书"]}'
    )


def test_empty_fields_are_left_out_and_empty_cells_are_not() -> None:
    bare = Content("k", "", "", (), "", "", "", "")
    assert canonical(bare) == b'{"kind":"k","schema":"inspector.document/1"}'
    row = FormRow((30, 126), ("", "有"), strike=False)
    told = json.loads(canonical(replace(bare, rows=(row,))))
    assert told["rows"] == [{"align": "L", "cells": ["", "有"], "widths": [30, 126]}]
    # An annex without anything in it is still an annex.
    assert json.loads(canonical(replace(bare, annex=Annex("", None))))["annex"] == {}


def test_where_a_seal_stands_is_written_and_where_none_does_nothing_is() -> None:
    """Papers signed before seals were content keep their bytes."""
    assert b"seal" not in canonical(a_content())
    stamped = replace(a_content(), seal=Seal(x_mm=118, y_mm=62))
    assert json.loads(canonical(stamped))["seal"] == {"diameter_mm": 42, "x_mm": 118, "y_mm": 62}
    drawn = replace(a_content(), seal=Seal("cd" * 32, diameter_mm=40))
    assert json.loads(canonical(drawn))["seal"] == {"diameter_mm": 40, "sha256": "cd" * 32}
    assert canonical(replace(stamped, seal=None)) == canonical(a_content())


def test_every_field_that_is_not_empty_changes_the_form() -> None:
    whole = a_content()
    changed = {
        "paragraphs": (Paragraph("别的。"),),
        "table": None,
        "rows": (FormRow((156,), ("行",)),),
        "annex": None,
        "officers": (),
        "receipt": (("签收人", ""),),
        "copies": (),
        "copied": ("监理单位",),
        "facts": (),
        "title": ("别的",),
        "table_after": 2,
        "size_tenths": 120,
        "lead_tenths": 200,
        "seal": Seal("cd" * 32),
    }
    forms = {canonical(whole)}
    for field in fields(Content):
        forms.add(canonical(replace(whole, **{field.name: changed.get(field.name, "别的")})))
    assert len(forms) == len(fields(Content)) + 1


def test_unicode_is_kept_as_it_was_typed() -> None:
    typed = "𬭼《》 e\u0301 \u202e <b>&amp;</b> \n =1+1"
    told = canonical(replace(a_content(), addressee=typed))
    assert json.loads(told)["addressee"] == typed
    assert "𬭼".encode() in told
    composed = replace(a_content(), addressee=typed.replace("e\u0301", "é"))
    assert canonical(composed) != told


def test_facts_by_name() -> None:
    assert a_content().fact("count") == "2"
    assert a_content().fact("scope") == ""


texts = st.text(max_size=20)


@settings(max_examples=100)
@given(texts, texts, st.lists(st.tuples(texts, texts), max_size=4), st.integers(0, 9))
def test_the_form_is_stable_sorted_and_loses_nothing(
    number: str, text: str, facts: list[tuple[str, str]], after: int
) -> None:
    content = replace(
        a_content(), number=number, paragraphs=(Paragraph(text),), facts=tuple(facts), table_after=after
    )
    told = canonical(content)
    assert told == canonical(replace(content))
    read = json.loads(told)
    assert read["schema"] == SCHEMA
    assert read.get("number", "") == number
    assert read["paragraphs"] == [{"text": text} if text else {}]
    assert [tuple(fact) for fact in read.get("facts", [])] == facts
    assert list(read) == sorted(read)
