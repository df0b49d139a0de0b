"""登记新电脑: what is done at the hub and at the new laptop, step by step, with the commands to copy."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.ui.controls.board_values import Block, Deed, Fact, Line, Sheet
from inspector_app.ui.style.translation import said

COPY, HELP = "copy", "sync"
AT_HUB, AT_LAPTOP, BY_FILE, AFTER = "at_hub", "at_laptop", "by_file", "after"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: where it is done, what is done there, and the commands for it, each with what it is for."""

    id: str
    title: str
    where: str
    words: tuple[str, ...]
    commands: tuple[tuple[str, str], ...] = ()


def steps() -> tuple[Step, ...]:
    """Return the steps in their order, in the window's language."""
    return (
        Step(
            AT_HUB,
            said("1 开加入码"),
            said("在中心那台电脑上"),
            (
                said("中心开着（hub serve）时，管理员为每个人开一个加入码，把“姓名”换成真名。"),
                said("一个码只能用一次，七天内有效；机号和备用机号随码发放，各台不重复。"),
            ),
            (
                (said("检查人员"), "inspector-app hub enrol --name 姓名"),
                (said("负责人"), "inspector-app hub enrol --name 姓名 --role supervisor"),
                (said("内勤"), "inspector-app hub enrol --name 姓名 --role clerk"),
            ),
        ),
        Step(
            AT_LAPTOP,
            said("2 在新电脑上加入"),
            said("在新电脑上"),
            (
                said("装好程序，在登录页按“加入本局…”，打入加入码，自己设密码。"),
                said("加入后显示一次恢复码，抄在纸上，由科室保管；再到“设置”设签发码。"),
            ),
        ),
        Step(
            BY_FILE,
            said("不能上网的电脑"),
            said("用 U 盘带两个文件"),
            (
                said("新电脑在登录页按“加入本局…”，写申请文件；核对数打电话念给管理员。"),
                said("中心对上核对数才批，把批复文件带回新电脑收下。"),
            ),
            (
                (said("先看申请"), "inspector-app hub enrol --request 申请文件"),
                (said("批复"), "inspector-app hub enrol --request 申请文件 --out 批复文件 --check 核对数"),
            ),
        ),
        Step(
            AFTER,
            said("3 核对"),
            said("在这里或中心"),
            (said("新电脑第一次同步以后，列在“电脑”里，写着机号；没有列出的，到中心看。"),),
            (
                (said("各台电脑"), "inspector-app hub status"),
                (said("没用的加入码"), "inspector-app hub codes"),
            ),
        ),
    )


def lines() -> Sequence[Line]:
    """Return the steps as lines."""
    return [Line(one.id, one.title, one.where) for one in steps()]


def commands(known: str) -> str:
    """Return the commands of a step, one a line; empty where it has none."""
    return "\n".join(told for one in steps() if one.id == known for _, told in one.commands)


def sheet(known: str) -> Sheet:
    """Return all about a step; nothing for what is none."""
    one = next((each for each in steps() if each.id == known), None)
    if one is None:
        return Sheet(known, "")
    blocks = [Block(said("怎么做"), tuple(Fact("", told) for told in one.words))]
    if one.commands:
        blocks.append(Block(said("命令"), tuple(Fact(label, told) for label, told in one.commands)))
    deeds = [Deed(HELP, said("同步和备份"), "refresh-cw", "Ctrl+G")]
    if one.commands:
        deeds.append(Deed(COPY, said("复制命令"), "file-text", "Ctrl+Shift+C", main=True))
    return Sheet(one.id, one.title, "", "gray", one.where, tuple(blocks), tuple(deeds))
