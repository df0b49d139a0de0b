"""Two values that stand side by side: who wrote which of them and when, and how a person settles it.

Neither clock nor order decides. The one that shows is only the one that shows; choosing writes a value that
names all of them as replaced, so that every laptop settles on it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

import orjson

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people.names import Names
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import RuleError
from inspector_app.store.reading import Record

LABELS: dict[tuple[str, str], str] = {
    ("inspection", "place"): "检查地点",
    ("inspection", "source"): "检查来源",
    ("inspection", "scope"): "检查内容",
    ("inspection", "handling"): "处理情况",
    ("inspection", "opinion"): "检查意见",
    ("inspection", "score"): "得分",
    ("inspection", "notice"): "告知事项",
    ("inspection", "refusal"): "拒签说明",
    ("inspection", "started"): "开始时间",
    ("inspection", "ended"): "结束时间",
    ("inspection", "target_id"): "检查对象",
    ("finding", "fact"): "事实",
    ("finding", "location"): "部位",
    ("finding", "clause"): "条款",
    ("finding", "severity"): "等级",
    ("finding", "measure"): "整改要求",
    ("finding", "number"): "序号",
    ("obligation", "measure"): "整改要求",
    ("obligation", "due"): "期限",
    ("obligation", "party_id"): "责任单位",
    ("photo", "caption"): "照片说明",
    ("photo", "finding_id"): "照片所属问题",
    ("photo", "sort"): "照片顺序",
    ("target", "name"): "名称",
    ("target", "address"): "地址",
    ("target", "phase"): "形象进度",
    ("party", "name"): "单位名称",
    ("party", "manager"): "负责人",
    ("party", "phone"): "电话",
    ("person", "name"): "姓名",
    ("person", "certificate"): "执法证号",
    ("person", "valid_from"): "有效期自",
    ("person", "valid_to"): "有效期至",
    ("document", "addressee_id"): "主送",
    ("document", "due"): "期限",
    ("case", "matter"): "案由",
    ("case", "party_id"): "当事人",
}
"""What a field is called; one that is not here goes by the word of all others."""

ANY_LABEL = "一项登记"

KINDS: dict[str, str] = {
    "inspection": "检查",
    "finding": "问题",
    "obligation": "责任",
    "photo": "照片",
    "check": "检查项",
    "check_sheet": "检查表",
    "document": "文书草稿",
    "target": "对象",
    "party": "责任单位",
    "person": "人员",
    "present": "在场人员",
    "office": "本机关",
    "case": "案件",
}

PROSE = frozenset(
    {
        *(
            ("inspection", name)
            for name in ("place", "source", "scope", "handling", "opinion", "notice", "refusal")
        ),
        *(("finding", name) for name in ("fact", "location", "measure")),
        ("obligation", "measure"),
        ("photo", "caption"),
        *(("target", name) for name in ("name", "address")),
        *(("party", name) for name in ("name", "manager", "phone")),
        ("person", "name"),
        ("case", "matter"),
    }
)
"""Fields in which any text is as good as another: only there may a person write a third value. A day or a
severity that nobody can read would stop every reader of the record, on every laptop."""

_NAMED = {"target_id": "target", "party_id": "party", "person_id": "person", "addressee_id": "party"}
_UP = (("inspection_id", "inspection"), ("finding_id", "finding"), ("document_id", "document"))
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
EMPTY, YES, NO = "（空）", "是", "否"


class StandingValue(Protocol):
    """A value that stands, as the store tells it."""

    @property
    def value(self) -> Any:
        """The JSON value."""

    @property
    def user(self) -> str:
        """Who wrote it."""

    @property
    def wall(self) -> str:
        """When, by the clock of the machine that wrote it: RFC 3339 text."""

    @property
    def journal_id(self) -> str:
        """In which journal."""


class Torn(Protocol):
    """A field with several standing values, as the store tells it; the one that shows first."""

    @property
    def entity(self) -> str:
        """The record's kind."""

    @property
    def id(self) -> str:
        """The record's id."""

    @property
    def field(self) -> str:
        """The field's name."""

    @property
    def values(self) -> Sequence[StandingValue]:
        """All that stands."""


