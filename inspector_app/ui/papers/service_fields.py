"""Which fields each way of serving asks for, and how what was typed becomes a service. Knows no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from inspector_app.domain.deadlines import WorkCalendar
from inspector_app.domain.errors import RuleError
from inspector_app.domain.serving import METHOD_LABELS, Service, Witness
from inspector_app.ui.style import typed
from inspector_app.ui.style.translation import said

RECEIPT = "receipt"
"""Not a way of serving: the receipt of what was mailed or entrusted came back."""
REFUSAL, PHOTOS, RECORDED = "refusal", "photos", "recorded"


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: its name, what it is called, and a hint."""

    name: str
    words: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form: its label and the fields that stand side by side."""

    words: str
    fields: tuple[Asked, ...]


ROWS = (
    Row("邮件号", (Asked("mail_number", "邮件号", "EMS 单号"),)),
    Row("受委托机关", (Asked("body", "受委托机关"),)),
    Row(
        "确认书",
        (Asked("consent", "送达确认书编号", "确认书编号"), Asked("system", "到达的系统", "到达的系统")),
    ),
    Row("公告于", (Asked("medium", "公告媒体", "报纸、网站或者张贴地点"),)),
    Row("原因和经过", (Asked("note", "原因和经过", "为何公告，之前怎样送过"),)),
    Row("签收日期", (Asked("receipt_on", "签收日期", "回执上的日期；回执未到可空"),)),
    Row("签收人", (Asked("receiver", "签收人", "姓名"), Asked("position", "签收人职务", "在该单位的职务"))),
    Row(
        "代收",
        (
            Asked("relation", "代收人与受送达人的关系", "代收时：关系"),
            Asked("authority", "授权依据", "代收时：授权依据"),
        ),
    ),
    Row("拒收事由", (Asked(REFUSAL, "拒收事由"),)),
    Row(
        "见证人",
        (Asked("witness_1", "见证人姓名", "姓名"), Asked("company_1", "见证人单位", "基层组织或者所在单位")),
    ),
    Row(
        "见证人二",
        (
            Asked("witness_2", "第二位见证人姓名", "姓名，可空"),
            Asked("company_2", "第二位见证人单位", "单位，可空"),
        ),
    ),
    Row("录像编号", (Asked("recording", "录像编号", "执法记录仪编号；没有见证人时填写或者附照片"),)),
    Row("照片", (Asked(PHOTOS, "送达照片"),)),
)
"""Every row, in the order of the form; a row is shown where the way of serving asks for its first field."""

_ASKED: Mapping[str, tuple[str, ...]] = {
    "direct": ("receiver", "relation", REFUSAL),
    "left": (REFUSAL, "witness_1", "witness_2", "recording", PHOTOS),
    "mail": ("mail_number", "receipt_on"),
    "entrusted": ("body", "receipt_on"),
    "electronic": ("consent",),
    "announced": ("medium", "note"),
    RECEIPT: ("receipt_on", "receiver", "relation", REFUSAL),
}
_SHOWN_AT = {"witness": "witness_1", "witnesses": "witness_1"}
TEXTS = (
    "mail_number",
    "body",
    "consent",
    "system",
    "medium",
    "note",
    "receiver",
    "position",
    "relation",
    "authority",
    REFUSAL,
    "recording",
)


def refusal_hint(method: str) -> str:
    """Return what is to be written where a refusal is told."""
    return {
        "left": said("谁、何时、以什么理由拒收；先前已登记的可空"),
        RECEIPT: said("被退回时写明原因；签收了的不填"),
    }.get(method, said("拒收时写明谁、为何；没有拒收不填"))


def rows_of(method: str) -> frozenset[str]:
    """Return the rows of a way of serving, each by the name of its first field."""
    return frozenset(_ASKED.get(method, ()))


def fields_of(method: str) -> frozenset[str]:
    """Return the names of all fields that a way of serving asks for."""
    shown = rows_of(method)
    return frozenset(one.name for row in ROWS if row.fields[0].name in shown for one in row.fields)


def field_of(where: str) -> str:
    """Return the field of the form that a refusal such as `service.witnesses` is about."""
    name = where.rpartition(".")[2]
    return _SHOWN_AT.get(name, name)


def methods(awaited: Service | None) -> tuple[tuple[str, str], ...]:
    """Return the ways of serving with their words; first of all the receipt that is waited for."""
    ways = tuple(METHOD_LABELS.items())
    if awaited is None:
        return ways
    sent = awaited.mail_number or awaited.body
    return ((RECEIPT, f"{said('回执：%s') % said(METHOD_LABELS[awaited.method])} {sent}"), *ways)


def collect(
    told: Mapping[str, str],
    recipient_id: str,
    method: str,
    today: date,
    calendar: WorkCalendar,
    awaited: Service | None = None,
) -> Service:
    """Return the service that was typed in; only what this way of serving asks for is taken.

    Args:
        told: what the fields hold, by name.
        awaited: what was mailed or entrusted, for its receipt to go on from.

    Raises:
        RuleError: `ui.bad_time`, `ui.bad_day`, `ui.time_missing`, each with its field.
    """
    asked = fields_of(method)
    texts = {name: told.get(name, "").strip() for name in TEXTS if name in asked}
    receipt_on = None
    if "receipt_on" in asked:
        receipt_on = typed.day(told.get("receipt_on", ""), today, calendar, where="service.receipt_on")
    if method == RECEIPT and awaited is not None:
        if receipt_on is None and not texts[REFUSAL]:
            raise RuleError("ui.receipt_missing", where="service.receipt_on")
        return _worded(replace(awaited, receipt_on=receipt_on), {**_told(awaited), **texts})
    at = typed.moment(told.get("at", ""), today, calendar, where="service.at")
    if at is None:
        raise RuleError("ui.time_missing", where="service.at")
    made = Service(
        recipient_id,
        method,
        at,
        place=told.get("place", "").strip(),
        receipt_on=receipt_on,
        witnesses=_witnesses(told) if "witness_1" in asked else (),
        recorded="recording" in asked and bool(texts["recording"] or told.get(PHOTOS)),
    )
    return _worded(made, texts)


def _witnesses(told: Mapping[str, str]) -> tuple[Witness, ...]:
    pairs = [(told.get(f"witness_{n}", "").strip(), told.get(f"company_{n}", "").strip()) for n in (1, 2)]
    return tuple(Witness(name, company) for name, company in pairs if name or company)


def _told(service: Service) -> dict[str, str]:
    return {name: getattr(service, name) for name in TEXTS}


def _worded(service: Service, texts: Mapping[str, str]) -> Service:
    """Return a service with its words filled in; what is not asked for stays empty."""
    return replace(
        service,
        mail_number=texts.get("mail_number", ""),
        body=texts.get("body", ""),
        consent=texts.get("consent", ""),
        system=texts.get("system", ""),
        medium=texts.get("medium", ""),
        note=texts.get("note", ""),
        receiver=texts.get("receiver", ""),
        position=texts.get("position", ""),
        relation=texts.get("relation", ""),
        authority=texts.get("authority", ""),
        refusal=texts.get(REFUSAL, ""),
        recording=texts.get("recording", ""),
    )
