"""What the review shows of dossiers: words and tones, and how a line of the timeline stands in it."""

from collections.abc import Iterable
from datetime import date

from inspector_app.casework.overview.dossier import Line
from inspector_app.casework.overview.review_list import Listed, Which
from inspector_app.casework.overview.review_marks import News
from inspector_app.casework.overview.review_sheet import Opened
from inspector_app.domain.reviewing import Reviewed, Step
from inspector_app.ui.ledger import timeline_values
from inspector_app.ui.ledger.timeline_values import Entry
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts

TONES: dict[Reviewed, str] = {
    Reviewed.UNSEEN: "amber",
    Reviewed.CHANGED: "blue",
    Reviewed.SEEN: "gray",
    Reviewed.PASSED: "green",
    Reviewed.RETURNED: "red",
    Reviewed.ANSWERED: "amber",
}

WHICH: dict[Which, str] = {
    Which.PENDING: "待审阅",
    Which.UNSEEN: "未看",
    Which.CHANGED: "有变化",
    Which.RETURNED: "已退回",
    Which.PASSED: "已通过",
    Which.ALL: "全部",
}

STEPS: dict[Step, tuple[str, str]] = {
    Step.COMMENT: ("留言", "blue"),
    Step.PASS: ("通过", "green"),
    Step.RETURN: ("退回", "red"),
    Step.ANSWER: ("答复", "gray"),
}

_NEWS: dict[News, tuple[str, str]] = {
    News.PAPERS: ("1 份新文书", "%s 份新文书"),
    News.FINDINGS: ("1 个新问题", "%s 个新问题"),
    News.RECHECKS: ("1 条复查", "%s 条复查"),
    News.REPLIES: ("1 份整改报告", "%s 份整改报告"),
    News.SERVICES: ("1 次送达", "%s 次送达"),
    News.PHOTOS: ("1 张新照片", "%s 张新照片"),
    News.WORDS: ("1 条审阅意见", "%s 条审阅意见"),
    News.OTHERS: ("1 项其他", "%s 项其他"),
}

_QUIET = ("dossier.finding_", "dossier.print")
"""Lines that the pane beside tells already; in the timeline they stand only while they are new."""

FINDING_TONES = {
    "合格闭环": "green",
    "当场改正": "green",
    "误录撤销": "gray",
    "升级": "red",
    "复查不合格": "red",
    "待复查": "amber",
    "已回复": "blue",
}


def news_words(news: Iterable[tuple[News, int]]) -> str:
    """Return what came, e.g. 2 份新文书，1 条复查; empty for nothing."""
    told = (said(_NEWS[kind][0]) if n == 1 else said(_NEWS[kind][1]) % n for kind, n in news)
    return said("，").join(told)


def title(row: Listed) -> str:
    """Return the paper that names a dossier, in short."""
    return f"{said(row.label)} {row.number}".strip() if row.number else said("没有文书")


def facts(row: Listed) -> str:
    """Return what a dossier is about: its first finding, and how many there are."""
    if not row.findings:
        return said("没有发现问题")
    if row.findings == 1:
        return row.fact
    return said("%1 等 %2 项").replace("%1", row.fact).replace("%2", str(row.findings))


def waiting(row: Listed, today: date) -> str:
    """Return for how long a dossier has been waiting, its day otherwise."""
    days = (today - row.on).days
    if row.state not in (Reviewed.UNSEEN, Reviewed.ANSWERED) or days < 0:
        return f"{row.on:%m-%d}"
    if days == 0:
        return said("今天")
    return said("等 1 天") if days == 1 else said("等 %s 天") % days


def entries(told: Opened, texts: Texts) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Return the timeline in words, the oldest first: what was there, and what came since one looked."""
    fresh = set(told.fresh_lines)
    seen = [one for one in told.lines if one not in fresh and not one.code.startswith(_QUIET)]
    return _in_words(seen, texts), _in_words([one for one in told.lines if one in fresh], texts)


def _in_words(lines: Iterable[Line], texts: Texts) -> tuple[Entry, ...]:
    return tuple(timeline_values.entry(one, texts) for one in lines)


def finding_tone(state: str, *, overdue: bool) -> str:
    """Return the tone of a finding's state."""
    return "red" if overdue else FINDING_TONES.get(state, "gray")