@dataclass(frozen=True, slots=True)
class Value:
    """One of the values.

    Attributes:
        words: as people read it.
        user, name: who wrote it; the name is empty where nobody here knows it.
        at: when, by the clock of the machine that wrote it: a claim.
        here: it was written on this laptop.
    """

    value: Any
    words: str
    user: str
    name: str
    at: datetime | None
    here: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that says several things at once.

    Attributes:
        kind, label: words of KINDS and LABELS.
        title: what the record is about: the target, with the finding's number; a company's or person's name.
        values: the one that shows first.
        typed: a person may write another text in their place.
        inspection_id: the visit it belongs to, empty for none.
        filing: it stands in the filing workspace and is settled at its desk.
    """

    entity: str
    record_id: str
    field: str
    kind: str
    label: str
    title: str
    values: tuple[Value, ...]
    typed: bool
    inspection_id: str = ""
    filing: bool = False

    @property
    def id(self) -> str:
        """What names it among all others."""
        told = f"{self.entity}|{self.record_id}|{self.field}"
        return f"filing|{told}" if self.filing else told


def conflicts(desk: Desk, torn: Iterable[Torn], *, filing: bool = False) -> tuple[Conflict, ...]:
    """Return what has to be settled, in the order given, with the words in which people see it.

    Args:
        desk: of the workspace that it stands in; `filing`: that is the filing workspace.
    """
    names, people = Names(desk.store), _people(desk)
    own = _own_journals(desk)
    told = (_conflict(desk, names, people, own, one) for one in torn)
    return tuple(
        replace(one, filing=filing, inspection_id="" if filing else one.inspection_id) for one in told
    )


def resolve(desk: Desk, conflict: Conflict, value: object) -> None:
    """Settle on a value: one of those that stand, or a third; it names all of them as replaced.

    Args:
        desk: of the workspace that it stands in.
        conflict: as the person saw it: what they did not see is not replaced.

    Raises:
        RuleError: `conflict.settled`: somebody settled it meanwhile, or the record is gone.
        RuleError: `conflict.changed`: another value came meanwhile.
        RuleError: `conflict.empty`: a text was to be written and nothing was.
        RuleError: `conflict.not_a_value`: it is none of those that stand, where no other may be written.
    """
    if value not in [one.value for one in conflict.values]:
        if not conflict.typed or not isinstance(value, str):
            raise RuleError("conflict.not_a_value", where=conflict.field)
        if not value.strip():
            raise RuleError("conflict.empty", where=conflict.field)
    with desk.store.transaction(desk.user) as tx:
        record = tx.record(conflict.entity, conflict.record_id)
        standing = record.conflicts.get(conflict.field, []) if record is not None else []
        told = _all_of(standing)
        if record is None or record.deleted or len(told) < 2:
            raise RuleError("conflict.settled", where=conflict.field)
        if told != _all_of(one.value for one in conflict.values):
            raise RuleError("conflict.changed", where=conflict.field)
        tx.set(conflict.entity, conflict.record_id, {conflict.field: value})


def _all_of(told: Iterable[object]) -> set[bytes]:
    return {orjson.dumps(one, option=orjson.OPT_SORT_KEYS) for one in told}


def _conflict(desk: Desk, names: Names, people: dict[str, str], own: frozenset[str], one: Torn) -> Conflict:
    record = desk.store.record(one.entity, one.id)
    told = tuple(
        Value(
            each.value,
            _words(names, one.field, each.value),
            each.user,
            people.get(each.user, ""),
            _moment(each.wall),
            each.journal_id in own,
        )
        for each in one.values
    )
    typed = (one.entity, one.field) in PROSE
    return Conflict(
        one.entity,
        one.id,
        one.field,
        KINDS.get(one.entity, ANY_LABEL),
        LABELS.get((one.entity, one.field), ANY_LABEL),
        _title(desk, names, one.entity, one.id, record),
        told,
        typed,
        _visit(desk, one.entity, one.id, record),
    )


def _people(desk: Desk) -> dict[str, str]:
    return {one.user: one.name for one in desk.store.keyring.certificates()}


def _own_journals(desk: Desk) -> frozenset[str]:
    return frozenset(desk.store.own_journals())


def _moment(wall: str) -> datetime | None:
    try:
        return datetime.fromisoformat(wall)
    except ValueError:
        return None  # a claim that says nothing


def _words(names: Names, field: str, value: object) -> str:
    if field in _NAMED and isinstance(value, str):
        return names.of(_NAMED[field], value) or value
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, str):
        return f"{datetime.fromisoformat(value).astimezone(CHINA):%Y-%m-%d %H:%M}" if _time(value) else value
    return str(value) if isinstance(value, int | float) else orjson.dumps(value).decode()


def _time(value: str) -> bool:
    if not _TIME.match(value):
        return False
    told = _moment(value)
    return told is not None and told.tzinfo is not None


def _title(desk: Desk, names: Names, entity: str, record_id: str, record: Record | None) -> str:
    """Return what a record is about: the target of its visit with the finding's number, or its own name."""
    fields = record.fields if record is not None else {}
    visit_id = _visit(desk, entity, record_id, record)
    visit = desk.store.record("inspection", visit_id) if visit_id else None
    if visit is None:
        return values.text(fields, "name") or values.text(fields, "serial")
    number = values.number(fields, "number") if entity == "finding" else 0
    place = names.of("target", values.text(visit.fields, "target_id"))
    return f"{place} {number}" if number else place


def _visit(desk: Desk, entity: str, record_id: str, record: Record | None) -> str:
    if entity == "inspection":
        return record_id
    fields = record.fields if record is not None else {}
    for name, up in _UP:
        if told := values.text(fields, name):
            return _visit(desk, up, told, desk.store.record(up, told))
    return ""
