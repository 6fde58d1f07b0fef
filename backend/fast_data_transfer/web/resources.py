"""
Calls on single resources: lists, and one at a time.
"""

from typing import Annotated, Final, TypeAlias

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody, PathParameter, QueryParameter

from fast_data_transfer.domain.kinds import PATHS, Key, Kind
from fast_data_transfer.domain.model import Base, JsonObject
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.roles import CONFIGURATION_UPDATE, CONFIGURATION_VIEW
from fast_data_transfer.operations import resources as operations
from fast_data_transfer.operations.resources import Shown, show_resource
from fast_data_transfer.operations.writing import retry_when_stale
from fast_data_transfer.storage.branches import Branch
from fast_data_transfer.storage.database import Database
from fast_data_transfer.storage.paging import Page
from fast_data_transfer.storage.projects import Project
from fast_data_transfer.storage.resources import list_resources as find_resources
from fast_data_transfer.web.access import Access, find_branch, needs
from fast_data_transfer.web.places import place_of
from fast_data_transfer.web.problems import JSON_BODY, problems
from fast_data_transfer.web.requests import DEPTH_OPT, TEXT_PATTERN, Connection
from fast_data_transfer.web.resource_views import Resource, ResourceList, show, summarize, tag

Kinds: TypeAlias = Annotated[str, PathParameter(name="kinds", schema_extra={"enum": list(PATHS)})]
IfMatch: TypeAlias = Annotated[str | None, HeaderParameter(name="If-Match", description="`ETag` of what was read.")]

_PATH: Final = "/{projectId:str}/resources"
_ONE: Final = _PATH + "/{kinds:str}/{name:str}"
_TAGS: Final = ["Resources"]
_DEEPER: Final = {DEPTH_OPT: lambda path: 4 if path["kinds"] == "projections" else 2}
"""An entry is at depth 2 of a body, and in a file at 4, or at 6 inside of a system."""


class NewResource(Base, frozen=True, forbid_unknown_fields=True):
    """A resource to be created; `system` is given for a projection only."""

    name: str
    entry: JsonObject
    system: str | None = None


class ResourceUpdate(Base, frozen=True, forbid_unknown_fields=True):
    """The new entry of a resource, whole."""

    entry: JsonObject


async def _find_kind(connection: Connection, database: Database, project: Project) -> Branch | None:
    """There is nothing to create of a kind that does not exist."""
    branch = await find_branch(connection, database, project)
    _key(connection.path_params["kinds"], "")
    return branch


async def _find_resource(connection: Connection, database: Database, project: Project) -> Branch | None:
    branch = await _find_kind(connection, database, project)
    if branch is not None:
        key = _key(connection.path_params["kinds"], connection.path_params["name"])
        await operations.require_resource(database, branch, key)
    return branch


@get(_PATH, operation_id="listResources", tags=_TAGS, opt=needs(CONFIGURATION_VIEW), responses=problems())
async def list_resources(
    access: NamedDependency[Access],
    page: NamedDependency[Page],
    database: NamedDependency[Database],
    kind: Annotated[Kind | None, QueryParameter(description="Only of this kind.")] = None,
    system: Annotated[
        str | None, QueryParameter(description="Only projections of this system.", pattern=TEXT_PATTERN)
    ] = None,
) -> ResourceList:
    """List the resources of a branch."""
    found = await find_resources(database, access.branch.id, kind, system, page)
    return ResourceList(items=[summarize(listed) for listed in found.items], total=found.total)


@post(
    _PATH + "/{kinds:str}",
    operation_id="createResource",
    tags=_TAGS,
    opt=needs(CONFIGURATION_UPDATE, writes=True, find=_find_kind) | _DEEPER,
    responses=problems(
        "read-only-branch",
        "name-taken",
        "reference-read-only",
        "default-read-only",
        "invalid-resource",
        *JSON_BODY,
    ),
)
async def create_resource(
    access: NamedDependency[Access],
    database: NamedDependency[Database],
    kinds: Kinds,
    data: JSONBody[NewResource],
) -> Response[Resource]:
    """Create an owned resource."""
    place, key = place_of(access.project, access.branch), _key(kinds, data.name)
    shown = await operations.create_resource(database, place, key, system=data.system, entry=data.entry, by=access.user)
    return _respond(shown, 201)


