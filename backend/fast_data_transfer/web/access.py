"""
Who is asking, and what they may do: one guard for all calls below `/api/projects`, before anything else is read.

When the body is there, `web.requests` asks it again. A handler says what it needs with `opt=needs(…)`, and gets the
answer as a dependency: `caller`, `project_access`, or `access`, which has the branch too. Order and rules:
`contract.md` sections 7 (order of checks) and 9 (auth).
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final, TypeAlias

from litestar.handlers import BaseRouteHandler
from litestar.params import QueryParameter

from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.roles import Binding, find_permissions
from fast_data_transfer.storage.branches import Branch, fetch_branch
from fast_data_transfer.storage.database import Database
from fast_data_transfer.storage.projects import Project, fetch_project
from fast_data_transfer.web.callers import Caller, identify, require_same_site
from fast_data_transfer.web.requests import TEXT_PATTERN, AnyRequest, Connection, is_options

_OPT: Final = "needs"


class ProjectAccess(Base, frozen=True):
    """Who asks, and what they may do in which project."""

    user: str
    permissions: frozenset[str]
    project: Project


class Access(ProjectAccess, frozen=True):
    """The same, and the branch that the call is about."""

    branch: Branch


Find: TypeAlias = Callable[[Connection, Database, Project], Awaitable[Branch | None]]
"""
Finds what a call is about, and gives the branch that it is on. Raises `Problem` `not-found`.
"""


class Needs(Base, frozen=True):
    """
    What a call needs: a permission, the Feature Preview switch on, a branch that can be written, and what is found.
    """

    permission: str | None
    feature: bool
    writes: bool
    find: Find


async def find_branch(connection: Connection, database: Database, project: Project) -> Branch | None:
    """Find the branch of the query parameter `branch`, where the call has one. Raises `Problem` `not-found`."""
    if "branch" not in connection.app.state.query_names[connection.route_handler]:
        return None
    wanted = connection.query_params.get("branch", project.default_branch)
    branch = await fetch_branch(database, project.project_id, wanted)
    if branch is None:
        raise Problem("not-found", f'The project "{project.project_id}" has no branch "{wanted}".')
    return branch


def needs(
    permission: str | None, *, feature: bool = False, writes: bool = False, find: Find = find_branch
) -> dict[str, Any]:
    """
    Say what a handler needs, as its `opt`.

    A call on a project needs at least the permission to see it. `find` finds what the path or the query names, since
    what is not there comes before what is not permitted; `writes` is about the branch that it gives.
    """
    return {_OPT: Needs(permission=permission, feature=feature, writes=writes, find=find)}


async def require_access(connection: Connection, handler: BaseRouteHandler) -> None:
    """
    Refuse, as a guard, whoever may not make this call.

    Raises `Problem`, the first that holds: `unauthenticated`, `busy` after too many failures, `cross-site`,
    `not-found` (what the caller may not see is not there), `forbidden`, `feature-disabled`, `read-only-branch`.
    """
    if is_options(connection):
        return
    needed: Needs = handler.opt[_OPT]
    database: Database = connection.app.state.database
    caller = await _find_caller(connection, database)
    require_same_site(connection)
    if "projectId" not in connection.path_params:
        _require_in_some_company(caller, needed.permission)
        return
    access = await _find_project(database, caller, connection.path_params["projectId"])
    connection.state.project_access = access
    branch = await needed.find(connection, database, access.project)
    if branch is not None:
        connection.state.access = Access(
            user=access.user, permissions=access.permissions, project=access.project, branch=branch
        )
    _require(needed, access, branch)


async def require_caller(connection: Connection, _: BaseRouteHandler) -> None:
    """Refuse, as a guard, whoever is not signed in. Raises `Problem` as `identify` does, and `busy` likewise."""
    if not is_options(connection):
        await _find_caller(connection, connection.app.state.database)


def require_in_company(caller: Caller, tenant_id: str, permission: str) -> None:
    """Refuse what the caller may not do in a company as a whole. Raises `Problem` `forbidden`."""
    if permission not in find_permissions(caller.bindings, tenant_id, None):
        raise _forbidden(permission, f'the company "{tenant_id}"')


def provide_caller(request: AnyRequest) -> Caller:
    """Provide who is asking."""
    caller: Caller = request.state.caller
    return caller


def provide_project_access(request: AnyRequest) -> ProjectAccess:
    """Provide what the caller may do in the project of the path."""
    access: ProjectAccess = request.state.project_access
    return access


def provide_access(
    request: AnyRequest,
    branch: Annotated[  # noqa: ARG001 - the guard has read it; here it is declared
        str | None,
        QueryParameter(description="A branch of the project; without it, the default branch.", pattern=TEXT_PATTERN),
    ] = None,
) -> Access:
    """Provide what the caller may do in the project of the path, and the branch of the query parameter `branch`."""
    access: Access = request.state.access
    return access


async def _find_caller(connection: Connection, database: Database) -> Caller:
    caller = await identify(connection, database)
    connection.state.caller = caller
    connection.app.state.failure_bound.require_patience(caller.user)
    return caller


async def _find_project(database: Database, caller: Caller, project_id: str) -> ProjectAccess:
    project = await fetch_project(database, project_id)
    permissions = find_permissions(caller.bindings, project.tenant_id, project.project_id) if project else None
    if not project or not permissions:
        raise Problem("not-found", f'There is no project "{project_id}" that you can see.')
    return ProjectAccess(user=caller.user, permissions=permissions, project=project)


def _require_in_some_company(caller: Caller, permission: str | None) -> None:
    companies = (binding for binding in caller.bindings if binding.project_id is None)
    if permission is not None and not any(_permits(binding, permission) for binding in companies):
        raise _forbidden(permission, "any company")


def _permits(binding: Binding, permission: str) -> bool:
    return permission in find_permissions([binding], binding.tenant_id or "", None)


def _require(needed: Needs, access: ProjectAccess, branch: Branch | None) -> None:
    if needed.permission is not None and needed.permission not in access.permissions:
        raise _forbidden(needed.permission, f'the project "{access.project.project_id}"')
    if needed.feature and not access.project.import_export:
        raise Problem(
            "feature-disabled",
            "Fast Data Import / Export is off for this project. "
            "Switch it on in the project's settings, tab Feature Preview.",
        )
    if needed.writes and branch is not None and branch.read_only:
        raise Problem(
            "read-only-branch", f'The branch "{branch.name}" is read only. Write to another one, or make one from it.'
        )


def _forbidden(permission: str, where: str) -> Problem:
    return Problem(
        "forbidden", f"You lack the permission {permission} in {where}. Ask an administrator for a role that has it."
    )
