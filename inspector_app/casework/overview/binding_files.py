"""Files that lie beside documents in a 案卷: signed sheets, 签名页, reports, requests; refused acts."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.followup.stops import ASKED
from inspector_app.casework.papers import countersigns, issued, returns
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.chinese import CHINA, local_date
from inspector_app.domain.dossier import Listing, Part
from inspector_app.journal import authority
from inspector_app.store.reading import VOID_AFTER_SERVICE
from inspector_app.store.store import Store

REFUSED = "无效操作记录"
_WHY = {
    authority.UNSIGNED: "没有签名",
    authority.UNKNOWN_KEY: "签名密钥未经授权",
    authority.FORGED: "签名不符",
    authority.NO_RIGHT: "当时无此权限",
    authority.NOT_THE_SIGNER: "签名人不是登记人",
    authority.NOT_ISSUER: "无权授权",
    authority.WITHDRAWAL: "撤权登记无效",
    VOID_AFTER_SERVICE: "文书已经送达，不能作废",
}
ACT_WORDS: dict[str, str] = {
    ActKind.ISSUE: "签发",
    ActKind.VOID: "作废",
    ActKind.REVOKE: "撤销",
    ActKind.CORRECT: "更正",
    ActKind.APPROVE: "审批",
    ActKind.ROLE: "授权",
    ActKind.EDITION: "启用表单",
    ActKind.SHARE: "共享工作区",
}
"""Signed kinds, the only ones that can be without effect, in words."""

_PLACES: dict[str, tuple[Part, str]] = {
    ActKind.REPLY: (Part.REPLIES, "整改报告"),
    ActKind.ASK: (Part.EXTENSIONS, "延期申请"),
    ActKind.EXTEND: (Part.EXTENSIONS, "延期材料"),
    ActKind.DEFEND: (Part.CONDUCT, "陈述申辩材料"),
    ActKind.PUBLISH: (Part.CONDUCT, "公示材料"),
    ActKind.VIOLATE: (Part.RESUMPTIONS, "抢工取证材料"),
    ActKind.WATCH: (Part.RESUMPTIONS, "停工核查材料"),
    ActKind.RECHECK: (Part.RECHECKS, "复查材料"),
}
"""Where what an act brought along is laid up, and what it is called."""

_STOP, _APPROVAL = "stop", "approval"
_PURPOSES = {
    "service": (Part.SERVICE, "送达影像"),
    _STOP: (Part.RESUMPTIONS, "停工核查材料"),
    _APPROVAL: (Part.APPROVAL, "补办的审批单"),
}
_ASKED = (Part.RESUMPTIONS, "复工申请材料")
_LISTS = ("scans", "photos", "files")
_ELSEWHERE = frozenset({ActKind.RETURN, ActKind.COUNTERSIGN, ActKind.ISSUE, ActKind.SERVE})
"""Kinds whose files come otherwise: with their document, or as pictures of its service."""
_SHA256 = 64
_MOST_TEXT = 60
"""Characters of a text that somebody without any right wrote."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A file of the vault that goes into a 案卷.

    Attributes:
        number: of the document it is or belongs to; what a refusal names.
        own: made by this program, so it must be what the journal says or nothing leaves the house.
        marked: bound as a copy that bears 作废.
        document_id: of an issued document, whose record is proven before it is bound.
        scans: of a late entry, hashes of the scans that its file was made of; they lie beside it unbound.
    """

    sha256: str
    number: str
    own: bool = False
    marked: bool = False
    document_id: str = ""
    scans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """A file that lies with a document or finding.

    Attributes:
        subject_id: of that document or finding; `document_id` another one that the act names.
        photo: it is a photo, shown two a row; `taken` is then the time as its device states it.
    """

    name: str
    on: date | None
    filed: Filed
    part: Part = Part.OTHER
    note: str = ""
    subject_id: str = ""
    document_id: str = ""
    photo: bool = False
    taken: str = ""


def beside(store: Store, told: issued.Issued) -> Iterator[Beside]:
    """Yield the signed sheets that came back of a document, and the signatures under it from the screen."""
    names = {one.party_id: one.name for one in told.recipients if not one.main}
    bound = frozenset(late_scans(store, told))
    for back in returns.returns_of(store, told.id):
        if back.sha256 in bound:
            continue  # the late entry's own file shows it already
        whole = back.told.signed and back.told.sealed
        note = "" if whole else "签章未齐"
        whose = names.get(back.told.recipient_id, "")
        name = f"签字件，{whose}" if whose else "签字件"
        yield Beside(name, _day_of(back.wall), Filed(back.sha256, told.number), note=note)
    for signed in countersigns.countersigns(store, told.id):
        on = values.moment({"at": signed.at}, "at")
        filed = Filed(signed.sha256, told.number, own=True)
        yield Beside(f"签名页，{signed.name}", local_date(on) if on else None, filed)


def late_scans(store: Store, told: issued.Issued) -> tuple[str, ...]:
    """Return the hashes of the scans that a late entry's file was made of; none of any other document."""
    act = issued.issue_act(store, told.id)
    if act is None or not values.flag(act.content, "late"):
        return ()
    listed = act.content.get("scans")
    return tuple(_hashes(listed if isinstance(listed, list) else ()))


