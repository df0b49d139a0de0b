"""Digests made by hand: a day on which nothing happened, one on which much did, and a week."""

from dataclasses import replace
from datetime import date, timedelta

from inspector_app.domain import digest
from inspector_app.domain.digest import (
    Closed,
    Coming,
    Digest,
    Found,
    Overdue,
    Owing,
    Paper,
    Rechecked,
    Replied,
    Served,
    Share,
    Stopped,
    Task,
    Told,
    Violated,
    Visited,
)

ON = date(2026, 11, 24)
MONDAY = date(2026, 11, 23)
OFFICE = "滨海新区住房和城乡建设局"
SITES = (
    "云栖里项目3号楼",
    "滨江雅苑二期（A-07地块）安置房工程",
    "海云路小学迁建工程",
    "港前路综合管廊（二标段）",
    "长风国际金融中心",
    "望澜府一期",
)
COMPANIES = ("鼎恒建设集团有限公司", "青澜宏岳建设集团有限公司", "正衡工程监理有限公司", "恒固混凝土有限公司")
PEOPLE = ("周砚", "沈知行", "陆明远", "顾承宇", "许怀谷")
LABELS = (
    ("rectification_notice", "限期整改通知书", "滨住建改〔2026〕3-%d号"),
    ("inspection_record", "现场检查记录", "滨住建检〔2026〕3-%d号"),
    ("stop_work_notice", "停工通知书", "滨住建停〔2026〕3-%d号"),
)
SEEN = ("rectified", "rectified", "not_rectified", "partial")
WORDS = "8名工人在外架上作业。"


def earlier(on: date) -> Served:
    return Served("x:p", "x", "复查意见书", "滨住建复〔2026〕3-2号", COMPANIES[1], "留置送达", on)


def sparse(on: date = ON) -> Digest:
    """A day without a visit: one paper reached its recipient, one thing is due."""
    told = Told(
        served=(
            Served("d1:p1", "d1", "限期整改通知书", "滨住建改〔2026〕3-7号", COMPANIES[0], "邮寄送达", on),
        )
    )
    coming = (
        Coming("duty:d1:p1", "整改", on + timedelta(1), "限期整改通知书 滨住建改〔2026〕3-7号 责令整改 3 条",
               SITES[0], COMPANIES[0], PEOPLE[:2]),
    )  # fmt: skip
    made = Digest(on, on, on, OFFICE, told, digest.figures(told), coming=coming, until=on + timedelta(1))
    return replace(made, by="顾承宇")


def visits(n: int, first: date, days: int) -> tuple[Visited, ...]:
    return tuple(
        Visited(
            id=f"v{k}",
            on=first + timedelta(k % days),
            target_id=f"t{k}",
            target=SITES[k % len(SITES)],
            kind="预拌混凝土企业" if k % 5 == 4 else "在建工程",
            kind_code="concrete_plant" if k % 5 == 4 else "construction_site",
            source="2026年第四季度建筑施工安全专项检查" if k % 2 else "日常监督检查",
            officers=tuple((f"o{m}", PEOPLE[(k + m) % 5]) for m in range(2 + k % 2)),
            found=k % 6,
            major=int(k % 6 == 3),
            late=k % 7 == 6,
        )
        for k in range(n)
    )


