import asyncio
from typing import Any

import pytest
from bson import ObjectId
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure

from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.storage.database import Database, Session
from fast_data_transfer.storage.transactions import in_transaction

HEAD = ObjectId()


async def test_failed_transaction_writes_nothing(database: Database) -> None:
    """What a transaction wrote before it failed is not there, and the failure comes through as it was."""

    async def write(session: Session) -> None:
        await database.projects.insert_one({"_id": "shop"}, session=session)
        raise Problem("stale-revision", "too late")

    with pytest.raises(Problem, match="too late"):
        await in_transaction(database, write)

    assert await database.projects.count_documents({}) == 0


async def test_racing_transactions_all_happen(database: Database) -> None:
    """Transactions that change the same document are run again until each has built on the others."""
    await database.projects.insert_one({"_id": "shop", "n": 0})

    async def increase(session: Session) -> None:
        found = await database.projects.find_one({"_id": "shop"}, session=session)
        assert found
        await database.projects.update_one({"_id": "shop"}, {"$set": {"n": found["n"] + 1}}, session=session)

    await asyncio.gather(*(in_transaction(database, increase) for _ in range(5)))

    shop = await database.projects.find_one({"_id": "shop"})
    assert shop == {"_id": "shop", "n": 5}


async def test_cancelled_transaction_is_decided(database: Database) -> None:
    """Who is cancelled while a transaction runs goes when it is done: nothing of it comes later."""
    begun = asyncio.Event()

    async def write(session: Session) -> None:
        await database.projects.insert_one({"_id": "shop"}, session=session)
        begun.set()
        await database.projects.insert_one({"_id": "crm"}, session=session)

    running = asyncio.create_task(in_transaction(database, write))
    await begun.wait()
    running.cancel()
    await asyncio.wait([running])

    assert running.cancelled()
    assert await database.projects.count_documents({}) == 2


async def test_transaction_that_is_always_late_gives_up(database: Database) -> None:
    """Where another transaction does not end, as after a server that was killed, one is told to come again."""
    await database.projects.insert_one({"_id": "shop", "n": 0})

    async def increase(session: Session) -> None:
        await database.projects.update_one({"_id": "shop"}, {"$inc": {"n": 1}}, session=session)

    async with await database.client.start_session() as left_behind, left_behind.start_transaction():
        await increase(left_behind)
        with pytest.raises(Problem) as raised:
            await in_transaction(database, increase, patience_seconds=0.2)

    assert raised.value.code == "busy"


async def test_branch_has_one_reference_for_each_source_identity(database: Database) -> None:
    """The database itself refuses a second reference to the same resource of the same project."""
    await database.resources.insert_one(_make_resource("pr_a", name="pr_source"))

    await database.resources.insert_one(_make_resource("pr_b", name="pr_other"))
    await database.resources.insert_one(_make_resource("pr_c", tenant="beta", name="pr_source"))
    with pytest.raises(DuplicateKeyError):
        await database.resources.insert_one(_make_resource("pr_d", name="pr_source"))


async def test_owned_resources_have_no_source_identity(database: Database) -> None:
    """Resources without marker, left out or null, do not stand in each other's way."""
    for name, fields in (("pr_a", {}), ("pr_b", {}), ("pr_c", {"reference": None}), ("pr_d", {"reference": None})):
        await database.resources.insert_one(
            {"head": HEAD, "namespace": "collection", "kind": "projection", "name": name, **fields}
        )

    assert await database.resources.count_documents({}) == 4


async def test_names_are_unique_in_a_namespace(database: Database) -> None:
    """The database itself refuses a projection and a single view of one name, but not in two branches."""
    view = {"namespace": "collection", "kind": "singleView", "name": "pr_a"}
    await database.resources.insert_one(_make_resource("pr_a", name="x"))

    await database.resources.insert_one({"head": ObjectId(), **view})
    with pytest.raises(DuplicateKeyError):
        await database.resources.insert_one({"head": HEAD, **view})


def _make_resource(local_name: str, *, name: str, tenant: str = "acme") -> dict[str, Any]:
    return {
        "head": HEAD,
        "namespace": "collection",
        "kind": "projection",
        "name": local_name,
        "reference": {"source": {"tenantId": tenant, "projectId": "shop"}, "name": name},
    }


@pytest.mark.parametrize("code", [10334, 17419])
async def test_document_that_becomes_too_large_is_told(database: Database, code: int) -> None:
    """What is kept beside a content may make it larger than a document, which only MongoDB sees."""

    async def write(_: Session) -> None:
        raise BulkWriteError({"writeErrors": [{"code": code}]})

    with pytest.raises(Problem, match="larger than the 16 MiB") as caught:
        await in_transaction(database, write)

    assert caught.value.code == "file-too-large"


@pytest.mark.parametrize(
    "failure",
    [OperationFailure("too large", 388), BulkWriteError({"writeErrors": [{"code": 388}]})],
    ids=["on commit", "on a write of many"],
)
async def test_transaction_larger_than_the_cache_is_told(database: Database, failure: OperationFailure) -> None:
    """What MongoDB's cache cannot hold as one transaction is a problem with a way out, in whatever shape it comes."""

    async def write(_: Session) -> None:
        raise failure

    with pytest.raises(Problem, match="larger than the cache of MongoDB") as caught:
        await in_transaction(database, write)

    assert caught.value.code == "file-too-large"
