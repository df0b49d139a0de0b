"""What the section 补录 asks beside a whole day: one more paper, one more scan, why an entry is void."""

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import documents, issued, late, late_choices, late_facts, returns
from inspector_app.casework.papers.late_choices import Choices
from inspector_app.casework.papers.returns import Return
from inspector_app.domain.errors import ProblemsError, RuleError
from inspector_app.domain.findings import Finding
from inspector_app.domain.parties import ROLE_LABELS
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.ledger import late_day_read as reading
from inspector_app.ui.ledger import late_day_values as values
from inspector_app.ui.ledger.late_day_cards import SCANS
from inspector_app.ui.ledger.late_day_values import Day
from inspector_app.ui.style.translation import said

STOP = ("kind", str(DocumentKind.STOP_WORK_NOTICE))
CONDUCT = ("kind", str(DocumentKind.CONDUCT_NOTICE))


def asked(desk: Desk, document_id: str) -> tuple[issued.Issued, Choices, tuple[Finding, ...]]:
    """Return what the form of one more paper is made of; runs beside the screen."""
    told = issued.must_be_issued(desk.store, document_id)
    return told, late_choices.choices(desk, told.target_id), late_facts.ticks(desk, told.inspection_id)


def paper_form(told: issued.Issued, choices: Choices, found: tuple[Finding, ...]) -> Form:
    """Ask for one more paper about the findings of a visit that is on record."""
    parties = tuple((one.id, f"{said(ROLE_LABELS[one.role])} {one.name}") for one in choices.parties)
    ticks = tuple((one.id, f"{one.number} {one.location} {one.fact}".strip()[:44]) for one in found)
    fields = (
        Field("kind", said("文种"), Asks.CHOICE, choices=choices.papers, needed=True),
        Field("number", said("文号"), hint=said("照纸上逐字录入"), needed=True),
        Field("issued_on", said("签发日期"), Asks.DAY, hint=said("11-20"), needed=True),
        Field("addressee", said("主送单位"), Asks.CHOICE, choices.main_id, parties),
        Field("copied", said("抄送单位"), Asks.TICKS, choices=parties),
        Field("findings", said("所列问题"), Asks.TICKS, choices=ticks),
        Field("due_on", said("整改期限"), Asks.DAY, hint=said("11-27，或自签发日起 7、5工")),
        Field("stop_full", said("全面停工"), Asks.TICK, only_when=STOP),
        Field("stop_parts", said("停工部位"), hint=said("几处用顿号隔开"), only_when=STOP),
        Field(
            "stop_start", said("停工起始"), Asks.MOMENT, hint=said("11:25，或 11-20 11:25"), only_when=STOP
        ),
        Field("conditions", said("复工条件"), only_when=STOP),
        Field("approver", said("批准人"), hint=said("不知道就空着，记欠补办"), only_when=STOP),
        Field("approval", said("批准文号"), only_when=STOP),
        Field("defence_until", said("申辩截止"), Asks.DAY, hint=said("12-01"), only_when=CONDUCT),
        Field("conduct_code", said("行为代码"), hint=said("代码"), only_when=CONDUCT),
        Field("scans", said("扫描件"), Asks.FILES, hint=SCANS, needed=True),
        Field("signed", said("扫描件上有签字"), Asks.TICK),
        Field("sealed", said("扫描件上有印章"), Asks.TICK),
        Field("author", said("谁写的"), hint=said("纸质文书由谁手写"), needed=True),
        Field("reason", said("为何用纸"), hint=said("电脑故障、系统启用前的旧式文书"), needed=True),
    )
    return Form(
        "late_paper_form",
        said("再补一份文书：%s") % choices.target,
        fields,
        said("补录"),
        about=told.inspection_id,
        note=said("写进 %s 那次检查；文号和日期照纸上录，以本人签名记入日志。") % told.number,
        final=True,
        icon="clipboard-check",
        width=640,
    )


def add_paper(desk: Desk, inspection_id: str, given: Given) -> str:
    """Key one more paper in, and return its number.

    Raises:
        ProblemsError: `late.refused`, its place that of the first problem.
        RuleError: those of `late.add_paper`; `ui.bad_day`, `ui.bad_time`, `ui.file_unreadable`.
    """
    found = late_facts.ticks(desk, inspection_id)
    code = {"words": values.text(given, "conduct_code")}  # the form asks for it in a plain line
    card = {**given, "id": "paper1", "conduct_code": code}
    day = Day(findings=[{"id": one.id} for one in found], papers=[card])
    told = reading.read(desk, day, scan=reading.scanned)
    # Of the day only the paper is told here; its findings are on record.
    bad = [one for one in told.problems if one.where.startswith("late.papers.")]
    if bad:
        raise RuleError(bad[0].code, where=bad[0].where, **dict(bad[0].values))
    author, reason = str(given.get("author", "")), str(given.get("reason", ""))
    try:
        document_id = late.add_paper(desk, inspection_id, told.papers[0], author=author, reason=reason)
    except ProblemsError as refused:
        where = refused.problems[0].where if refused.problems else refused.where
        raise ProblemsError(refused.code, refused.problems, where=where) from refused
    return issued.must_be_issued(desk.store, document_id).number


def scan_form(document_id: str, number: str) -> Form:
    """Ask for a further scan of a paper that is on record."""
    fields = (
        Field("scan", said("扫描件"), Asks.FILES, hint=SCANS, needed=True),
        Field("signed", said("扫描件上有签字"), Asks.TICK),
        Field("sealed", said("扫描件上有印章"), Asks.TICK),
        Field("note", said("手写内容"), hint=said("纸上手写的话照抄，没有就不填")),
    )
    return Form(
        "late_scan_form",
        said("存入扫描件：%s") % number,
        fields,
        said("存入"),
        about=document_id,
        note=said("补录时的扫描件保持原样；这一份存在它旁边。"),
        icon="cloud-upload",
    )


def take_in(desk: Desk, document_id: str, given: Given) -> str:
    """Keep each file as a scan of the paper, and return the paper's number.

    Raises:
        RuleError: `ui.file_unreadable`, and those of `returns.take_in`.
    """
    told = issued.must_be_issued(desk.store, document_id)
    main = next((one.party_id for one in told.recipients if one.main), returns.OFFICE_COPY)
    files = given["scan"]
    scans = [
        reading.scanned(str(path), "returns.scan") for path in (files if isinstance(files, list) else ())
    ]
    for scan in scans:
        desk.renderer.inspect_scan(scan.raw)  # all of them or none
    back = Return(main, given["signed"] is True, given["sealed"] is True, str(given["note"]).strip())
    for scan in scans:
        returns.take_in(desk, document_id, scan.raw, back, name=scan.name)
    return told.number


def void_form(document_id: str, number: str) -> Form:
    """Ask why a late entry is made void."""
    return Form(
        "late_void_form",
        said("作废补录：%s") % number,
        (Field("reason", said("作废原因"), Asks.TEXT, hint=said("录错了什么，永久留在记录里"), needed=True),),
        said("作废"),
        about=document_id,
        note=said(
            "只为录错的：作废后这份补录不再有效，原号可以重新录一次，不能恢复。纸上的文书本身要撤销、更正的，另行制作文书。"
        ),
        final=True,
        icon="trash-2",
    )


def void(desk: Desk, document_id: str, given: Given) -> str:
    """Make a late entry void, and return its number.

    Raises:
        RuleError: those of `documents.void`.
    """
    documents.void(desk, document_id, str(given["reason"]))
    return issued.must_be_issued(desk.store, document_id).number
