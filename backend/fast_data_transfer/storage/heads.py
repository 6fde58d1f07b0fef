"""
The head of a branch: its revision, and what the branch holds besides resources.

Every write of a branch goes through `advance_head`, so two writers can never both build on one revision.
"""

from typing import Any, cast

import msgspec
from bson import ObjectId

from fast_data_transfer.domain.architecture import detect_architecture
from fast_data_transfer.domain.configuration import CONFIG_VERSION
from fast_data_transfer.domain.destination import Destination
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import Base, JsonObject, Source
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.records import Summary
from fast_data_transfer.storage.database import Database, Document, Session


class Head(Base, frozen=True):
    """
    A branch without its resources; `extra`, `services` and `collections` are JSON texts.

    `updated_at` and `updated_by` are `None` until the first write.
    """

    id: ObjectId
    project: str
    name: str
    read_only: bool
    revision: int
    title: str | None
    updated_at: str | None
    updated_by: str | None
    config_version: str
    extra: str
    services: str
    collections: str
    collection_names: list[str]


def empty_head(project_id: str, name: str) -> Document:
    """Make the head of a branch that holds nothing, at revision 0."""
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


async def fetch_head(database: Database, place: Source, session: Session | None = None) -> Head:
    """
    Fetch the head of a branch.

    Raises `Problem` `not-found` when the branch is gone, even if it was there when the request was let in.
    """
    query = {"project": place.project_id, "name": place.branch}
    document = await database.heads.find_one(query, session=session)
    if document is None:
        raise Problem("not-found", f'The project "{place.project_id}" has no branch "{place.branch}".')
    return read_head(document)


def read_head(document: dict[str, Any]) -> Head:
    """Read a head as it is stored."""
    return msgspec.convert(document | {"id": document["_id"]}, Head)


async def advance_head(database: Database, session: Session, head: Head, fields: dict[str, Any]) -> int:
    """
    Move a branch to its next revision, within a transaction, and give that revision.

    Raises `Problem` `stale-revision` when the branch is no longer where `head` says, and `read-only-branch` when it was
    made anew as one while the request was being sent.
    """
    if head.read_only:
        raise Problem("read-only-branch", f'The branch "{head.name}" is read-only.')
    query = {"_id": head.id, "revision": head.revision}
    result = await database.heads.update_one(query, {"$set": fields, "$inc": {"revision": 1}}, session=session)
    if result.modified_count == 0:
        detail = f'The branch "{head.name}" was saved by somebody else after revision {head.revision}. Load it again.'
        raise Problem("stale-revision", detail)
    return head.revision + 1


def read_services(head: Head) -> JsonObject:
    """Decode the services of a branch."""
    return cast("JsonObject", msgspec.json.decode(head.services))


def make_destination(place: Source, head: Head, resources: dict[Key, Summary]) -> Destination:
    """Show a branch as a plan sees it."""
    return Destination(
        tenant_id=place.tenant_id,
        project_id=place.project_id,
        branch=place.branch,
        revision=head.revision,
        config_version=head.config_version,
        architecture=detect_architecture(read_services(head)),
        collections=frozenset(head.collection_names),
        resources=resources,
    )
