"""
Projects and their branches: found, made, changed and deleted.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from fast_data_transfer.domain.configuration import CONFIG_VERSION
from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.roles import Binding
from fast_data_transfer.storage.database import Database, Document, Session
from fast_data_transfer.storage.paging import Found, Page, contains
from fast_data_transfer.storage.transactions import in_transaction

_COPY_BATCH: Final = 1000


class Project(Base, frozen=True):
    """A project; `import_export` is its Feature Preview switch."""

    project_id: str
    tenant_id: str
    name: str
    default_branch: str
    import_export: bool


class Branch(Base, frozen=True):
    """
    The summary of a branch's head, without its services and collections.

    `id` is what its resources name as their `head`.
    """

    id: ObjectId
    name: str
    read_only: bool
    revision: int


_SUMMARY: Final = dict.fromkeys(("project", "name", "readOnly", "revision"), 1)


async def fetch_project(database: Database, project_id: str) -> Project | None:
    """Fetch a project."""
    document = await database.projects.find_one({"_id": project_id})
    return _project_of(document) if document else None


async def fetch_branch(database: Database, project_id: str, name: str) -> Branch | None:
    """Fetch one branch of a project."""
    document = await database.heads.find_one({"project": project_id, "name": name}, _SUMMARY)
    return _branch_of(document) if document else None


async def fetch_branches(database: Database, project_ids: Sequence[str]) -> dict[str, list[Branch]]:
    """Fetch the branches of some projects, by name."""
    branches: dict[str, list[Branch]] = {project_id: [] for project_id in project_ids}
    cursor = database.heads.find({"project": {"$in": list(project_ids)}}, _SUMMARY).sort("name", 1)
    async for document in cursor:
        branches[document["project"]].append(_branch_of(document))
    return branches


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
    await database.heads.insert_one(_empty_head(project.project_id, project.default_branch), session=session)


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
        raise _gone("project", project_id)
    return project


async def delete_project(database: Database, project_id: str) -> None:
    """Delete a project with its branches, their resources, its history and its uploads."""

    async def write(session: Session) -> None:
        await database.projects.delete_one({"_id": project_id}, session=session)
        found = database.heads.find({"project": project_id}, {"_id": 1}, session=session)
        heads = [head["_id"] async for head in found]
        await database.resources.delete_many({"head": {"$in": heads}}, session=session)
        for collection in (database.heads, database.transfers, database.snapshots, database.uploads):
            await collection.delete_many({"project": project_id}, session=session)

    await in_transaction(database, write)


async def create_branch(
    database: Database, project_id: str, name: str, *, read_only: bool, source: Branch | None
) -> Branch:
    """
    Create a branch: empty at revision 0, or with all that `source` holds, its revision included.

    Raises `Problem` `name-taken` when the project has a branch of this name, `not-found` when the project or
    the source has gone meanwhile.
    """

    async def write(session: Session) -> Document:
        await _touch(database, project_id, session)
        head = _empty_head(project_id, name)
        if source:
            head = await _copy(database, source, head, session)
        head["readOnly"] = read_only
        await database.heads.insert_one(head, session=session)
        return head

    try:
        return _branch_of(await in_transaction(database, write))
    except DuplicateKeyError as error:
        raise Problem(
            "name-taken",
            f'The project has a branch "{name}" already. Choose another name.',
            errors=[Fault(code="name-taken", message="This name is taken.", pointer="/name")],
        ) from error


async def delete_branch(database: Database, project: Project, branch: Branch) -> None:
    """
    Delete a branch and its resources; the history of its transfers stays.

    Raises `Problem` `resource-in-use` for the default branch.
    """
    if branch.name == project.default_branch:
        raise Problem(
            "resource-in-use", f'"{branch.name}" is the default branch of the project, which cannot be deleted.'
        )

    async def write(session: Session) -> None:
        await database.heads.delete_one({"_id": branch.id}, session=session)
        await database.resources.delete_many({"head": branch.id}, session=session)

    await in_transaction(database, write)


async def _touch(database: Database, project_id: str, session: Session) -> None:
    # A write, so that a deletion of the project at the same time and this transaction cannot both succeed.
    result = await database.projects.update_one({"_id": project_id}, {"$inc": {"branchesMade": 1}}, session=session)
    if not result.matched_count:
        raise _gone("project", project_id)


async def _copy(database: Database, source: Branch, head: Document, session: Session) -> Document:
    copied = await database.heads.find_one({"_id": source.id}, session=session)
    if copied is None:
        raise _gone("branch", source.name)
    async for batch in _batches(database, source, session):
        copies = [{**resource, "_id": ObjectId(), "head": head["_id"]} for resource in batch]
        await database.resources.insert_many(copies, ordered=False, session=session)
    return {**copied, "_id": head["_id"], "name": head["name"]}


async def _batches(database: Database, source: Branch, session: Session) -> AsyncIterator[list[Document]]:
    cursor = database.resources.find({"head": source.id}, session=session)
    while batch := await cursor.to_list(_COPY_BATCH):
        yield batch


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


def _gone(what: str, name: str) -> Problem:
    return Problem("not-found", f'The {what} "{name}" is not there any more.')


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


def _empty_head(project_id: str, name: str) -> Document:
    return {
        "_id": ObjectId(),
        "project": project_id,
        "name": name,
        "readOnly": False,
        "revision": 0,
        # None until the first write.
        "title": None,
        "updatedAt": None,
        "updatedBy": None,
        "configVersion": CONFIG_VERSION,
        "extra": "{}",
        "services": "{}",
        "collections": "{}",
        "collectionNames": [],
    }


def _branch_of(document: Document) -> Branch:
    return Branch(
        id=document["_id"],
        name=document["name"],
        read_only=document["readOnly"],
        revision=document["revision"],
    )
