"""双随机: the list is frozen and its hash told, then comes the seed, then the result."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtGui import QGuiApplication

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.plans import draws, plan_board, pool_words, pools
from inspector_app.casework.plans.draws import Draw
from inspector_app.domain import drawing
from inspector_app.domain.drawing import Pool
from inspector_app.domain.errors import Problem, ProblemsError
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Line, Sheet
from inspector_app.ui.controls.form_values import Form, Given
from inspector_app.ui.ledger.draw_forms import PROGRAM, DrawForms, wish_of
from inspector_app.ui.ledger.plans_part import Part, text
from inspector_app.ui.ledger.section import Section, key_of
from inspector_app.ui.style import typed
from inspector_app.ui.style.words import of_problem

MOST_SHOWN = 24
"""Drawn targets, and those left out, that are shown one by one."""


class DrawsPart(Part):
    """Shows draws; freezes lists, draws from them, and reckons them again."""

    NAME = "draws"

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        self._forms = DrawForms(self)

    def word(self) -> str:
        """Return the word of the choice."""
        return self.tr("双随机")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return self.tr(
            "双随机：先冻结名单、公布校验值，再产生种子，然后抽出对象和两名执法人员。\n名单、种子和结果都留下，谁都可以重新计算。"
        )

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without a draw."""
        return (Deed("new", self.tr("新的抽取"), "plus", "Ctrl+Shift+N"),)

    def lines(self, desk: Desk) -> Sequence[Line]:
        """Return the draws, the newest first."""
        return [self._line(one) for one in plan_board.draw_lines(desk)]

    def _line(self, one: Draw) -> Line:
        count = self.tr("%1 个对象抽 %2 个")
        count = count.replace("%1", str(len(one.pool.targets))).replace("%2", str(one.pool.want))
        state, tone = self._state(one)
        right = _at(one.drawn_at or one.frozen_at)[:10]
        return Line(self.known(one.id), one.pool.occasion, count, state, tone, right)

    def _state(self, one: Draw) -> tuple[str, str]:
        return (self.tr("已抽取"), "green") if one.seed else (self.tr("名单已冻结"), "blue")

    def sheet(self, desk: Desk, told: str) -> Sheet:
        """Return all about a draw, reckoned again as it is shown."""
        one = draws.draw(desk.store, told)
        wrong = draws.check(desk.store, told) if one.seed else ()
        state, tone = (self.tr("不符"), "red") if wrong else self._state(one)
        blocks = [self._frozen(one)]
        if one.seed:
            blocks.insert(0, self._result(one))
            blocks.append(self._check(wrong))
        blocks.append(self._pool(one.pool))
        return Sheet(
            self.known(told),
            one.pool.occasion,
            state,
            tone,
            one.pool.chosen_by,
            tuple(blocks),
            self._deeds(one),
        )

    def _frozen(self, one: Draw) -> Block:
        pool = one.pool
        days = self.tr("%1 至 %2").replace("%1", pool.first.isoformat()).replace("%2", pool.last.isoformat())
        facts = [
            Fact(self.tr("冻结"), f"{_at(one.frozen_at)} {one.user}"),
            # In groups, so that it can be read aloud and is never cut off.
            Fact(self.tr("校验值"), " ".join(one.hash[n : n + 8] for n in range(0, len(one.hash), 8))),
            Fact(self.tr("检查日期"), days),
            Fact(self.tr("方法"), pool.method),
        ]
        if one.again_of:
            link = f"plans:{self.known(one.again_of)}"
            facts.append(Fact(self.tr("重新抽取"), one.reason, link=link))
        if one.seed:
            by = self.tr("程序产生") if one.seed_by == draws.BY_PROGRAM else self.tr("当场报出")
            facts.append(Fact(self.tr("种子"), f"{one.seed}（{by}）"))
            if one.witness:
                facts.append(Fact(self.tr("见证人"), one.witness))
            facts.append(Fact(self.tr("抽取时间"), _at(one.drawn_at)))
        return Block(self.tr("名单和种子"), tuple(facts))

    def _result(self, one: Draw) -> Block:
        facts = []
        for n, drawn in enumerate(one.result[:MOST_SHOWN], start=1):
            (target,) = draws.names(one.pool, [drawn.target_id])
            pair = "、".join(draws.names(one.pool, drawn.officer_ids))
            facts.append(Fact(str(n), f"{target} · {pair}", link=f"target:{drawn.target_id}"))
        if len(one.result) > MOST_SHOWN:
            facts.append(Fact("", self.tr("还有 %s 个没有列出") % (len(one.result) - MOST_SHOWN)))
        return Block(self.tr("抽取结果"), tuple(facts), self.tr("%s 个") % len(one.result))

    def _check(self, wrong: Sequence[Problem]) -> Block:
        if not wrong:
            told = self.tr("按名单和种子重新计算，结果完全一致")
            return Block(self.tr("核对"), (Fact("", told, self.tr("一致"), "green"),))
        words = [of_problem(one, self.section.texts).message for one in wrong]
        return Block(self.tr("核对"), tuple(Fact("", one, self.tr("不符"), "red") for one in words))

    def _pool(self, pool: Pool) -> Block:
        facts = [
            Fact(self.tr("对象"), self._names(pool)),
            Fact(self.tr("执法人员"), "、".join(one.name for one in pool.officers)),
        ]
        out = [*pool.left_out, *pool.officers_left_out]
        facts += [Fact(self.tr("排除"), f"{one.name}：{one.reason}") for one in out[:MOST_SHOWN]]
        if len(out) > MOST_SHOWN:
            facts.append(Fact("", self.tr("还有 %s 个没有列出") % (len(out) - MOST_SHOWN)))
        for line in pool_words.bars_of(pool).splitlines():
            facts.append(Fact(self.tr("回避"), line))
        return Block(self.tr("名单"), tuple(facts))

    def _names(self, pool: Pool) -> str:
        names = "、".join(one.name for one in pool.targets[:MOST_SHOWN])
        more = "……" if len(pool.targets) > MOST_SHOWN else ""
        return self.tr("%1 个：%2").replace("%1", str(len(pool.targets))).replace("%2", names + more)

    def _deeds(self, one: Draw) -> tuple[Deed, ...]:
        drawn, undrawn = self.tr("已经抽取，种子只能用一次"), self.tr("还没有抽取")
        has = bool(one.seed)
        return (
            Deed("copy", self.tr("复制名单"), "file-text", "Ctrl+U"),
            Deed("again", self.tr("重新抽取"), "undo-2", "Ctrl+R", why_not="" if has else undrawn),
            Deed("check", self.tr("核对"), "scale", "Ctrl+G", main=has, why_not="" if has else undrawn),
            Deed("seed", self.tr("抽取"), "check", "Ctrl+Return", main=not has, why_not=drawn if has else ""),
        )

    def do(self, code: str, told: str) -> None:
        """Do what a deed says."""
        ways: dict[str, Callable[[], object]] = {
            "new": lambda: self.prepare(_kinds, lambda kinds: self._wish(self._forms.wish(kinds))),
            "seed": lambda: self._seed(told),
            "check": lambda: self.section.work(lambda desk: _checked(desk, told), self._checked),
            "copy": lambda: self.section.work(lambda desk: draws.draw(desk.store, told).pool, self._copied),
            "again": lambda: self.prepare(
                lambda desk: _before(desk, told), lambda got: self._wish(self._forms.wish(*got), told)
            ),
        }
        ways[code]()

    def _wish(self, form: Form, again_of: str = "") -> None:
        """Ask how the list is put together; what was filled in is kept until the list is frozen."""

        def does(desk: Desk, given: Given) -> tuple[Given, Pool]:
            wish = wish_of(desk, given)
            out = (text(given, "exclude"), text(given, "officers_out"), text(given, "barred"))
            pool = pools.gather(desk, pool_words.told_in(desk, wish, *out))
            drawing.refuse_unfit(pool)
            draws.refuse_again(desk, pool, again_of, text(given, "reason"))
            return given, pool

        self.section.ask(form, does, lambda told: self._freeze(form, again_of, *told))

    def _freeze(self, form: Form, again_of: str, given: Given, pool: Pool) -> None:
        self.section.keep_typed(form, given)

        def does(desk: Desk, _: Given) -> Draw:
            frozen = draws.freeze(desk, pool, again_of=again_of, reason=text(given, "reason"))
            desk.store.buffer_drop(key_of(form))
            return frozen

        self.section.ask(
            self._forms.freeze(pool), does, lambda frozen: self.section.choose(self.known(frozen.id))
        )

    def _seed(self, draw_id: str) -> None:
        def does(desk: Desk, given: Given) -> Draw:
            typed_seed = "" if text(given, "how") == PROGRAM else text(given, "seed")
            return draws.seed(desk, draw_id, typed_seed, witness=text(given, "witness"))

        self.section.ask(self._forms.seed(draw_id), does)

    def _copied(self, pool: Pool) -> None:
        """Leave the list to whoever wants to reckon it again: with its ids, exactly as it is hashed."""
        QGuiApplication.clipboard().setText(pool.text())
        self.section.said.emit("draw.copied", {"hash": pool.hash})

    def _checked(self, occasion: str) -> None:
        self.section.said.emit("draw.holds", {"occasion": occasion})


def _kinds(desk: Desk) -> tuple[tuple[str, str], ...]:
    return tuple((one.code, one.label) for one in desk.rules.targets.values())


def _before(desk: Desk, draw_id: str) -> tuple[tuple[tuple[str, str], ...], Draw, str]:
    told = draws.draw(desk.store, draw_id)
    return _kinds(desk), told, plan_board.kind_of(desk, told)


def _checked(desk: Desk, draw_id: str) -> str:
    """Reckon a draw again and return its occasion.

    Raises:
        ProblemsError: `draw.does_not_hold` with everything that differs.
    """
    told, wrong = draws.draw(desk.store, draw_id), draws.check(desk.store, draw_id)
    if wrong:
        raise ProblemsError(
            "draw.does_not_hold", wrong, where=draw_id, occasion=told.pool.occasion, n=len(wrong)
        )
    return told.pool.occasion


def _at(wall: str) -> str:
    """Return a claimed time as it is shown in China; what is no time stays as it stands."""
    try:
        return typed.show_moment(datetime.fromisoformat(wall))
    except ValueError:
        return wall
