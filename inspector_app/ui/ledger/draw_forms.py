"""The forms of a draw: how its list is put together, its freezing, and its seed."""

from PySide6.QtCore import QObject

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans import draws, pool_words
from inspector_app.casework.plans.draws import Draw
from inspector_app.casework.plans.pools import Wish
from inspector_app.domain.drawing import Pool
from inspector_app.domain.errors import RuleError
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.ledger.plans_part import day, day_field, must_day, text

PROGRAM, WITNESS = draws.BY_PROGRAM, draws.BY_WITNESS


class DrawForms(QObject):
    """Makes the forms; knows no store."""

    def wish(self, kinds: tuple[tuple[str, str], ...], before: Draw | None = None, kind: str = "") -> Form:
        """Return the form that asks what is drawn from; given an earlier draw, of the one that repeats it."""
        pool = before.pool if before is not None else None
        again = (
            (Field("reason", self.tr("为什么重抽"), Asks.TEXT, needed=True),) if before is not None else ()
        )
        return Form(
            "draw_again" if before is not None else "draw_form",
            self.tr("重新抽取") if before is not None else self.tr("新的抽取"),
            (*again, *self._what(kinds, kind, pool), *self._out(pool)),
            self.tr("看名单"),
            about=before.id if before is not None else "",
            note=self.tr("下一步给出名单和校验值，还没有冻结。"),
            icon="arrow-right",
            width=620,
        )

    def _what(self, kinds: tuple[tuple[str, str], ...], kind: str, pool: Pool | None) -> tuple[Field, ...]:
        return (
            Field(
                "occasion",
                self.tr("事由"),
                value=pool.occasion if pool else "",
                hint=self.tr("如 2026年11月双随机抽查"),
                needed=True,
            ),
            Field("kind", self.tr("抽哪类对象"), Asks.CHOICE, kind, kinds, self.tr("请选择"), needed=True),
            Field("want", self.tr("抽几个"), value=str(pool.want) if pool else "", needed=True),
            day_field("first", self.tr("检查第一天"), pool.first if pool else None),
            day_field("last", self.tr("检查最后一天"), pool.last if pool else None),
            Field("district", self.tr("只抽镇街"), hint=self.tr("不填就是全部")),
            Field("risk", self.tr("只抽风险等级"), hint=self.tr("不填就是全部")),
            Field("not_since", self.tr("只抽此后未查的"), Asks.DAY, hint="2026-09-01"),
        )

    def _out(self, pool: Pool | None) -> tuple[Field, ...]:
        return (
            Field("exclude", self.tr("排除对象"), Asks.TEXT, hint=self.tr("每行一个：名称，理由")),
            Field("officers_out", self.tr("不参加的人员"), Asks.TEXT, hint=self.tr("每行一个：姓名，理由")),
            Field(
                "barred",
                self.tr("回避"),
                Asks.TEXT,
                pool_words.bars_of(pool) if pool else "",
                hint=self.tr("每行一个：姓名，对象，理由（行政处罚法第四十三条）"),
            ),
        )

    def freeze(self, pool: Pool) -> Form:
        """Return the form that shows a list with its hash before it is frozen."""
        out = [f"{one.name}：{one.reason}" for one in (*pool.left_out, *pool.officers_left_out)]
        told = (
            Field("pool_by", self.tr("条件"), Asks.TOLD, pool.chosen_by),
            Field(
                "pool_targets",
                self.tr("对象"),
                Asks.TOLD,
                self.tr("%1 个，抽 %2 个")
                .replace("%1", str(len(pool.targets)))
                .replace("%2", str(pool.want)),
            ),
            Field(
                "pool_people", self.tr("执法人员"), Asks.TOLD, "、".join(one.name for one in pool.officers)
            ),
            Field("pool_out", self.tr("排除"), Asks.TOLD, "\n".join(out) or self.tr("没有")),
            Field("pool_barred", self.tr("回避"), Asks.TOLD, pool_words.bars_of(pool) or self.tr("没有")),
            Field("pool_hash", self.tr("校验值"), Asks.TOLD, f"{pool.hash[:32]}\n{pool.hash[32:]}"),
        )
        return Form(
            "draw_freeze",
            self.tr("冻结名单"),
            told,
            self.tr("冻结名单"),
            about=pool.hash,
            note=self.tr("冻结后名单不能再改；先公布校验值，再产生种子。"),
            final=True,
            icon="lock",
            width=620,
        )

    def seed(self, draw_id: str) -> Form:
        """Return the form that asks where the seed comes from."""
        ways = ((PROGRAM, self.tr("程序产生")), (WITNESS, self.tr("当场报出，如掷骰子")))
        return Form(
            "draw_seed",
            self.tr("抽取"),
            (
                Field("how", self.tr("种子"), Asks.CHOICE, PROGRAM, ways, needed=True),
                Field(
                    "seed",
                    self.tr("报出的种子"),
                    hint=self.tr("6 位以上的数字或字母"),
                    needed=True,
                    only_when=("how", WITNESS),
                ),
                Field("witness", self.tr("见证人")),
            ),
            self.tr("抽取"),
            about=draw_id,
            note=self.tr("种子只能用一次，抽出的结果不能改。"),
            final=True,
        )


def wish_of(desk: Desk, given: Given) -> Wish:
    """Return by what a pool is put together, as it was filled in.

    Raises:
        RuleError: `ui.bad_day`, `draw.want`.
    """
    plans, want = desk.rules.plans, text(given, "want")
    if not (want.isascii() and want.isdecimal() and len(want) <= 4):
        raise RuleError("draw.want", where="draw.want", told=want)
    facts = ((plans.district_field, text(given, "district")), (plans.risk_field, text(given, "risk")))
    return Wish(
        text(given, "occasion"),
        text(given, "kind"),
        must_day(desk, given, "first"),
        must_day(desk, given, "last"),
        int(want),
        tuple(one for one in facts if one[1]),
        day(desk, given, "not_since"),
    )