def _day_of(wall: str) -> date | None:
    moment = values.moment({"wall": wall}, "wall")
    return local_date(moment) if moment else None


def attached(store: Store, subjects: Mapping[str, Collection[str]]) -> Iterator[Beside]:
    """Yield what acts brought along that is neither a return nor a signature, in the order of acts.

    Args:
        subjects: ids by the kind of record.
    """
    acts = [
        act
        for entity, ids in subjects.items()
        for told in store.acts_of(entity, ids).values()
        for act in told
        if act.kind not in _ELSEWHERE
    ]
    named = {one for act in acts if act.kind != ActKind.ATTACH for one in _files(act)}
    for act in sorted(acts, key=lambda one: one.order):
        part, name = _place(act)
        on = _on(act)
        for sha256 in _files(act):
            if values.text(act.content, "purpose") == _STOP and sha256 in named:
                continue  # the note it was kept for says better what it is
            yield Beside(
                name,
                on,
                Filed(sha256, ""),
                part,
                subject_id=act.entity_id,
                document_id=values.text(act.content, "document_id"),
                photo=act.kind == ActKind.ATTACH and values.text(act.content, "purpose") == "service",
                taken=_taken(act),
            )


def _on(act: Act) -> date | None:
    """Return the day that an act tells, else that of its entry; a paper's own where one was kept."""
    told = values.day(act.content, "on") or values.day(act.content, "seen_on")
    signed = values.moment(act.content, "at") if values.text(act.content, "purpose") == _APPROVAL else None
    return told or (local_date(signed) if signed else _day_of(act.wall))


def _taken(act: Act) -> str:
    taken = values.moment(act.content, "taken") if act.kind == ActKind.ATTACH else None
    return taken.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if taken else ""


def _place(act: Act) -> tuple[Part, str]:
    if act.kind == ActKind.ATTACH:
        return _PURPOSES.get(values.text(act.content, "purpose"), (Part.OTHER, "附件"))
    if act.kind == ActKind.WATCH and values.text(act.content, "what") == ASKED:
        return _ASKED
    return _PLACES.get(act.kind, (Part.OTHER, "附件"))


def _files(act: Act) -> Iterator[str]:
    """Yield the hashes of the files that an act names."""
    if act.kind == ActKind.ATTACH:
        yield from _hashes([act.content.get("sha256")])
    for name in _LISTS:
        listed = act.content.get(name)
        yield from _hashes(listed if isinstance(listed, list) else ())


def _hashes(told: Sequence[object]) -> Iterator[str]:
    for one in told:
        value = one.get("sha256") if isinstance(one, dict) else one
        if isinstance(value, str) and len(value) == _SHA256:
            yield value


def refused_page(
    store: Store, subjects: Mapping[str, Collection[str]], numbers: Mapping[str, str]
) -> Listing | None:
    """Return the list of acts without effect about these records, None when there is none."""
    people = {one.user: one.name for one in store.keyring.people()}
    found = [one for entity, ids in subjects.items() for one in store.refused_of(entity, ids)]
    rows = []
    for n, (act, reason) in enumerate(sorted(found, key=lambda one: one[0].order), start=1):
        at = values.moment({"wall": act.wall}, "wall")
        number = numbers.get(act.entity_id, "") or values.text(act.content, "number")[:_MOST_TEXT]
        rows.append(
            (
                str(n),
                at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if at else "",
                ACT_WORDS.get(act.kind, act.kind),
                number or act.entity_id[:12],
                people.get(act.user, act.user)[:_MOST_TEXT],
                _WHY.get(reason, reason),
            )
        )
    if not rows:
        return None
    note = "下列操作的登记人当时没有相应权限、签名不符，或者作废时文书已经送达，登记保留，不发生任何效力。"
    head = ("序号", "登记时间（设备）", "操作", "对　象", "登记人", "原　因")
    return Listing(REFUSED, note, head, (11, 34, 20, 42, 22, 27), ("C", "C", "C", "L", "C", "L"), tuple(rows))
