"""
Roles, what each permits, and on which projects a user has them.

Source: `domain.md` 10.2 for the table, `contract.md` section 9 for the bindings. Role ids are those of the Console.
"""

from collections.abc import Iterable
from typing import Final

from fast_data_transfer.domain.model import Base

PROJECT_VIEW: Final = "console.project.view"
CONFIGURATION_VIEW: Final = "console.company.project.view"
CONFIGURATION_UPDATE: Final = "console.project.configuration.update"
DETAILS_UPDATE: Final = "console.project.details.update"

_GUEST: Final = frozenset({PROJECT_VIEW, "console.company.view", "marketplace.company.resources.view"})
_REPORTER: Final = _GUEST | {CONFIGURATION_VIEW, "console.project.environment.view"}
_DEVELOPER: Final = _REPORTER | {CONFIGURATION_UPDATE, "console.company.project.configuration.update"}
_MAINTAINER: Final = _DEVELOPER | {"console.project.environment.deploy.trigger"}
_DETAILS: Final = frozenset({DETAILS_UPDATE, "console.company.project.details.update"})
_PROJECT_ADMIN: Final = (
    _MAINTAINER | _DETAILS | {"console.project.configuration.version.delete", "console.project.users.manage"}
)
_COMPANY_OWNER: Final = _MAINTAINER | _DETAILS

ROLES: Final[dict[str, frozenset[str]]] = {
    "guest": _GUEST,
    "reporter": _REPORTER,
    "developer": _DEVELOPER,
    "maintainer": _MAINTAINER,
    "project-admin": _PROJECT_ADMIN,
    "company-owner": _COMPANY_OWNER,
}
"""What a role permits. A company owner has the basic rights of a project through the company."""


class Binding(Base, frozen=True):
    """
    A role of a user or group: everywhere, in a company (`tenant_id`), or in a project (`project_id`).
    """

    role: str
    tenant_id: str | None
    project_id: str | None


EVERYTHING: Final = tuple(Binding(role=role, tenant_id=None, project_id=None) for role in ROLES)
"""What the one user of a local installation may do."""


def find_permissions(bindings: Iterable[Binding], tenant_id: str, project_id: str | None) -> frozenset[str]:
    """
    Find what the bindings permit in a project, or, without one, in the company as a whole.

    Rights come down from above and are never taken away below.
    """
    return frozenset().union(*(ROLES[binding.role] for binding in bindings if _reaches(binding, tenant_id, project_id)))


def _reaches(binding: Binding, tenant_id: str, project_id: str | None) -> bool:
    return binding.tenant_id in (None, tenant_id) and binding.project_id in (None, project_id)
