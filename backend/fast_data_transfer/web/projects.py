"""
Calls on projects and branches.
"""

from typing import Annotated, Final, TypeAlias

from litestar import delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import UNSET, Meta, UnsetType, field

from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.projects import MAX_BRANCH_LENGTH, PROJECT_ID_PATTERN, is_valid_branch_name
from fast_data_transfer.domain.roles import CONFIGURATION_UPDATE, DETAILS_UPDATE, PROJECT_VIEW, find_permissions
from fast_data_transfer.storage import branches as branching
from fast_data_transfer.storage import projects as stored
from fast_data_transfer.storage.database import Database
from fast_data_transfer.storage.paging import Page
from fast_data_transfer.web.access import Access, ProjectAccess, needs, require_in_company
from fast_data_transfer.web.callers import Caller
from fast_data_transfer.web.clock import now
from fast_data_transfer.web.problems import JSON_BODY, problems
from fast_data_transfer.web.requests import SMALL_BODY

ProjectId: TypeAlias = Annotated[str, Meta(pattern=PROJECT_ID_PATTERN)]
ProjectName: TypeAlias = Annotated[str, Meta(min_length=1, max_length=200)]
BranchName: TypeAlias = Annotated[str, Meta(min_length=1, max_length=MAX_BRANCH_LENGTH)]

_TAGS: Final = ["Projects"]


class FeaturePreview(Base, frozen=True, forbid_unknown_fields=True):
    """The switches of a project; `importExport` opens exports, imports and undo."""

    import_export: bool


class Branch(Base, frozen=True):
    """A branch of a project."""

    name: str
    revision: int
    read_only: bool


class Project(Base, frozen=True):
    """A project, and what the caller may do in it."""

    tenant_id: str
    project_id: str
    name: str
    default_branch: str
    branches: list[Branch]
    feature_preview: FeaturePreview
    permissions: list[str]


class ProjectList(Base, frozen=True):
    """A page of projects, and how many there are on all pages."""

    items: list[Project]
    total: int


class NewProject(Base, frozen=True, forbid_unknown_fields=True):
    """A project to be made; the feature is off unless it is switched on here."""

    tenant_id: ProjectId
    project_id: ProjectId
    name: ProjectName
    default_branch: BranchName = "main"
    # A factory: a default would be written to the schema of FeaturePreview itself, or not, by chance.
    feature_preview: FeaturePreview = field(default_factory=lambda: FeaturePreview(import_export=False))


class ProjectChange(Base, frozen=True, forbid_unknown_fields=True):
    """What is to change in a project; what is absent stays."""

    name: ProjectName | UnsetType = UNSET
    feature_preview: FeaturePreview | UnsetType = UNSET


class NewBranch(Base, frozen=True, forbid_unknown_fields=True):
    """A branch to be made, as a copy of the branch `from`, else empty."""

    name: BranchName
    source: BranchName | None = field(name="from", default=None)
    read_only: bool = False


@get("/", operation_id="listProjects", tags=_TAGS, opt=needs(None), responses=problems())
async def list_projects(
    caller: NamedDependency[Caller], page: NamedDependency[Page], database: NamedDependency[Database]
) -> ProjectList:
    """List the projects that the caller may see."""
    found = await stored.fetch_projects(database, caller.bindings, page)
    branches = await branching.fetch_branches(database, [project.project_id for project in found.items])
    items = [_show(project, branches[project.project_id], _permissions_of(caller, project)) for project in found.items]
    return ProjectList(items=items, total=found.total)


@post(
    "/",
    operation_id="createProject",
    tags=_TAGS,
    opt=needs(DETAILS_UPDATE),
    request_max_body_size=SMALL_BODY,
    responses=problems("name-taken", *JSON_BODY),
)
async def create_project(
    caller: NamedDependency[Caller], database: NamedDependency[Database], data: JSONBody[NewProject]
) -> Project:
    """Create a project, with its default branch at revision 0."""
    require_in_company(caller, data.tenant_id, DETAILS_UPDATE)
    _require_branch_name(data.default_branch, "/defaultBranch", read_only=False)
    project = stored.Project(
        project_id=data.project_id,
        tenant_id=data.tenant_id,
        name=data.name,
        default_branch=data.default_branch,
        import_export=data.feature_preview.import_export,
    )
    await stored.create_project(database, project, at=now())
    return await _fetch(database, project, _permissions_of(caller, project))


