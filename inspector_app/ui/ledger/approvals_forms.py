"""What the section of approvals asks, and what is done with what was given."""

from pathlib import Path

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import approvals, made_up
from inspector_app.casework.papers.made_up import Paper
from inspector_app.domain.errors import RuleError
from inspector_app.ui.controls import pictures
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.style import typed
from inspector_app.ui.style.translation import said

SCANS = "*.pdf *.jpg *.jpeg *.png *.webp"


def approve_form(document_id: str, title: str) -> Form:
    """Ask for the approval's number."""
    return Form(
        "approve_form",
        said("批准：%s") % title,
        (
            Field("number", said("批准文号"), hint=said("文书上会印出"), needed=True),
            Field("words", said("意见"), Asks.TEXT, hint=said("可以不填")),
        ),
        said("予以批准"),
        about=document_id,
        note=said(
            "批准的正是送审时的这份内容，检查人员随即可以签发；此后内容再改动，批准失效。"
            "批准以本人签名记入日志，不能收回。"
        ),
        final=True,
        icon="circle-check",
    )


def return_form(document_id: str, title: str) -> Form:
    """Ask why a draft goes back."""
    return Form(
        "return_form",
        said("退回：%s") % title,
        (Field("reason", said("退回理由"), Asks.TEXT, hint=said("要改什么，写给检查人员"), needed=True),),
        said("退回"),
        about=document_id,
        note=said("检查人员会看到理由，修改后可以重新送审。"),
        icon="undo-2",
    )


def make_up_form(record_id: str, title: str) -> Form:
    """Ask for the number of the approval that is made up."""
    return Form(
        "make_up_form",
        said("补办审批：%s") % title,
        (
            Field("number", said("批准文号"), needed=True),
            Field("words", said("意见"), Asks.TEXT, hint=said("可以不填")),
        ),
        said("补办"),
        about=record_id,
        note=said("以本人签名补办书面批准，此刻即为补办时间，不能收回。"),
        final=True,
        icon="stamp",
    )


def take_in_form(record_id: str, title: str, approver: str) -> Form:
    """Ask for the scan of a written approval, and for what stands on it."""
    return Form(
        "take_in_form",
        said("存入书面批准：%s") % title,
        (
            Field("scan", said("扫描件"), Asks.FILES, hint=SCANS, needed=True),
            Field("approver", said("批准人"), value=approver, hint=said("照签名填写"), needed=True),
            Field("number", said("批准文号"), needed=True),
            Field("at", said("批准时间"), Asks.MOMENT, hint=said("16:20，或 11-25 16:20"), needed=True),
        ),
        said("存入"),
        about=record_id,
        note=said("批准时间照书面批准填写：是否按时补办，以它为准。"),
        icon="cloud-upload",
    )


def approve(desk: Desk, document_id: str, given: Given) -> str:
    """Approve what lies there, and return the number."""
    number = str(given["number"]).strip()
    approvals.approve(desk, document_id, number, str(given["words"]))
    return number


def give_back(desk: Desk, document_id: str, given: Given) -> str:
    """Return it with the reason."""
    reason = str(given["reason"])
    approvals.return_(desk, document_id, reason)
    return reason.strip()


def make_up(desk: Desk, record_id: str, given: Given) -> str:
    """Make the approval up, and return the number."""
    number = str(given["number"]).strip()
    made_up.make_up(desk, record_id, number, str(given["words"]))
    return number


def take_in(desk: Desk, record_id: str, given: Given) -> str:
    """Keep the scan, and return the number that stands on it.

    Raises:
        RuleError: `approving.one_scan`, `approving.time_missing`, `ui.bad_time`, `ui.bad_day`,
            `ui.file_unreadable`, `photo.too_large`, and those of `made_up.take_in`.
    """
    files = given["scan"]
    paths = [Path(str(one)) for one in files] if isinstance(files, list) else []
    if len(paths) != 1:
        raise RuleError("approving.one_scan", where="approval.scan", count=len(paths))
    where = "approval.at"
    at = typed.moment(str(given["at"]), desk.today(), desk.rules.calendar, where=where)
    if at is None:
        raise RuleError("approving.time_missing", where=where)
    told = Paper(str(given["approver"]), str(given["number"]), at)
    made_up.take_in(desk, record_id, pictures.read(paths[0]), told, name=paths[0].name)
    return told.number.strip()