def busy(n: int = 8, first: date = ON, days: int = 1) -> Digest:
    """A day, or so many days from the first, with so many visits and all that follows."""
    last = first + timedelta(days - 1)
    seen = visits(n, first, days)
    found = tuple(
        Found(f"f{one.id}-{k}", one.target, major=one.found == 3 and k == 0, spot=k == 4)
        for one in seen
        for k in range(one.found)
    )
    papers = tuple(
        Paper(
            f"d{k}",
            kind,
            label,
            number % (k + 1),
            one.on,
            one.target,
            COMPANIES[k % 4],
            late=one.late,
            awaits="p0",
        )
        for k, one in enumerate(seen)
        for kind, label, number in (LABELS[0 if k % 4 else 2],)
        if one.found
    )
    served = tuple(
        Served(f"{one.id}:p{m}", one.id, one.label, one.number, COMPANIES[m], "直接送达", one.on)
        for one in papers[:-1]
        for m in range(2)
    )
    told = Told(
        visits=(*seen, replace(seen[0], id="open", target=SITES[5], done=False)),
        findings=found,
        papers=papers,
        served=(*served, earlier(last)),
        replies=tuple(
            Replied(f"r{k}", f"d{k}", LABELS[0][2] % k, SITES[k], COMPANIES[k % 4], k + 2, last)
            for k in range(3)
        ),
        rechecks=tuple(
            Rechecked(f"c{k}:p", SITES[k % 3], SEEN[k % 4], last)
            for k in range(9)
        ),
        closed=tuple(Closed(f"c{k}", SITES[k % 3], last) for k in range(5)),
        overdue=late_rows(2, last),
        violations=(Violated("w1", LABELS[2][2] % 1, SITES[0], last, "3号楼西侧外架", WORDS),),
    )  # fmt: skip
    stops = tuple(
        Stopped(f"s{k}", LABELS[2][2] % k, SITES[k], COMPANIES[0], ("全部施工作业", "3号楼外架、塔吊")[k % 2],
                last - timedelta(9 * k), 9 * k, violations=int(k == 0))
        for k in range(3)
    )  # fmt: skip
    debts = (
        Owing("b1", f"停工通知书 {LABELS[2][2] % 1}", SITES[0], "周砚", f"{last} 16:20", over=False),
        Owing("b2", "现场检查", SITES[2], "沈知行", f"{last} 09:05", over=True),
    )
    return Digest(
        first,
        last,
        last,
        OFFICE,
        told,
        digest.figures(told, stops, debts),
        stops=stops,
        debts=debts,
        late=late_rows(5, last),
        coming=coming_rows(7, last),
        until=last + timedelta(1 if days == 1 else 7),
        by="顾承宇",
    )


def late_rows(n: int, on: date) -> tuple[Overdue, ...]:
    return tuple(
        Overdue(f"l{k}", f"d{k}", LABELS[0][2] % k, "限期整改通知书", SITES[k % 6], COMPANIES[k % 4],
                (PEOPLE[k % 5], PEOPLE[(k + 1) % 5]), tuple(f"f{k}-{m}:p" for m in range(1 + k % 3)),
                on - timedelta(3 * k + 1), 3 * k + 1)
        for k in range(n)
    )  # fmt: skip


def coming_rows(n: int, on: date) -> tuple[Coming, ...]:
    kinds = ("整改", "整改", "补办审批", "不良行为", "专项检查", "执法证", "立案案件")
    what = (
        "限期整改通知书 滨住建改〔2026〕3-7号 责令整改 3 条",
        "责令整改通知书 滨住建令〔2026〕3-2号 责令整改 1 条",
        "补办书面批准：停工通知书 滨住建停〔2026〕3-1号",
        "陈述申辩期限届满（不良行为告知书 滨住建告〔2026〕3-1号）",
        "检查恒固混凝土有限公司搅拌站",
        "执法证 3501000001 到期，换证前不得执法",
        "核查期限届满：涉嫌未按专项施工方案施工案",
    )
    return tuple(
        Coming(f"n{k}", kinds[k % 7], on + timedelta(1 + k % 5), what[k % 7], SITES[k % 6], COMPANIES[k % 4],
               PEOPLE[:2], certain=k % 7 != 3)
        for k in range(n)
    )  # fmt: skip


def week(n: int = 24) -> Digest:
    """A week with so many visits, beside the week before, with campaigns and the task list."""
    made = busy(n, MONDAY, 7)
    before = busy(n // 2, MONDAY - timedelta(7), 7)
    shares = tuple(
        Share(PEOPLE[k], "2026年第四季度预拌混凝土专项检查", 6, 3 - k % 2, k % 2, 2, 1, date(2026, 12, 20))
        for k in range(4)
    )
    tasks = tuple(
        Task(f"p{k}", ("危大工程专项整治", "冬季施工安全抽查", "预拌混凝土企业季度检查")[k], PEOPLE[k],
             date(2026, 11 + k % 2, 20 + k), ("已逾期", "进行中", "未开始")[k], (-4, 26, 8)[k],
             "抽查不少于20个在建工程，问题闭环率达到95％")
        for k in range(3)
    )  # fmt: skip
    return replace(made, before=before.figures, shares=shares, tasks=tasks)
