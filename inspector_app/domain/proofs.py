"""What a proof of service (送达回证) prints of a service that is on record; the rest is written by hand.

Names are printed, signatures never: beside each printed name stands an empty place for the ink.
"""

from collections.abc import Iterable, Iterator

from inspector_app.domain import chinese
from inspector_app.domain.deadlines import WorkCalendar
from inspector_app.domain.documents import ServiceSubject
from inspector_app.domain.people import Officer
from inspector_app.domain.serving import BY_RECEIPT, METHOD_LABELS, METHODS, Service, reached_on

TICKED, UNTICKED = "√", "□"

BY_HAND = frozenset({"代收人", "见证人", "拒收事由", "影像编号", "送达说明"})
"""Placeholders that are empty as long as nobody noted the service."""

NO_DAY = "\u3000\u3000年\u3000\u3000月\u3000\u3000日"
NO_TIME = f"{NO_DAY}\n\u3000\u3000时\u3000\u3000分"
NO_NUMBER = "\u3000" * 8
PICTURE = 8
"""Characters of a picture's sha256 that tell it from others in the dossier."""


def texts(told: ServiceSubject | None, officers: Iterable[Officer], calendar: WorkCalendar) -> dict[str, str]:
    """Return the placeholders of a proof of service, blanks to write on where nothing is known."""
    servers = [one.line for one in officers if not one.expert]
    done = told.done if told else None
    return {
        "案由": told.matter if told else "",
        "文书": told.document if told else "",
        "送达地点": told.place if told else "",
        "送达方式": _ways(told.method if told else ""),
        "送达人一": servers[0] if servers else "",
        "送达人二": servers[1] if len(servers) > 1 else "",
        "送达时间": (_time(done, calendar) if done else "") or NO_TIME,
        "代收人": _agent(done) if done else "",
        **_refusal(told),
        "见证人": _witnesses(done) if done else "",
        **_pictures(done),
        "确认书编号": (done.consent if done else "") or NO_NUMBER,
        "邮件号": (done.mail_number if done else "") or NO_NUMBER,
        "送达说明": "".join(f"{one}。\n" for one in _notes(done)) if done else "",
    }


def noted(told: ServiceSubject) -> tuple[str, ...]:
    """Return what people typed when they noted the service, as far as it is printed."""
    done = told.done
    if done is None:
        return ()
    kept = (_agent(done), _witnesses(done), _pictures(done)["影像编号"], done.consent, done.mail_number)
    return tuple(one for one in (*kept, _refusal(told)["拒收事由"], *_notes(done)) if one)


def _ways(method: str) -> str:
    boxes = [f"{TICKED if method == one else UNTICKED}{METHOD_LABELS[one]}" for one in METHODS]
    return "\n".join("\u3000".join(boxes[n : n + 3]) for n in (0, 3))


def _time(done: Service, calendar: WorkCalendar) -> str:
    """Return when it was served; who receives it directly writes the day beside the signature.

    Source: 民事诉讼法 87 (the day that the recipient notes on the proof is the day of service).
    """
    if done.method == "direct":
        return ""
    if done.method in ("left", "electronic"):
        return chinese.minute(done.at)
    return chinese.day(reached_on(done, calendar))


def _agent(done: Service) -> str:
    """Return who received it for the recipient, and what they are to it (民事诉讼法 88)."""
    if not done.relation.strip():
        return ""
    authority = f"授权依据：{done.authority}" if done.authority.strip() else ""
    return _joined(done.receiver, done.position, done.relation, authority)


def _refusal(told: ServiceSubject | None) -> dict[str, str]:
    """Return ground and day of the refusal, which the proof of a left service must bear (民事诉讼法 89)."""
    refused = told.refused if told else None
    if refused is None:
        return {"拒收事由": "", "拒收日期": NO_DAY}
    # What came back by mail tells when it was posted, not when it was refused.
    on = refused.receipt_on if refused.method in BY_RECEIPT else chinese.local_date(refused.at)
    return {"拒收事由": refused.refusal, "拒收日期": chinese.day(on) or NO_DAY}


def _witnesses(done: Service) -> str:
    if done.method != "left":
        return ""
    return "\n".join(_joined(one.name, one.company) for one in done.witnesses) or done.witness


def _pictures(done: Service | None) -> dict[str, str]:
    photos, filmed = (done.photos, done.recording.strip()) if done else ((), "")
    pictures = f"照片{len(photos)}张：{'、'.join(one[:PICTURE] for one in photos)}" if photos else ""
    boxes = f"{TICKED if photos else UNTICKED}已拍照\u3000{TICKED if filmed else UNTICKED}已录像"
    return {"影像记录": boxes, "影像编号": "；".join(one for one in (filmed, pictures) if one)}


def _notes(done: Service) -> Iterator[str]:
    """Yield what has no column of its own, each for the way of serving that needs it."""
    if done.method == "entrusted":
        yield _joined(f"受委托送达单位：{done.body}")
    if done.method in BY_RECEIPT and done.receipt_on and done.receiver.strip():
        yield f"回执签收人：{_joined(done.receiver, done.position)}"
    if done.method == "electronic":
        yield f"送达系统：{done.system}"
    if done.method == "announced":
        yield f"公告载体：{done.medium}，公告日期{chinese.day(chinese.local_date(done.at))}"
    if done.note.strip():
        yield done.note.strip().rstrip("。")


def _joined(*parts: str) -> str:
    return "，".join(one.strip() for one in parts if one.strip())
