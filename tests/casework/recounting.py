"""A recount of what a digest says, from the journal's entries alone, one after the other.

It shares no code with what it checks: no index, no book, no reading of acts by day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from inspector_app.store.store import Store

CHINA = timezone(timedelta(hours=8))


@dataclass
class Counted:
    """Ids by figure."""

    ids: dict[str, set[str]] = field(default_factory=dict)

    def add(self, code: str, one: str) -> None:
        self.ids.setdefault(code, set()).add(one)


def recount(store: Store, first: date, last: date) -> dict[str, set[str]]:
    """Return the ids behind each figure that a period's journal entries tell."""
    records, acts = _read(store)
    told = Counted()
    void = {one["id"] for one in acts if one["kind"] in ("void", "revoke")}
    kinds = {one["id"]: one["content"] for one in acts if one["kind"] == "issue"}
    _visits(told, records, acts, first, last)
    _findings(told, records, acts, first, last)
    for one in acts:
        content, subject = one["content"], one["id"]
        if one["kind"] == "issue" and subject not in void and _in(content.get("issued_on"), first, last):
            told.add("issued", subject)
            told.add(f"issued.{content['kind']}", subject)
        elif one["kind"] == "serve" and _in(content.get("reached_on"), first, last):
            if subject not in {each["id"] for each in acts if each["kind"] == "void"}:
                told.add("served", f"{subject}:{content['recipient_id']}")
        elif one["kind"] == "reply" and _in(content.get("received_on") or content["on"], first, last):
            told.add("replies", content.get("report_id") or one["hash"])
        elif one["kind"] == "recheck" and _in(content["on"], first, last) and _stands(content, kinds, void):
            told.add("rechecks", f"{subject}:{content.get('party_id', '')}")
        elif one["kind"] == "violate" and _in(content.get("seen_on"), first, last) and subject not in void:
            told.add("violations", one["hash"])
    taken_back = {one["content"].get("takes_back") for one in acts if one["kind"] == "violate"}
    told.ids["violations"] = told.ids.get("violations", set()) - taken_back
    return told.ids


def _stands(content: dict[str, Any], issued: dict[str, Any], void: set[str]) -> bool:
    by = content.get("by", "")
    return not by or (by in issued and by not in void)


def _visits(told: Counted, records: Any, acts: Any, first: date, last: date) -> None:
    concluded = {one["id"] for one in acts if one["kind"] == "conclude"}
    experts = {known for known, fields in records["person"].items() if fields.get("expert") is True}
    for known, fields in records["inspection"].items():
        if known in concluded and fields.get("way") != "paper" and _in(fields.get("started"), first, last):
            told.add("visits", known)
            kind = records["target"][fields["target_id"]]["kind"]
            told.add(f"visits.{kind}", known)
            for there in records["attendance"].values():
                if there["inspection_id"] == known and there["person_id"] not in experts:
                    told.add("officer_visits", f"{known}:{there['person_id']}")


def _findings(told: Counted, records: Any, acts: Any, first: date, last: date) -> None:
    gone = {one["id"] for one in acts if one["kind"] == "withdraw"}
    for known, fields in records["finding"].items():
        if known not in gone and _in(fields.get("seen_on"), first, last):
            told.add("findings", known)
            if fields.get("severity") == "major":
                told.add("major", known)


def _in(day: Any, first: date, last: date) -> bool:
    if not isinstance(day, str) or not day:
        return False
    on = date.fromisoformat(day) if len(day) == 10 else datetime.fromisoformat(day).astimezone(CHINA).date()
    return first <= on <= last


class _Records(dict[str, dict[str, dict[str, Any]]]):
    def __missing__(self, entity: str) -> dict[str, dict[str, Any]]:
        self[entity] = {}
        return self[entity]


def _read(store: Store) -> tuple[_Records, list[dict[str, Any]]]:
    """Return the records as their entries leave them, and the acts, in the order of one journal."""
    records, acts = _Records(), list[dict[str, Any]]()
    for entry in store.entries():
        header, fields = entry.header, entry.fields
        if header.op == "act":
            act = {"kind": fields["kind"], "content": fields["content"], "id": header.entity_id}
            acts.append({**act, "hash": entry.hash.hex()})
        elif header.op == "delete":
            records[header.entity].pop(header.entity_id, None)
        else:
            told = {name: one["value"] for name, one in fields.items() if isinstance(one, dict)}
            records[header.entity].setdefault(header.entity_id, {}).update(told)
    return records, acts


def figures_of(told: Iterable[Any]) -> dict[str, set[str]]:
    """Return the ids of a digest's figures by code, those of nothing left out."""
    return {one.code: set(one.ids) for one in told if one.ids}
