"""What the section of rectification asks: reports, requests for more time, decisions, rechecks, ways on."""

from collections.abc import Iterable, Sequence
from datetime import date

from inspector_app.casework.followup.rechecks import Way as HowToLook
from inspector_app.casework.history.order_file import Handed, Item, OrderFile, Request
from inspector_app.domain.duties import ENDS
from inspector_app.domain.parties import ROLE_LABELS
from inspector_app.domain.replying import PreCheck
from inspector_app.domain.templates import ORDERING, DocumentKind
from inspector_app.ui.controls.form_values import Asks, Field, Form
from inspector_app.ui.controls.parts import shortened
from inspector_app.ui.ledger import duties_sheets as sheets
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day
from inspector_app.ui.style.words import Texts

SCANS = "*.pdf *.jpg *.jpeg *.png *.webp"
PHOTOS = "*.jpg *.jpeg *.png *.webp"
WIDE = 660
SIGNED, STAMPED, PHOTO = "signed_", "stamped_", "photos_"
"""What stands before a role or a finding in the code of a field."""
GRANT, REFUSE = "grant", "refuse"
DAY_HINT = "11-27，或 3天"
DUE_HINT = "11-27，或 5工"


def _known(told: OrderFile) -> str:
    return f"{told.order.id}:{told.party.id}"


def _short(one: Item, *, state: bool = False) -> str:
    words = shortened(f"{one.number}  {one.location} {one.fact}".strip(), 26)
    return f"{words}（{said(one.word)}）" if state else words


def _days(today: date) -> tuple[Field, Field]:
    hint = said(DAY_HINT)
    return (
        Field("on", said("落款日期"), Asks.DAY, hint=hint, needed=True),
        Field("received_on", said("收到日期"), Asks.DAY, show_day(today), hint=hint, needed=True),
    )


def _answers(items: Sequence[Item]) -> list[Field]:
    """Ask which findings are answered, and for the answer to each."""
    codes = "\n".join(one.finding_id for one in items if one.course.open)
    told = [
        Field(
            "said",
            said("答复的问题"),
            Asks.TICKS,
            codes,
            tuple((one.finding_id, _short(one)) for one in items),
        )
    ]
    for one in items:
        told.append(Field(one.finding_id, said("问题 %s 答复") % one.number, hint=said("报告里怎么写的")))
        told.append(Field(PHOTO + one.finding_id, said("问题 %s 照片") % one.number, Asks.FILES, hint=PHOTOS))
    return told


def _signatures(told: OrderFile, held: Iterable[str] = ()) -> list[Field]:
    there = set(held)
    fields = []
    for role, manager in told.signers:
        if role not in there:
            label = said(ROLE_LABELS[role])
            hint = said("照签名填写，登记为 %s") % manager if manager else said("照签名填写")
            fields.append(Field(SIGNED + role, said("%s签字") % label, hint=hint))
            fields.append(Field(STAMPED + role, said("%s已盖章") % label, Asks.TICK))
    return fields


def _precheck() -> list[Field]:
    choices = tuple((str(code), said(words)) for code, words in sheets.PRECHECKS.items())
    return [
        Field("precheck", said("监理复核"), Asks.CHOICE, str(PreCheck.UNTOLD), choices),
        Field("prechecked_by", said("复核人"), hint=said("总监或专业监理工程师")),
        Field("precheck_note", said("复核意见"), hint=said("可以不填")),
    ]


def reply_form(told: OrderFile, today: date) -> Form:
    """Ask for a report that came in."""
    title = said("收整改报告：%s") % told.party.name
    scans = Field("scans", said("报告扫描件"), Asks.FILES, hint=SCANS)
    fields = (*_days(today), scans, *_answers(told.items), *_signatures(told), *_precheck())
    note = said("%s。收下不等于闭环：齐全的转为待复查，缺的可以以后补充。") % told.order.number
    return Form("reply_form", title, fields, said("收下"), _known(told), note, icon="inbox", width=WIDE)


def supplement_form(told: OrderFile, handed: Handed, texts: Texts, today: date) -> Form:
    """Ask for what completes a report; what it lacks is said on top."""
    reply = handed.reply
    covered = {one.finding_id: one.words for one in reply.said}
    items = [one for one in told.items if one.finding_id in covered]
    fields = [*_days(today), Field("scans", said("补交的扫描件"), Asks.FILES, hint=SCANS)]
    for one in items:
        hint = covered[one.finding_id] or said("报告里还没有答复这一项")
        fields.append(Field(one.finding_id, said("问题 %s 答复") % one.number, hint=hint))
        fields.append(
            Field(PHOTO + one.finding_id, said("问题 %s 照片") % one.number, Asks.FILES, hint=PHOTOS)
        )
    whole = [one.role for one in reply.signatures if one.whole]
    fields += [*_signatures(told, whole), *_precheck()]
    lacking = "；".join(sheets.missing_words(handed.lacking, texts))
    note = said("还缺：%s。只填补来的，没有填的照原来的。") % lacking
    title = said("补充整改报告：%s") % told.party.name
    return Form(
        "supplement_form", title, tuple(fields), said("补充"), reply.id, note, icon="plus", width=WIDE
    )


