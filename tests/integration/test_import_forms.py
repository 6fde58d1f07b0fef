import json
from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import AsyncClient

from fast_data_transfer.domain.canonical import digest_of
from fast_data_transfer.storage.database import Database
from tests.builders import (
    Entry,
)
from tests.problems import assert_problem
from tests.workspace import (
    AS_PR_ORDERS_1,
    export_shop,
    make_crm,
)

REFERENCE = '{"mode": "reference"}'
RESOURCE = '{"mode": "resource"}'
PATHS = ("imports/plan", "imports")


@pytest.mark.parametrize(
    "parts, status, code",
    [
        ({"file": b"{}"}, 400, "invalid-request"),
        ({"choices": REFERENCE}, 400, "unreadable-file"),
        ({"file": b"{}", "fileDigest": "sha256-x", "choices": REFERENCE}, 400, "invalid-request"),
        ({"file": b"{}", "choices": REFERENCE, "extra": "1"}, 400, "invalid-request"),
        ({"file": b"{}", "choices": "{}"}, 400, "invalid-request"),
        ({"file": b"{}", "choices": '{"mode": "merge"}'}, 400, "invalid-request"),
        ({"file": b"{}", "choices": '{"mode": "resource", "force": true}'}, 400, "invalid-request"),
        ({"file": b"{}", "choices": '{"mode": "resource", "mode": "reference"}'}, 400, "invalid-request"),
        ({"file": b"{}", "choices": '{"mode": "resource", "allowOlder": 1}'}, 400, "invalid-request"),
        ({"file": b"{}", "choices": '{"mode": "resource"'}, 400, "invalid-request"),
        ({"file": b"{}", "choices": ""}, 400, "invalid-request"),
        ({"file": b"{}", "choices": b"\xff"}, 400, "invalid-request"),
        ({"fileDigest": "sha256-é", "choices": REFERENCE}, 400, "invalid-request"),
        ({"fileDigest": "sha256-x", "choices": REFERENCE}, 410, "file-expired"),
        ({"file": b"", "choices": REFERENCE}, 400, "unreadable-file"),
        ({"file": b"{}", "choices": REFERENCE}, 400, "unreadable-file"),
    ],
)
async def test_form_has_a_file_and_choices(
    client: AsyncClient, parts: dict[str, str | bytes], status: int, code: str
) -> None:
    """A form with other parts, or parts that cannot be read, is refused before anything happens."""
    crm = await make_crm(client)

    for path in PATHS:
        assert_problem(await crm.post_form(path, **parts), status, code)
    assert (await crm.load())["revision"] == 1


async def test_missing_file_is_said(client: AsyncClient) -> None:
    """A form without file says so, in the words that a file that cannot be read has."""
    crm = await make_crm(client)

    problem = assert_problem(await crm.post_form("imports", choices=REFERENCE), 400, "unreadable-file")

    assert [error["code"] for error in problem["errors"]] == ["file-missing"]


@pytest.mark.parametrize("part", ["file", "choices"])
async def test_part_comes_once(client: AsyncClient, part: str) -> None:
    """Two files, or two sets of choices, are refused."""
    crm = await make_crm(client)
    twice = [("file", ("f.json", "{}")), ("choices", ("c.json", REFERENCE)), (part, ("f.json", "{}"))]

    response = await client.post(crm.url("imports"), files=twice)

    assert_problem(response, 400, "invalid-request")


async def test_other_bodies_are_refused(client: AsyncClient) -> None:
    """An import is a multipart form; a form that breaks off is no form."""
    crm = await make_crm(client)
    broken = {"content-type": "multipart/form-data; boundary=x"}

    assert_problem(await client.post(crm.url("imports"), json={}), 415, "unsupported-media-type")
    assert_problem(await client.post(crm.url("imports"), content=b"--y\r\n", headers=broken), 400, "invalid-request")


async def test_choices_may_be_a_json_part(client: AsyncClient) -> None:
    """The choices are a text field, or a part with a type of its own."""
    crm = await make_crm(client)

    response = await crm.post_form(
        "imports/plan", file=await export_shop(client), choices=("c.json", RESOURCE, "application/json")
    )

    assert (response.status_code, response.json()["mode"]) == (200, "resource")


@pytest.mark.parametrize(
    "choices, status, code",
    [
        ({"renames": [AS_PR_ORDERS_1["renames"][0], AS_PR_ORDERS_1["renames"][0]]}, 400, "invalid-request"),
        ({"renames": [{"kind": "projection", "name": "x", "newName": "y"}]}, 422, "unknown-resource"),
        ({"renames": [{"kind": "crudCollection", "name": "x", "newName": "y"}]}, 400, "invalid-request"),
        ({"renames": [{"kind": "singleView", "name": "pr_orders", "newName": "y"}]}, 422, "unknown-resource"),
        ({"selection": {"erSchemas": ["x"]}}, 422, "unknown-resource"),
        ({"selection": {"systems": [{"name": "delivery", "projections": ["pr_a"]}]}}, 422, "unknown-resource"),
    ],
)
async def test_choices_speak_of_the_file(client: AsyncClient, choices: Entry, status: int, code: str) -> None:
    """A choice about what the file does not have, or two about one item, is a failed request."""
    crm, file = await make_crm(client), await export_shop(client)

    for path in PATHS:
        response = await crm.post_form(path, file=file, choices=json.dumps({"mode": "reference"} | choices))
        assert_problem(response, status, code)


async def test_file_is_kept_for_its_sender(client: AsyncClient) -> None:
    """A file that was planned is imported by its digest."""
    crm, file = await make_crm(client), await export_shop(client)
    plan = await crm.plan(file)
    choices = json.dumps({"mode": "reference", "planDigest": plan["planDigest"]})

    response = await crm.post_form("imports", fileDigest=plan["file"]["digest"], choices=choices)

    assert response.status_code == 201
    assert response.json()["fileDigest"] == plan["file"]["digest"]


@pytest.mark.parametrize("change", [{"user": "somebody else"}, {"expiresAt": datetime(2020, 1, 1, tzinfo=UTC)}])
async def test_file_is_kept_for_an_hour_and_nobody_else(
    client: AsyncClient, database: Database, change: dict[str, Any]
) -> None:
    """A file of another user, or of more than an hour ago, must be sent again."""
    crm, file = await make_crm(client), await export_shop(client)
    await crm.plan(file)
    await database.uploads.update_many({}, {"$set": change})

    response = await crm.post_form("imports/plan", fileDigest=digest_of(file), choices=REFERENCE)

    assert_problem(response, 410, "file-expired")
    assert (await crm.try_plan(file)).status_code == 200


async def test_file_that_cannot_be_read_is_not_kept(client: AsyncClient) -> None:
    """Only what is an export file is kept."""
    crm = await make_crm(client)
    assert_problem(await crm.try_plan(b"[]"), 400, "unreadable-file")

    response = await crm.post_form("imports/plan", fileDigest=digest_of(b"[]"), choices=REFERENCE)

    assert_problem(response, 410, "file-expired")