@get("/{projectId:str}", operation_id="getProject", tags=_TAGS, opt=needs(PROJECT_VIEW), responses=problems())
async def get_project(project_access: NamedDependency[ProjectAccess], database: NamedDependency[Database]) -> Project:
    """Get a project."""
    return await _fetch(database, project_access.project, project_access.permissions)


@patch(
    "/{projectId:str}",
    operation_id="updateProject",
    tags=_TAGS,
    opt=needs(DETAILS_UPDATE),
    request_max_body_size=SMALL_BODY,
    responses=problems(*JSON_BODY),
)
async def update_project(
    project_access: NamedDependency[ProjectAccess],
    database: NamedDependency[Database],
    data: JSONBody[ProjectChange],
) -> Project:
    """Change the name or the switches of a project."""
    project = await stored.update_project(
        database,
        project_access.project.project_id,
        name=None if data.name is UNSET else data.name,
        import_export=None if data.feature_preview is UNSET else data.feature_preview.import_export,
    )
    return await _fetch(database, project, project_access.permissions)


@delete("/{projectId:str}", operation_id="deleteProject", tags=_TAGS, opt=needs(DETAILS_UPDATE), responses=problems())
async def delete_project(project_access: NamedDependency[ProjectAccess], database: NamedDependency[Database]) -> None:
    """Delete a project with all that it holds."""
    await stored.delete_project(database, project_access.project.project_id)


@post(
    "/{projectId:str}/branches",
    operation_id="createBranch",
    tags=_TAGS,
    opt=needs(CONFIGURATION_UPDATE),
    request_max_body_size=SMALL_BODY,
    responses=problems("name-taken", "unknown-resource", *JSON_BODY),
)
async def create_branch(
    project_access: NamedDependency[ProjectAccess],
    database: NamedDependency[Database],
    data: JSONBody[NewBranch],
) -> Branch:
    """Create a branch: a copy of another one with its revision, or empty at revision 0."""
    _require_branch_name(data.name, "/name", read_only=data.read_only)
    project_id = project_access.project.project_id
    source = await _find_source(database, project_id, data.source) if data.source is not None else None
    branch = await branching.create_branch(database, project_id, data.name, read_only=data.read_only, source=source)
    return _show_branch(branch)


@delete(
    "/{projectId:str}/branches",
    operation_id="deleteBranch",
    tags=_TAGS,
    opt=needs(CONFIGURATION_UPDATE),
    responses=problems("resource-in-use"),
)
async def delete_branch(access: NamedDependency[Access], database: NamedDependency[Database]) -> None:
    """Delete a branch, other than the default one, with its resources."""
    await branching.delete_branch(database, access.branch, default=access.project.default_branch)


HANDLERS: Final = (
    list_projects,
    create_project,
    get_project,
    update_project,
    delete_project,
    create_branch,
    delete_branch,
)


async def _fetch(database: Database, project: stored.Project, permissions: frozenset[str]) -> Project:
    branches = await branching.fetch_branches(database, [project.project_id])
    return _show(project, branches[project.project_id], permissions)


def _show(project: stored.Project, branches: list[branching.Branch], permissions: frozenset[str]) -> Project:
    return Project(
        tenant_id=project.tenant_id,
        project_id=project.project_id,
        name=project.name,
        default_branch=project.default_branch,
        branches=[_show_branch(branch) for branch in branches],
        feature_preview=FeaturePreview(import_export=project.import_export),
        permissions=sorted(permissions),
    )


def _show_branch(branch: branching.Branch) -> Branch:
    return Branch(name=branch.name, revision=branch.revision, read_only=branch.read_only)


def _permissions_of(caller: Caller, project: stored.Project) -> frozenset[str]:
    return find_permissions(caller.bindings, project.tenant_id, project.project_id)


def _require_branch_name(name: str, pointer: str, *, read_only: bool) -> None:
    if is_valid_branch_name(name, read_only=read_only):
        return
    message = (
        "A branch is named with letters, digits, _ / - and dots; it has two characters or more, neither begins nor "
        "ends with a dot, has no two dots together, and does not end with .lock."
    )
    fault = Fault(code="invalid-name", message=message, pointer=pointer)
    raise Problem("invalid-request", message, errors=[fault])


async def _find_source(database: Database, project_id: str, name: str) -> branching.Branch:
    source = await branching.fetch_branch(database, project_id, name)
    if source is None:
        message = f'The project has no branch "{name}" to copy.'
        fault = Fault(code="unknown-resource", message=message, pointer="/from")
        raise Problem("unknown-resource", message, errors=[fault])
    return source
