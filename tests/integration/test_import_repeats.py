import asyncio

import pytest
from httpx import AsyncClient

from fast_data_transfer.domain.canonical import digest_of
from fast_data_transfer.storage.database import Database
from tests.builders import (
    configuration,
    projection,
    shop_config,
    system,
)
from tests.problems import assert_problem
from tests.workspace import (
    AS_PR_ORDERS_1,
    Workspace,
    export_shop,
    make_crm,
    make_workspace,
)

REFERENCE = '{"mode": "reference"}'


async def test_same_key_gives_the_same_receipt(client: AsyncClient) -> None:
    """A request sent again under its key is answered as before, and nothing is done twice, not even after an undo."""
    crm, file = await make_crm(client), await export_shop(client)
    digest = (await crm.plan(file))["planDigest"]

    first = await crm.try_apply(file, key="k", planDigest=digest)
    again = await crm.try_apply(file, key="k", planDigest=digest)
    await crm.undo(first.json()["transferId"])
    undone = await crm.try_apply(file, key="k", planDigest=digest)

    assert "idempotent-replay" not in first.headers
    for response in (again, undone):
        assert (response.status_code, response.json()) == (201, first.json())
        assert response.headers["idempotent-replay"] == "true"
    assert (await crm.load())["revision"] == 3


async def test_key_is_for_one_request(client: AsyncClient) -> None:
    """Another file or other choices under a used key are refused, before the file is even read."""
    crm, file = await make_crm(client), await export_shop(client)
    assert (await crm.try_apply(file, key="k")).status_code == 201

    for response in (
        await crm.try_apply(file, "resource", key="k"),
        await crm.try_apply(file, key="k", title="other"),
        await crm.try_apply(file + b"\n", key="k"),
        await crm.try_apply(b"no file at all", key="k"),
    ):
        assert_problem(response, 422, "idempotency-key-reused")


async def test_key_is_looked_at_before_the_file(client: AsyncClient, database: Database) -> None:
    """A repeat by the digest of a file that is not kept any more is answered all the same."""
    crm, file = await make_crm(client), await export_shop(client)
    first = await crm.try_apply(file, key="k")
    await database.uploads.delete_many({})

    response = await client.post(
        crm.url("imports"),
        files={"fileDigest": (None, digest_of(file)), "choices": (None, REFERENCE)},
        headers={"Idempotency-Key": "k"},
    )

    assert (response.status_code, response.json()) == (201, first.json())


async def test_key_belongs_to_its_branch(client: AsyncClient) -> None:
    """The same key on another branch is another request."""
    crm, file = await make_crm(client), await export_shop(client)
    await client.post("/api/projects/crm/branches", json={"name": "next", "from": "main"})

    first = await crm.try_apply(file, key="k")
    other = await Workspace(client, "crm", "next").try_apply(file, key="k")

    assert (first.status_code, other.status_code) == (201, 201)
    assert other.json()["branch"] == "next"


@pytest.mark.parametrize("copies", [2, 4])
async def test_same_key_at_once_is_one_import(client: AsyncClient, copies: int) -> None:
    """Of equal requests at once under one key one is done, the others wait and get its receipt."""
    crm, file = await make_crm(client), await export_shop(client)

    responses = await asyncio.gather(*(crm.try_apply(file, key="k") for _ in range(copies)))

    assert [response.status_code for response in responses] == [201] * copies
    assert len({response.json()["transferId"] for response in responses}) == 1
    assert sum("idempotent-replay" in response.headers for response in responses) == copies - 1
    assert (await crm.load())["revision"] == 2


async def test_different_requests_at_once_under_one_key(client: AsyncClient) -> None:
    """Of different requests at once under one key one is done, the other is refused."""
    shop = await make_workspace(client, "shop", shop_config())
    files = [await shop.export({"singleViews": "all"}), await shop.export({"castFunctions": "all"})]
    crm = await make_crm(client)

    responses = await asyncio.gather(*(crm.try_apply(file, key="k") for file in files))

    assert sorted(response.status_code for response in responses) == [201, 422]
    assert (await crm.load())["revision"] == 2


async def test_only_a_success_is_remembered(client: AsyncClient) -> None:
    """A key of a request that failed, or had nothing to do, is free."""
    crm = await make_crm(client, configuration(system("crm", projection("pr_orders", system="crm"))))
    file = await export_shop(client)
    assert_problem(await crm.try_apply(file, key="k"), 422, "plan-blocked")

    done = await crm.try_apply(file, key="k", **AS_PR_ORDERS_1)
    nothing = await crm.try_apply(file, key="other")
    free = await crm.try_apply(file, "resource", key="other", selection={"castFunctions": []})

    assert (done.status_code, nothing.status_code) == (201, 200)
    assert_problem(free, 422, "plan-blocked")


@pytest.mark.parametrize(
    "key", ["a b", "x" * 256, "é".encode().decode("latin-1"), "\t"], ids=["space", "long", "é", "tab"]
)
async def test_key_is_visible_ascii(client: AsyncClient, key: str) -> None:
    """A key has 1 to 255 visible ASCII characters."""
    crm, file = await make_crm(client), await export_shop(client)

    response = await client.post(
        crm.url("imports"),
        files={"file": ("f.json", file), "choices": (None, REFERENCE)},
        headers=[(b"Idempotency-Key", key.encode("latin-1"))],
    )

    assert_problem(response, 400, "invalid-request")
