"""What the office calls roles, in the window's language."""

from collections.abc import Iterable

from inspector_app.domain.acts import Role
from inspector_app.ui.style.translation import said

ROLES: dict[Role, str] = {
    Role.ADMINISTRATOR: "管理员",
    Role.SUPERVISOR: "科室负责人",
    Role.INSPECTOR: "执法人员",
    Role.CLERK: "内勤",
    Role.DEVICE: "电脑",
    Role.HUB: "中心",
}


def said_role(role: Role) -> str:
    """Return what a role is called."""
    return said(ROLES.get(role, role.value), "角色")


def said_roles(roles: Iterable[Role]) -> str:
    """Return what roles are called, the most entrusted first."""
    held = set(roles)
    return said("、").join(said_role(one) for one in ROLES if one in held)
