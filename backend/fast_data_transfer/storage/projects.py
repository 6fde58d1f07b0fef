"""
Projects: found, made, changed and deleted.
"""

from collections.abc import Sequence
from typing import Any

from pymongo.errors import DuplicateKeyError

from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.roles import Binding
from fast_data_transfer.storage.database import Database, Document, Session
from fast_data_transfer.storage.heads import empty_head
from fast_data_transfer.storage.paging import Found, Page, contains
from fast_data_transfer.storage.transactions import in_transaction


class Project(Base, frozen=True):
    """A project; `import_export` is its Feature Preview switch."""

    project_id: str
    tenant_id: str
    name: str
    default_branch: str
    import_export: bool


async def fetch_project(database: Database, project_id: str) -> Project | None:
    """Fetch a project."""
    document = await database.projects.find_one({"_id": project_id})
    return _project_of(document) if document else None


async def fetch_projects(database: Database, bindings: Sequence[Binding], page: Page) -> Found[Project]:
    """Fetch a page of the projects that the bindings reach."""
    if not bindings:
        return Found(items=[], total=0)
    condition: Document = {"$and": [{"$or": [_reach(binding) for binding in bindings]}]}
    if page.q:
        condition["$and"].append({"$or": [{field: contains(page.q)} for field in ("name", "_id")]})
    total = await database.projects.count_documents(condition)
    cursor = database.projects.aggregate(
        [{"$match": condition}, *_in_order(page), {"$skip": page.offset}, {"$limit": page.limit}]
    )
    return Found(items=[_project_of(document) async for document in cursor], total=total)


async def has_projects(database: Database, session: Session) -> bool:
    """Tell whether there is any project."""
    return await database.projects.find_one({}, {"_id": 1}, session=session) is not None


async def create_project(database: Database, project: Project, *, at: str) -> None:
    """
    Create a project and its default branch, empty at revision 0.

    Raises `Problem` `name-taken` when there is a project with this id, in whatever company.
    """

    async def write(session: Session) -> None:
        await insert_project(database, session, project, at=at)

    try:
        await in_transaction(database, write)
    except DuplicateKeyError as error:
        raise Problem(
            "name-taken",
            f'There is a project "{project.project_id}" already. Choose another projectId.',
            errors=[Fault(code="name-taken", message="This projectId is taken.", pointer="/projectId")],
        ) from error


async def insert_project(database: Database, session: Session, project: Project, *, at: str) -> None:
    """Put a project and its default branch there, empty at revision 0, within a transaction."""
    await database.projects.insert_one(_document_of(project) | {"createdAt": at}, session=session)
    await database.heads.insert_one(empty_head(project.project_id, project.default_branch), session=session)


async def update_project(
    database: Database, project_id: str, *, name: str | None, import_export: bool | None
) -> Project:
    """
    Change the name or the switch of a project, whatever else is changed at the same time; `None` stays as it is.

    Raises `Problem` `not-found` when the project has gone meanwhile.
    """
    given = {"name": name, "importExport": import_export}
    changes = {field: value for field, value in given.items() if value is not None}
    if changes:
        await database.projects.update_one({"_id": project_id}, {"$set": changes})
    project = await fetch_project(database, project_id)
    if project is None:
        raise _gone(project_id)
    return project


async def hold_project(database: Database, session: Session, project_id: str) -> None:
    """
    Make sure, within a transaction that puts something into a project, that it is there until that is decided.

    Raises `Problem` `not-found`.
    """
    # A write, so that a deletion of the project at the same time and this transaction cannot both succeed.
    result = await database.projects.update_one({"_id": project_id}, {"$inc": {"held": 1}}, session=session)
    if not result.matched_count:
        raise _gone(project_id)


async def delete_project(database: Database, project_id: str) -> None:
    """Delete a project with its branches, their resources and its history; uploads belong to their users."""

    async def write(session: Session) -> None:
        await database.projects.delete_one({"_id": project_id}, session=session)
        found = database.heads.find({"project": project_id}, {"_id": 1}, session=session)
        heads = [head["_id"] async for head in found]
        await database.resources.delete_many({"head": {"$in": heads}}, session=session)
        for collection in (database.heads, database.transfers, database.snapshots):
            await collection.delete_many({"project": project_id}, session=session)

    await in_transaction(database, write)


def _gone(project_id: str) -> Problem:
    return Problem("not-found", f'The project "{project_id}" is not there any more.')


def _reach(binding: Binding) -> Document:
    limits = {"tenantId": binding.tenant_id, "_id": binding.project_id}
    return {field: value for field, value in limits.items() if value is not None}


def _in_order(page: Page) -> list[dict[str, Any]]:
    if page.sort == "name":
        return [{"$sort": {"name": 1, "_id": 1}}]
    # A project is as new as the last change in one of its branches; before the first one, as itself.
    heads = {"from": "heads", "localField": "_id", "foreignField": "project", "as": "heads"}
    newest = {"updatedAt": {"$max": ["$createdAt", {"$max": "$heads.updatedAt"}]}}
    return [
        {"$lookup": {**heads, "pipeline": [{"$project": {"updatedAt": 1}}]}},
        {"$set": newest},
        {"$sort": {"updatedAt": -1, "_id": 1}},
    ]


def _document_of(project: Project) -> Document:
    return {
        "_id": project.project_id,
        "tenantId": project.tenant_id,
        "name": project.name,
        "defaultBranch": project.default_branch,
        "importExport": project.import_export,
    }


def _project_of(document: Document) -> Project:
    return Project(
        project_id=document["_id"],
        tenant_id=document["tenantId"],
        name=document["name"],
        default_branch=document["defaultBranch"],
        import_export=document["importExport"],
    )
