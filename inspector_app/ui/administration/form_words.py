"""What the files and fields of forms are called: the office reads words, not names of fields."""

from inspector_app.ui.style.translation import said

FOLDERS: dict[str, str] = {
    "targets": "对象类型",
    "clauses": "条款",
    "phrases": "短语",
    "documents": "文书",
    "calendars": "节假日",
    "conduct": "不良行为代码",
    "checklists": "检查表",
    "statistics": "统计口径",
    "imports": "导入列名",
    "edition.toml": "版本说明",
    "options.toml": "本单位选项",
    "plans.toml": "计划与频次",
    "retention.toml": "保存年限",
}
FIELDS: dict[str, str] = {
    "name": "名称",
    "label": "名称",
    "title": "标题",
    "short_title": "简称",
    "instrument": "法规",
    "power": "要旨",
    "cite": "引用",
    "at": "条号",
    "number": "文号规则",
    "word": "文种",
    "basis": "依据",
    "copies": "联",
    "copied": "抄送",
    "qr": "二维码内容",
    "approval": "审批",
    "sealing": "盖章方式",
    "fact": "事实",
    "measure": "整改要求",
    "clause": "条款",
    "days": "期限天数",
    "working": "按工作日",
    "major": "重大隐患",
    "valid_from": "施行日期",
    "valid_to": "失效日期",
    "mandatory": "强制性",
    "proofed": "核对标记",
    "provenance": "来源",
    "year": "年份",
    "holidays": "放假日",
    "workdays": "调休上班日",
    "date": "编定日期",
    "reply_days": "书面回复工作日数",
    "approval_hours": "补办审批小时数",
    "defence_days": "陈述申辩工作日数",
    "publication_months": "公示月数",
    "deadline_on_holidays": "期限可落在休息日",
    "longest_text": "最长字数",
    "own_approval": "可批准自己的文书",
    "penalty_power": "处罚权",
    "points": "记分",
    "conduct": "行为",
    "penalty": "处罚",
    "years": "年限",
    "full": "应得分",
}
COUNTS: dict[str, str] = {
    "targets": "对象类型",
    "documents": "文书",
    "clauses": "条款",
    "phrases": "短语",
    "tables": "评分表",
    "criteria": "扣分标准",
    "checklists": "检查表",
    "items": "检查项",
    "hazards": "重大隐患判定",
    "conduct_codes": "不良行为代码",
    "calendar_years": "节假日年份",
}


def file(name: str) -> str:
    """Return what a file of forms is called: its folder's word and its own name."""
    top, _, rest = name.partition("/")
    word = said(FOLDERS[top]) if top in FOLDERS else top
    return f"{word} {rest.removesuffix('.toml')}".strip() if rest else word


def field(name: str) -> str:
    """Return what a field is called; one that has no word keeps its own name."""
    last = name.rpartition(".")[2]
    return said(FIELDS[last]) if last in FIELDS else name


def counted(name: str) -> str:
    """Return what is counted of an edition."""
    return said(COUNTS[name]) if name in COUNTS else name
