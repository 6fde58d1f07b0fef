"""
The branches of projects: found, made, copied and deleted.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Final

from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.storage.database import Database, Document, Session
from fast_data_transfer.storage.heads import empty_head
from fast_data_transfer.storage.projects import hold_project
from fast_data_transfer.storage.transactions import in_transaction

_COPY_BATCH: Final = 1000


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


async def create_branch(
    database: Database, project_id: str, name: str, *, read_only: bool, source: Branch | None
) -> Branch:
    """
    Create a branch: empty at revision 0, or with all that `source` holds, its revision included.

    Raises `Problem` `name-taken` when the project has a branch of this name, `not-found` when the project or
    the source has gone meanwhile.
    """

    async def write(session: Session) -> Document:
        await hold_project(database, session, project_id)
        head = empty_head(project_id, name)
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


async def delete_branch(database: Database, branch: Branch, *, default: str) -> None:
    """
    Delete a branch and its resources; the history of its transfers stays.

    Raises `Problem` `resource-in-use` for the branch `default` of the project.
    """
    if branch.name == default:
        raise Problem(
            "resource-in-use", f'"{branch.name}" is the default branch of the project, which cannot be deleted.'
        )

    async def write(session: Session) -> None:
        await database.heads.delete_one({"_id": branch.id}, session=session)
        await database.resources.delete_many({"head": branch.id}, session=session)

    await in_transaction(database, write)


async def _copy(database: Database, source: Branch, head: Document, session: Session) -> Document:
    copied = await database.heads.find_one({"_id": source.id}, session=session)
    if copied is None:
        raise Problem("not-found", f'The branch "{source.name}" is not there any more.')
    async for batch in _batches(database, source, session):
        copies = [{**resource, "_id": ObjectId(), "head": head["_id"]} for resource in batch]
        await database.resources.insert_many(copies, ordered=False, session=session)
    return {**copied, "_id": head["_id"], "name": head["name"]}


async def _batches(database: Database, source: Branch, session: Session) -> AsyncIterator[list[Document]]:
    cursor = database.resources.find({"head": source.id}, session=session)
    while batch := await cursor.to_list(_COPY_BATCH):
        yield batch


def _branch_of(document: Document) -> Branch:
    return Branch(
        id=document["_id"],
        name=document["name"],
        read_only=document["readOnly"],
        revision=document["revision"],
    )
