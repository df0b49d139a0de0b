"""What the settings page shows, as values; and the office's words for roles and looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.people.accounts import Account, Laptop
from inspector_app.domain.acts import Role
from inspector_app.domain.documents import Office
from inspector_app.ui.style.screen_settings import ScreenSettings
from inspector_app.ui.style.translation import said

ROLE_WORDS: dict[Role, str] = {
    Role.ROOT: "根密钥",
    Role.ADMINISTRATOR: "管理员",
    Role.SUPERVISOR: "科室负责人",
    Role.INSPECTOR: "执法人员",
    Role.CLERK: "内勤",
    Role.DEVICE: "电脑",
    Role.HUB: "中心",
}
"""What a role is called; shown by `role_said`."""

LOOK_WORDS = (("system", "跟随系统"), ("light", "浅色"), ("dark", "深色"), ("contrast", "高对比"))
TEXT_WORDS = (("100", "100 %"), ("110", "110 %"), ("125", "125 %"), ("150", "150 %"))
LANGUAGE_WORDS = (("zh", "中文"), ("en", "English"))
"""Each language calls itself by its own name."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything on the settings page.

    Attributes:
        language: the window's language now, `zh` or `en`, whoever chose it.
        may_manage: the person may add and remove accounts of this laptop.
        edition: hash of the office's edition of forms.
        joined: this laptop belongs to an office with a hub.
        libraries: (name, version) of what the program stands on.
    """

    screen: ScreenSettings
    language: str
    person: Account
    accounts: tuple[Account, ...]
    may_manage: bool
    office: Office
    laptop: Laptop
    edition: str
    libraries: Sequence[tuple[str, str]]
    today: date
    joined: bool = False


def role_said(role: Role) -> str:
    """Return what a role is called in the window's language: one of the 执法人员 is an inspector."""
    return said(ROLE_WORDS[role], "角色")


def in_order(roles: frozenset[Role]) -> list[str]:
    """Return what roles are called, the most entrusted first."""
    return [role_said(role) for role in ROLE_WORDS if role in roles]
