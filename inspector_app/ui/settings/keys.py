"""Keys that no page's foot bar has room for: those that work everywhere, and each page's others."""

Keys = tuple[tuple[str, str], ...]

EVERYWHERE: Keys = (
    ("Ctrl 1…8", "切换"),
    ("Ctrl K", "搜索"),
    ("F1", "帮助"),
    ("Ctrl /", "全部按键"),
    ("Ctrl Shift O", "外场模式"),
    ("Tab", "下一格"),
    ("Shift Tab", "上一格"),
    ("Alt ↓", "打开下拉列表"),
    ("Esc", "关闭、返回"),
)

ALIKE = frozenset({"Ctrl 1…8", "Ctrl K", "F1", "Ctrl /", "Ctrl Shift O"})
"""Of these the ones that no page gives a meaning of its own."""

FURTHER: dict[str, Keys] = {
    "bench": (
        ("Ctrl N", "新问题"),
        ("Ctrl Shift P", "照片"),
        ("Ctrl L", "检查表"),
        ("Ctrl Y", "重做"),
        ("Ctrl V", "粘贴照片"),
        ("Ctrl Enter", "签发"),
        ("Ctrl P", "打印"),
        ("F11", "放大看页面"),
    ),
    "today": (("Ctrl R", "重新查看"),),
    "targets": (("Ctrl N", "开始检查"), ("Ctrl Shift T", "工地和企业")),
    "sync": (("Ctrl B", "立即备份"), ("Ctrl G", "看检查"), ("F5", "刷新"), ("Esc", "取消")),
    "documents": (("Ctrl Shift S", "给负责人看"),),
}
"""By the page's code; what the page's own hints name is not named again."""

DIALOG: Keys = (("Enter", "确定"), ("Esc", "取消"))


def keys_of(page: str, hints: Keys) -> tuple[tuple[str, Keys], ...]:
    """Return titles and keys of a page, then those of everywhere; a key is named once."""
    own = {key: does for key, does in hints if key not in ALIKE}
    for key, does in FURTHER.get(page, ()):
        own.setdefault(key, does)
    everywhere = tuple((key, does) for key, does in EVERYWHERE if key not in own)
    return (("这一页", tuple(own.items())), ("处处可用", everywhere), ("小窗口", DIALOG))
