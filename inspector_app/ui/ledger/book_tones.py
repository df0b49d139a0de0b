"""Which tone a word of a ledger's state has; the word itself always stands beside it."""

from inspector_app.domain.findings import SEVERITY_LABELS, Severity
from inspector_app.ui.ledger import conduct_sheets, duties_sheets, filings_sheets
from inspector_app.ui.style import tones

YES, NO = "是", "否"

TONES: dict[str, str] = {
    **{str(one): tone for one, tone in conduct_sheets.TONES.items()},
    **{str(one): tone for one, tone in filings_sheets.TONES.items()},
    **{str(one): tone for one, tone in duties_sheets.TONES.items()},
    **tones.TONES,
    SEVERITY_LABELS[Severity.MAJOR]: "red",
    SEVERITY_LABELS[Severity.GENERAL]: "",
    "新发现": "gray",
    "已下达": "amber",
    "待整改": "amber",
    "未闭环": "amber",
    "部分闭环": "amber",
    "已闭环": "green",
    "全部合格": "green",
    "部分合格": "amber",
    "不合格": "red",
    "无法核实": "amber",
    "未出结论": "amber",
    "已申辩": "blue",
    "已放弃": "gray",
    "未申辩": "gray",
    "现场": "",
    "书面": "",
}
"""By word; empty for one that is written without a chip."""

OF_YES = {"late": "amber", "repeated": "red", "timely": "green", "returned": "green"}
OF_NO = {"timely": "red", "returned": "amber"}
"""By column what a yes and a no mean; a no elsewhere is the usual, and has no chip."""


def tone_of(column: str, word: str) -> str:
    """Return the tone of a state's word; empty for one that has no chip."""
    if word == YES:
        return OF_YES.get(column, "blue")
    if word == NO:
        return OF_NO.get(column, "")
    return TONES.get(word, "gray")
