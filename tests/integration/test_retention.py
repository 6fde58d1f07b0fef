from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from fast_data_transfer.storage.database import Database
from fast_data_transfer.storage.retention import keep_transfers_for
from tests.builders import cast_function, configuration
from tests.problems import assert_problem
from tests.workspace import make_crm, make_workspace

DAY = 86_400


async def _lifetimes(database: Database) -> list[int]:
    """Tell after how many seconds MongoDB deletes transfers, and what they replaced."""
    indexes = [await collection.index_information() for collection in (database.transfers, database.snapshots)]
    return [index["retention"]["expireAfterSeconds"] for index in indexes]


async def test_history_is_kept_for_a_year(database: Database) -> None:
    """Without a setting, transfers are kept for a year, and what an undo restores for a day longer."""
    assert await _lifetimes(database) == [365 * DAY, 366 * DAY]


@pytest.mark.parametrize("days,lifetimes", [(1, [DAY, 2 * DAY]), (0, [2**31 - 1, 2**31 - 1])])
async def test_setting_may_change(database: Database, days: int, lifetimes: list[int]) -> None:
    """Another setting at the next start holds for what is there already; 0 is for ever."""
    await keep_transfers_for(database, days)
    assert await _lifetimes(database) == lifetimes

    await keep_transfers_for(database, 365)
    assert await _lifetimes(database) == [365 * DAY, 366 * DAY]


async def test_everything_of_a_transfer_has_its_time(client: AsyncClient, database: Database) -> None:
    """Receipts of every type, and what an import replaced, have the time from which their days are counted."""
    shop = await make_workspace(client, "shop", configuration(cast_function("f")))
    crm = await make_crm(client)
    await crm.apply(await shop.export())
    await shop.edit("cast-functions", "f", casting="changed")
    receipt = await crm.apply(await shop.export())
    await crm.undo(receipt["transferId"])

    kept: list[dict[str, Any]] = await database.transfers.find().to_list(None)
    replaced = await database.snapshots.find().to_list(None)

    assert (len(kept), len(replaced)) == (5, 1)
    for document in (*kept, *replaced):
        assert datetime.now(UTC) - document["writtenAt"] < timedelta(minutes=5)


async def test_what_is_no_longer_kept_is_not_there(client: AsyncClient, database: Database) -> None:
    """An import whose receipt is gone can be neither read nor undone, and its key stands for nothing."""
    shop = await make_workspace(client, "shop", configuration(cast_function("f")))
    crm = await make_crm(client)
    file = await shop.export()
    receipt = (await crm.try_apply(file, key="once")).json()
    await database.transfers.delete_many({})

    repeated = await crm.try_apply(file, key="once")

    assert (repeated.status_code, repeated.json()["transferId"]) == (200, None)
    assert_problem(await crm.try_undo(receipt["transferId"]), 404, "not-found")
    assert (await client.get("/api/projects/crm/transfers")).json()["total"] == 0
