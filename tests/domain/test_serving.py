"""Service, purely: from which day each way counts, and what each lacks in law."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.serving import METHODS, Service, Witness, problems, reached_on, refusal_of
from tests.builders import a_calendar, china

AT = china(2026, 4, 27, 15, 20)
DAY = date(2026, 4, 27)
SEEN = Witness("陈见微", "长风社区居民委员会")

WHOLE: dict[str, dict[str, Any]] = {
    "direct": {"receiver": "林叙白", "position": "项目经理"},
    "left": {"refusal": "项目经理称须请示公司，拒绝签收", "witnesses": (SEEN,)},
    "mail": {"mail_number": "EMS1234567890"},
    "entrusted": {"body": "海丰区住房和城乡建设局"},
    "electronic": {"consent": "滨住建送确〔2026〕9号", "system": "政务送达平台"},
    "announced": {"medium": "滨海日报", "note": "注册地址无人，电话停机，邮件退回。"},
}


def a_service(method: str, **changes: Any) -> Service:
    return replace(Service("r1", method, AT, "滨海新区长风路18号", **WHOLE[method]), **changes)


def codes(service: Service, **known: bool) -> list[str]:
    return [one.code for one in problems(service, **known)]


@pytest.mark.parametrize("method", METHODS)
def test_a_whole_service_lacks_nothing(method: str) -> None:
    assert problems(a_service(method)) == ()


LACKING = [
    ("direct", {"receiver": " "}, ["service.no_receiver"]),
    ("direct", {"position": ""}, ["service.no_position"]),
    ("direct", {"relation": "资料员"}, ["service.agent_unauthorised"]),
    ("direct", {"relation": "资料员", "authority": "授权委托书2026-4"}, []),
    ("direct", {"receiver": "", "position": "", "refusal": "拒绝签收"}, []),
    ("left", {"witnesses": ()}, ["service.left_unproven"]),
    ("left", {"witnesses": (Witness("陈见微", ""),)}, ["service.witness_incomplete"]),
    ("left", {"witnesses": (), "witness": "陈见微，长风社区"}, []),
    ("left", {"witnesses": (), "recorded": True}, ["service.recording_missing"]),
    ("left", {"witnesses": (), "recorded": True, "recording": "LZ-0427-01"}, []),
    ("left", {"witnesses": (), "recorded": True, "photos": ("0" * 64,)}, []),
    ("left", {"refusal": ""}, ["service.refusal_missing"]),
    ("mail", {"mail_number": ""}, ["service.no_mail_number"]),
    ("mail", {"receipt_on": DAY - timedelta(days=1)}, ["service.receipt_before"]),
    ("entrusted", {"body": ""}, ["service.no_body"]),
    ("electronic", {"consent": ""}, ["service.no_consent"]),
    ("electronic", {"system": ""}, ["service.no_system"]),
    ("announced", {"medium": ""}, ["service.no_medium"]),
    ("announced", {"note": ""}, ["service.announcement_unexplained"]),
]


@pytest.mark.parametrize(("method", "changes", "expected"), LACKING)
def test_what_a_way_of_serving_needs(method: str, changes: dict[str, Any], expected: list[str]) -> None:
    assert codes(a_service(method, **changes)) == expected


def test_a_refusal_on_record_need_not_be_told_again_when_it_is_left() -> None:
    assert codes(a_service("left", refusal=""), refused_before=True) == []


def test_an_unknown_way_is_named() -> None:
    assert codes(replace(a_service("direct"), method="pigeon")) == ["service.unknown_method"]


REACHED = [
    ("direct", {}, DAY),
    ("direct", {"refusal": "拒绝签收"}, None),
    ("left", {}, DAY),
    ("mail", {}, None),
    ("mail", {"receipt_on": date(2026, 4, 29)}, date(2026, 4, 29)),
    ("mail", {"receipt_on": date(2026, 4, 29), "refusal": "退回：拒收"}, None),
    ("entrusted", {}, None),
    ("entrusted", {"receipt_on": date(2026, 5, 6)}, date(2026, 5, 6)),
    ("electronic", {}, DAY),
    ("announced", {}, date(2026, 5, 27)),
]


@pytest.mark.parametrize(("method", "changes", "expected"), REACHED)
def test_from_which_day_it_counts(method: str, changes: dict[str, Any], expected: date | None) -> None:
    assert reached_on(a_service(method, **changes), a_calendar()) == expected


def test_an_announcement_whose_last_day_is_off_ends_on_the_next_working_day() -> None:
    # Thirty days after 1 April 2026 is the holiday of 1 May, five days long.
    announced = a_service("announced", at=china(2026, 4, 1, 9))
    assert reached_on(announced, a_calendar()) == date(2026, 5, 6)


@given(
    st.datetimes(
        min_value=china(2026, 1, 1).replace(tzinfo=None), max_value=china(2030, 1, 1).replace(tzinfo=None)
    )
)
def test_an_announcement_never_counts_before_thirty_days(at: Any) -> None:
    begun = china(at.year, at.month, at.day, at.hour, at.minute)
    on = reached_on(a_service("announced", at=begun), a_calendar())
    assert on is not None
    assert (on - begun.date()).days >= 30
    assert a_calendar().is_working(on)


def test_a_moment_in_another_zone_counts_by_the_day_in_china() -> None:
    late = datetime(2026, 4, 26, 17, 30, tzinfo=UTC)
    assert reached_on(a_service("direct", at=late), a_calendar()) == DAY


def test_left_at_the_site_offers_the_mail_to_the_registered_address() -> None:
    left = a_service("left", place="云栖里项目部")
    [warned] = left.warnings("滨海新区长风路18号")
    assert warned.code == "service.left_at_site"
    assert dict(warned.values) == {"place": "云栖里项目部", "address": "滨海新区长风路18号"}
    assert a_service("left").warnings("滨海新区 长风路18号") == ()
    assert a_service("left", place="滨海新区长风路18号前台").warnings("滨海新区长风路18号") == ()


def test_what_else_a_server_is_told() -> None:
    assert [one.code for one in a_service("left").warnings()] == ["service.address_unknown"]
    assert [one.code for one in a_service("mail").warnings("x")] == ["service.receipt_awaited"]
    assert a_service("mail", receipt_on=DAY).warnings("x") == ()
    assert [one.code for one in a_service("announced").warnings("x")] == ["service.announcement_runs"]
    assert a_service("direct", place="项目部").warnings("别处") == ()


def test_a_service_rests_on_its_own_refusal_or_on_the_one_before_it_was_left() -> None:
    refused = a_service("direct", refusal="拒绝签收")
    left = a_service("left", refusal="")
    returned = a_service("mail", refusal="退回")
    noted = (refused, left, returned, a_service("direct"))
    assert refusal_of(left, noted) == refused
    assert refusal_of(returned, noted) == returned
    assert refusal_of(noted[-1], noted) is None, "who took it in the end did not refuse it"
    assert refusal_of(left, (left, refused)) is None, "what was refused later is no ground of leaving it"