@get(
    _ONE,
    operation_id="getResource",
    tags=_TAGS,
    opt=needs(CONFIGURATION_VIEW, find=_find_resource),
    responses=problems(),
)
async def get_resource(
    access: NamedDependency[Access],
    database: NamedDependency[Database],
    kinds: Kinds,
    name: FromPath[str],
) -> Response[Resource]:
    """Get one resource; its `ETag` changes with anything in the answer."""
    place = place_of(access.project, access.branch)
    return _respond(await show_resource(database, place, _key(kinds, name)))


@put(
    _ONE,
    operation_id="updateResource",
    tags=_TAGS,
    opt=needs(CONFIGURATION_UPDATE, writes=True, find=_find_resource) | _DEEPER,
    responses=problems(
        "read-only-branch",
        "reference-read-only",
        "default-read-only",
        "invalid-resource",
        "precondition-failed",
        *JSON_BODY,
    ),
)
async def update_resource(
    access: NamedDependency[Access],
    database: NamedDependency[Database],
    kinds: Kinds,
    name: FromPath[str],
    *,
    data: JSONBody[ResourceUpdate],
    if_match: IfMatch = None,
) -> Response[Resource]:
    """Replace the entry of a resource; of a reference, only the wiring may differ."""
    place, key = place_of(access.project, access.branch), _key(kinds, name)

    async def attempt() -> Shown:
        shown = await show_resource(database, place, key)
        _require_match(shown, if_match)
        return await operations.replace_resource(database, place, shown, data.entry, access.user)

    return _respond(await retry_when_stale(attempt))


@delete(
    _ONE,
    operation_id="deleteResource",
    tags=_TAGS,
    opt=needs(CONFIGURATION_UPDATE, writes=True, find=_find_resource),
    responses=problems(
        "read-only-branch", "default-read-only", "resource-in-use", "precondition-failed", "file-too-large"
    ),
)
async def delete_resource(
    access: NamedDependency[Access],
    database: NamedDependency[Database],
    kinds: Kinds,
    name: FromPath[str],
    if_match: IfMatch = None,
) -> None:
    """Delete a resource that nothing else uses; a referenced system goes with its projections."""

    async def attempt() -> None:
        shown = await show_resource(database, place_of(access.project, access.branch), _key(kinds, name))
        _require_match(shown, if_match)
        await operations.delete_resource(database, shown, access.user)

    await retry_when_stale(attempt)


@post(
    f"{_ONE}/detach",
    operation_id="detachResource",
    tags=_TAGS,
    opt=needs(CONFIGURATION_UPDATE, writes=True, find=_find_resource),
    status_code=200,
    responses=problems("read-only-branch", "reference-read-only", "not-a-reference", "file-too-large"),
)
async def detach_resource(
    access: NamedDependency[Access],
    database: NamedDependency[Database],
    kinds: Kinds,
    name: FromPath[str],
) -> Response[Resource]:
    """Make a reference an editable resource of this project, a system with its projections."""
    place, key = place_of(access.project, access.branch), _key(kinds, name)

    async def attempt() -> Shown:
        shown = await show_resource(database, place, key)
        return await operations.detach_resource(database, place, shown, access.user)

    return _respond(await retry_when_stale(attempt))


HANDLERS: Final = (
    list_resources,
    create_resource,
    get_resource,
    update_resource,
    delete_resource,
    detach_resource,
)


def _key(kinds: str, name: str) -> Key:
    if kinds not in PATHS:
        raise Problem("not-found", f"There is no kind of resources at this address. Known: {', '.join(PATHS)}.")
    return Key(PATHS[kinds], name)


def _respond(shown: Shown, status: int = 200) -> Response[Resource]:
    return Response(show(shown), status_code=status, headers={"ETag": tag(shown)})


def _require_match(shown: Shown, if_match: str | None) -> None:
    if if_match is not None and if_match.strip() != "*" and tag(shown) not in map(str.strip, if_match.split(",")):
        detail = "The resource changed since you read it. Load it again, and make the change there."
        raise Problem("precondition-failed", detail)