def ask_form(told: OrderFile, today: date) -> Form:
    """Ask for a request for more time."""
    open_ones = "\n".join(one.finding_id for one in told.extendable)
    choices = tuple((one.finding_id, _short(one, state=True)) for one in told.items)
    fields = (
        *_days(today),
        Field("new_due", said("申请延至"), Asks.DAY, hint=said(DUE_HINT), needed=True),
        Field("reason", said("理由"), Asks.TEXT, hint=said("照申请书填写"), needed=True),
        Field("findings", said("申请的问题"), Asks.TICKS, open_ones, choices),
        Field("scans", said("申请书"), Asks.FILES, hint=SCANS),
    )
    late = [one for one in told.extendable if one.course.due is not None and today > one.course.due]
    note = said("登记申请不动期限；批复签发后期限才变。")
    if late:
        note += said("期限已过 %s：逾期后才申请的，批准了也仍按逾期计。") % show_day(late[0].course.due)
    title = said("申请延期：%s") % told.party.name
    return Form("ask_form", title, fields, said("登记申请"), _known(told), note, icon="clock", width=WIDE)


def decide_form(told: OrderFile, request: Request) -> Form:
    """Ask whether more time is granted; the decision is then written at the workbench."""
    asked = request.asked
    words = said("%1 申请延至 %2：%3").replace("%1", show_day(asked.on))
    words = words.replace("%2", show_day(asked.new_due)).replace("%3", asked.reason)
    choices = ((GRANT, said("同意延期")), (REFUSE, said("不同意延期")))
    return Form(
        "decide_form",
        said("批复延期：%s") % told.party.name,
        (
            Field("request", said("申请"), Asks.TOLD, words),
            Field("decision", said("批复"), Asks.CHOICE, GRANT, choices, needed=True),
        ),
        said("起草批复"),
        asked.id,
        said("到工作台写批复文书，签发后才生效。"),
        icon="file-text",
    )


def recheck_form(told: OrderFile) -> Form:
    """Ask how one looks: on site, or by the papers."""
    choices = (
        (str(HowToLook.SITE), said("现场复查")),
        (str(HowToLook.PAPER), said("书面查验（只看整改报告）")),
    )
    items = "\n".join(_short(one) for one in told.to_recheck)
    return Form(
        "recheck_form",
        said("复查：%s") % told.target,
        (
            Field("way", said("方式"), Asks.CHOICE, str(HowToLook.SITE), choices, needed=True),
            Field("items", said("要看的问题"), Asks.TOLD, items),
        ),
        said("开始复查"),
        _known(told),
        said("另记一次检查；原来的问题按原编号列在最上面。"),
        icon="clipboard-check",
    )


def escalate_form(told: OrderFile, texts: Texts, *, own_room: bool) -> Form:
    """Ask by which paper it goes on; what may not be done now is named with the reason.

    Args:
        own_room: filing has a workspace of its own that the person can open.
    """
    beyond = told.beyond or told.items
    lawful = [one for one in told.ways if one.lawful]
    choices = tuple((str(one.kind), said(one.label)) for one in lawful)
    findings = tuple((one.finding_id, _short(one, state=True)) for one in told.items)
    fields = [
        Field(
            "kind",
            said("办法"),
            Asks.CHOICE,
            choices[0][0] if len(choices) == 1 else "",
            choices,
            said("请选择"),
            needed=True,
        ),
        Field("findings", said("问题"), Asks.TICKS, "\n".join(one.finding_id for one in beyond), findings),
    ]
    for one in lawful:
        if one.kind in ORDERING:
            only = ("kind", str(one.kind))
            hint = said("11-27，或 5工；不填照首次的天数")
            fields.append(Field(f"due_{one.kind}", said("新期限"), Asks.DAY, hint=hint, only_when=only))
    if own_room and any(one.kind is DocumentKind.FILING_FORM for one in lawful):
        only = ("kind", str(DocumentKind.FILING_FORM))
        matter = said("涉嫌……案，一行")
        fields.append(Field("matter", said("案由"), hint=matter, needed=True, only_when=only))
        fields.append(
            Field("known_on", said("发现线索日"), Asks.DAY, hint=said("不填为今日"), only_when=only)
        )
    for n, one in enumerate(way for way in told.ways if not way.lawful):
        why = "；".join(sheets.missing_words(one.why_not, texts))
        fields.append(Field(f"barred_{n}", said(one.label), Asks.TOLD, said("现在不行：%s") % why))
    return Form(
        "escalate_form",
        said("再次责令或升级：%s") % told.party.name,
        tuple(fields),
        said("起草"),
        _known(told),
        said("到工作台写这份文书，签发后状态才变。"),
        icon="siren",
        width=WIDE,
    )


def settle_form(told: OrderFile) -> Form:
    """Ask why what it was escalated to is over."""
    codes = "\n".join(one.finding_id for one in told.escalated)
    choices = tuple((one.finding_id, _short(one)) for one in told.escalated)
    return Form(
        "settle_form",
        said("结束升级：%s") % told.party.name,
        (
            Field("findings", said("问题"), Asks.TICKS, codes, choices),
            Field("reason", said("理由"), Asks.TEXT, hint=said("结案文号、移送回函等"), needed=True),
        ),
        said("结束"),
        _known(told),
        said("这些问题就此闭环，不再列入待办，不能收回。"),
        final=True,
        icon="circle-check",
    )


def withdraw_form(told: OrderFile) -> Form:
    """Ask which of what is open was recorded by mistake, and why."""
    there = [one for one in told.items if one.word not in ENDS]
    choices = tuple((one.finding_id, _short(one)) for one in there)
    return Form(
        "withdraw_form",
        said("误录撤销：%s") % told.party.name,
        (
            Field("findings", said("问题"), Asks.TICKS, "", choices),
            Field("reason", said("理由"), Asks.TEXT, hint=said("部位记错、同一问题记了两次等"), needed=True),
        ),
        said("撤销误录"),
        _known(told),
        said("撤销的问题对所有责任单位都不再要求整改，仍然可查，不能收回；已送达的文书要另作更正决定书。"),
        final=True,
        icon="ban",
    )
