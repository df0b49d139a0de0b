"""What the window says of a digest: its figures, what they were counted from, and where that leads."""

from collections.abc import Iterable

from inspector_app.domain.digest import RESULTS, Digest, Overdue, results
from inspector_app.domain.late import LABEL as LATE
from inspector_app.domain.statistics import Figure
from inspector_app.ui.controls.board_values import Block, Fact
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day


def blocks(made: Digest, opening: str) -> tuple[Block, ...]:
    """Return a digest in blocks; what did not happen is left out."""
    told = (
        Block(said("概况"), (Fact("", opening),)),
        _figures(made),
        *_happened(made),
        *_stands(made),
        _coming(made),
    )
    return tuple(one for one in told if one.facts)


def _figures(made: Digest) -> Block:
    before = {one.code: one for one in made.before}
    shown = [one for one in made.figures if one.value or (one.code in before and before[one.code].value)]
    return Block(said("数据"), tuple(_figure(one, before.get(one.code)) for one in shown))


def _figure(one: Figure, before: Figure | None) -> Fact:
    told = said(one.label)
    if one.late:
        told += "  " + said("其中补录 %s") % len(one.late)
    return Fact(str(one.value), told, said("上周 %s") % before.value if before is not None else "")


def _happened(made: Digest) -> Iterable[Block]:
    told = made.told
    yield Block(
        said("检查"),
        tuple(
            Fact(
                show_day(one.on),
                " · ".join((one.target, said("、").join(name for _, name in one.officers))),
                said("隐患 %s") % one.found if one.done else said("未结束"),
                "amber" if one.found or not one.done else "green",
                f"bench:{one.id}:",
            )
            for one in told.visits
        ),
    )
    yield Block(
        said("制发文书"),
        tuple(
            Fact(one.label, f"{one.number} · {one.target}", *_late(late=one.late), f"document:{one.id}")
            for one in told.papers
        ),
    )
    yield Block(
        said("送达"),
        tuple(
            Fact(
                one.method,
                f"{one.number} · {one.to}",
                *_late(late=one.late),
                f"document:{one.document_id}",
            )
            for one in told.served
        ),
    )
    yield Block(
        said("整改报告"),
        tuple(
            Fact(show_day(one.on), f"{one.party} · {one.target}", link=f"document:{one.document_id}")
            for one in told.replies
        ),
    )
    yield Block(
        said("复查"),
        tuple(
            Fact(
                target,
                said("，").join(f"{said(RESULTS[code])} {of[code]}" for code in RESULTS if of[code]),
            )
            for target, of in results(told.rechecks)
        ),
    )
    yield Block(said("新增逾期"), tuple(_overdue(one) for one in told.overdue))
    yield Block(
        said("抢工"),
        tuple(Fact(show_day(one.on), f"{one.target} · {one.place} {one.words}") for one in told.violations),
    )


def _overdue(one: Overdue) -> Fact:
    who = said("、").join(one.officers)
    text = " · ".join(part for part in (one.target, one.party, who) if part)
    party = one.id.split(":")[2]
    late = said("逾期 %s 天") % one.days if one.days else ""
    return Fact(one.number, text, late, "red", f"duties:{one.document_id}:{party}")


def _stands(made: Digest) -> Iterable[Block]:
    yield Block(
        said("进度"),
        tuple(
            Fact(
                one.owner,
                f"{one.plan}  " + said("%1/%2").replace("%1", str(one.done)).replace("%2", str(one.of)),
                said("逾期 %s") % one.overdue if one.overdue else "",
                "red",
            )
            for one in made.shares
        ),
    )
    yield Block(
        said("任务清单"),
        tuple(
            Fact(
                one.owner,
                f"{one.title} · {show_day(one.due)}",
                one.state,
                "red" if one.left < 0 else "blue",
                f"plans:items:{one.id}",
            )
            for one in made.tasks
        ),
    )
    yield Block(said("逾期未改"), tuple(_overdue(one) for one in made.late))
    yield Block(
        said("停工执行"),
        tuple(
            Fact(
                one.number,
                f"{one.target} · {one.scope}",
                said("%s 天") % one.days,
                "red" if one.violations else "amber",
                f"stops:{one.id}",
            )
            for one in made.stops
        ),
    )
    yield Block(
        said("待补办审批"),
        tuple(
            Fact(
                one.until,
                f"{one.what} · {one.target}",
                said("已超时限") if one.over else "",
                "red",
                f"approvals:owed:{one.id}",
            )
            for one in made.debts
        ),
    )


def _coming(made: Digest) -> Block:
    return Block(
        said("接下来到期"),
        tuple(
            Fact(
                show_day(one.due),
                " · ".join(part for part in (one.about, one.what, one.who) if part),
                one.kind,
                "blue",
                one.link,
            )
            for one in made.coming
        ),
    )


def _late(*, late: bool) -> tuple[str, str]:
    return (LATE, "amber") if late else ("", "gray")
