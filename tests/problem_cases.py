"""
Every code of a problem and of a fault, with requests that produce it: a code without a case here fails a test.

Each case works in a project of its own, named after what it shows.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from httpx import Response
from litestar import get
from motor.motor_asyncio import AsyncIOMotorClient
from msgspec import structs

from fast_data_transfer.app import create_app
from fast_data_transfer.settings import Settings
from fast_data_transfer.storage.database import Database
from fast_data_transfer.web.slots import TransferSlots
from tests.builders import Entry, cast_function, configuration, er_schema, event_driven, projection, single_view, system
from tests.clients import open_client, start
from tests.hostile import Target, make_document, make_file, write
from tests.workspace import Workspace, make_workspace

Case: TypeAlias = Callable[[Target], Awaitable[Response]]

VIEW: Final = make_file(single_view("sv_customer"))
OWNED: Final = configuration(
    system("delivery", projection("pr_orders")),
    er_schema("delivery-er", {"pr_orders": []}),
    single_view("sv_customer"),
    cast_function("defaultCastToLong", type="default"),
)


async def _make(target: Target, name: str, config: Entry | None = None) -> Workspace:
    return await make_workspace(target.workspace.client, name, config or configuration(), services=event_driven())


def _file(data: bytes, **choices: Any) -> Case:  # noqa: ANN401 - choices of any kind
    """Plan an import of these bytes into an empty branch."""
    return lambda target: target.workspace.try_plan(data, **choices)


def _call(method: str, path: str, **request: Any) -> Case:  # noqa: ANN401 - what httpx takes
    """Make one call."""
    return lambda target: target.workspace.client.request(method, path, **request)


def _on_owned(name: str, call: Callable[[Workspace], Awaitable[Response]]) -> Case:
    """Make a call on a branch that owns a resource of each kind."""

    async def case(target: Target) -> Response:
        return await call(await _make(target, name, OWNED))

    return case


def _on_reference(name: str, call: Callable[[Workspace], Awaitable[Response]]) -> Case:
    """Make a call on a branch that holds `sv_customer` as a reference."""

    async def case(target: Target) -> Response:
        workspace = await _make(target, name)
        await workspace.apply(VIEW)
        return await call(workspace)

    return case


def _save(config: Entry) -> Case:
    """Save a configuration to an empty branch."""
    return lambda target: target.workspace.try_save(config)


def _edit(view: Entry) -> Callable[[Workspace], Awaitable[Response]]:
    return lambda workspace: workspace.try_edit("single-views", "sv_customer", **view)


def _create(entry: Entry, **body: object) -> Callable[[Workspace], Awaitable[Response]]:
    return lambda workspace: workspace.client.post(
        workspace.url("resources/projections"), json={"name": entry["name"], "entry": entry} | body
    )


async def _unauthenticated(target: Target) -> Response:
    settings: Settings = structs.replace(target.app.state.settings, auth="gateway")
    async with start(app := create_app(settings)), open_client(app) as client:
        return await client.get("/api/projects")


async def _forbidden(target: Target) -> Response:
    async with open_client(target.app, "192.0.2.1") as client:
        return await client.get("/api/projects")


async def _feature_disabled(target: Target) -> Response:
    workspace = await _make(target, "feature-disabled")
    off = {"featurePreview": {"importExport": False}}
    await workspace.client.patch(f"/api/projects/{workspace.project}", json=off)
    return await workspace.try_plan(VIEW)


async def _read_only_branch(target: Target) -> Response:
    workspace = await _make(target, "read-only-branch")
    branch = {"name": "v1.0.0", "from": "main", "readOnly": True}
    await workspace.client.post(f"/api/projects/{workspace.project}/branches", json=branch)
    return await Workspace(workspace.client, workspace.project, "v1.0.0").try_apply(VIEW)


async def _stale_plan(target: Target) -> Response:
    workspace = await _make(target, "stale-plan")
    digest = (await workspace.plan(VIEW))["planDigest"]
    await workspace.save(configuration(single_view("sv_customer")))
    return await workspace.try_apply(VIEW, planDigest=digest)


async def _plan_blocked(target: Target) -> Response:
    return await (await _make(target, "plan-blocked", OWNED)).try_apply(VIEW)


async def _nothing_to_undo(target: Target) -> Response:
    workspace = await _make(target, "nothing-to-undo")
    transfer = (await workspace.apply(VIEW))["transferId"]
    await workspace.undo(transfer)
    return await workspace.try_undo(transfer)


async def _idempotency_key_reused(target: Target) -> Response:
    workspace = await _make(target, "idempotency-key-reused")
    await workspace.try_apply(VIEW, key="one")
    return await workspace.try_apply(VIEW, "resource", key="one")


async def _precondition_failed(target: Target) -> Response:
    workspace = await _make(target, "precondition-failed", OWNED)
    return await workspace.client.delete(
        workspace.url("resources/single-views/sv_customer"), headers={"If-Match": '"of-yesterday"'}
    )


def _limited(data: bytes, **limits: int) -> Case:
    """Plan an import of these bytes on a server with other limits."""

    async def case(target: Target) -> Response:
        settings: Settings = structs.replace(target.app.state.settings, **limits)
        async with start(app := create_app(settings)), open_client(app) as client:
            return await Workspace(client, target.workspace.project).try_plan(data)

    return case


async def _busy(target: Target) -> Response:
    slots = target.app.state.slots
    target.app.state.slots = TransferSlots(0, patience_seconds=0.01)
    try:
        return await target.workspace.try_plan(VIEW)
    finally:
        target.app.state.slots = slots


async def _internal(target: Target) -> Response:
    @get("/boom")
    async def boom() -> None:
        await asyncio.sleep(0)
        raise RuntimeError

    target.app.register(boom)
    return await target.workspace.client.get("/boom")


async def _storage_unavailable(target: Target) -> Response:
    state = target.app.state
    present: Database = state.database
    nobody: AsyncIOMotorClient[Entry] = AsyncIOMotorClient("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=10")
    state.database = Database(nobody, "gone")
    try:
        return await target.workspace.client.get("/api/projects")
    finally:
        state.database = present
        nobody.close()


async def _file_missing(target: Target) -> Response:
    form = {"choices": (None, '{"mode": "reference"}')}
    return await target.workspace.client.post(target.workspace.url("imports/plan"), files=form)


def _spoiled(**changes: object) -> bytes:
    return write(make_document(single_view("sv_customer")) | changes)


PROBLEMS: Final[dict[str, Case]] = {
    "invalid-request": _call("GET", "/api/projects?size=10"),
    "unreadable-file": _file(b'{"planDigest": "sha256-\xe2\x80\xa6", "items": []}'),
    "unauthenticated": _unauthenticated,
    "forbidden": _forbidden,
    "feature-disabled": _feature_disabled,
    "read-only-branch": _read_only_branch,
    "cross-site": _call("POST", "/api/projects", json={}, headers={"Sec-Fetch-Site": "cross-site"}),
    "not-found": _call("GET", "/api/projects/nowhere"),
    "method-not-allowed": _call("PUT", "/api/projects"),
    "stale-revision": _on_owned("stale-revision", lambda w: w.try_save(OWNED, previousRevision=0)),
    "stale-plan": _stale_plan,
    "reference-read-only": _on_reference("reference-read-only", _edit({"description": "mine"})),
    "default-read-only": _on_owned("default-read-only", lambda w: w.delete("cast-functions", "defaultCastToLong")),
    "resource-in-use": _on_owned("resource-in-use", lambda w: w.delete("projections", "pr_orders")),
    "name-taken": _on_owned("name-taken", _create(projection("pr_orders"), system="delivery")),
    "nothing-to-undo": _nothing_to_undo,
    "not-a-reference": _on_owned("not-a-reference", lambda w: w.detach("single-views", "sv_customer")),
    "file-expired": lambda target: target.workspace.client.post(
        target.workspace.url("imports/plan"),
        files={"choices": (None, '{"mode": "reference"}'), "fileDigest": (None, "sha256-x")},
    ),
    "precondition-failed": _precondition_failed,
    "file-too-large": _limited(VIEW + b" " * (2**20 + 1 - len(VIEW)), max_file_mb=1),
    "too-many-items": _limited(make_file(single_view("sv_a"), single_view("sv_b")), max_items=1),
    "compressed-file": _file(b"\x1f\x8b\x08"),
    "unsupported-media-type": _call("POST", "/api/projects", content="<x/>", headers={"Content-Type": "text/xml"}),
    "invalid-file": _file(_spoiled(metadata={})),
    "unsupported-format": _file(_spoiled(formatVersion="2.0.0")),
    "plan-blocked": _plan_blocked,
    "unknown-resource": _file(VIEW, selection={"singleViews": ["sv_order"]}),
    "nothing-selected": _on_owned("nothing-selected", lambda w: w.try_export({})),
    "invalid-resource": _save(configuration(single_view("sv customer"))),
    "idempotency-key-reused": _idempotency_key_reused,
    "busy": _busy,
    "internal": _internal,
    "storage-unavailable": _storage_unavailable,
}

PROJECT: Final = {"tenantId": "acme", "projectId": "shop", "name": "Shop"}
MARKER: Final = {
    "source": {"tenantId": "acme", "projectId": "crm", "projectName": "CRM", "branch": "main"},
    "name": "delivery",
    "exportedAt": "2026-02-20T10:12:33.004Z",
    "digest": "sha256-x",
    "importedAt": "2026-02-21T08:00:00.000Z",
    "importedBy": "u1",
}

FAULTS: Final[dict[str, Case]] = {
    # Of a file.
    "empty": _file(b""),
    "file-missing": _file_missing,
    "not-utf8": _file('{"description": "perch\u00e9"}'.encode("latin-1")),
    "truncated": _file(VIEW[:100]),
    "invalid-json": _file(b'{"type": NaN}'),
    "duplicate-key": _file(b'{"type": 1, "type": 2}'),
    "too-deep": _file(b"[" * 65 + b"]" * 65),
    "trailing-data": _file(VIEW + b"\n" + VIEW),
    "lone-surrogate": _file(b'{"type": "\\ud800"}'),
    "number-out-of-range": _file(b'{"revision": 9007199254740993}'),
    "nul-in-key": _file(b'{"a\\u0000b": 1}'),
    "wrong-file": _file(write(configuration(single_view("sv_customer")))),
    "compressed-file": _file(b"\x1f\x8b\x08"),
    "invalid-file": _file(_spoiled(metadata={})),
    "unsupported-format": PROBLEMS["unsupported-format"],
    "file-too-large": PROBLEMS["file-too-large"],
    "too-many-items": PROBLEMS["too-many-items"],
    # Of a request.
    "unknown-parameter": _call("GET", "/api/projects?size=10"),
    "invalid-parameter": _call("GET", "/api/projects?limit=0"),
    "missing-field": _call("POST", "/api/projects", json={"projectId": "shop"}),
    "unknown-field": _call("POST", "/api/projects", json=PROJECT | {"color": "red"}),
    "invalid-value": _call("POST", "/api/projects", json=PROJECT | {"name": 7}),
    "unknown-resource": _file(VIEW, selection={"singleViews": ["sv_order"]}),
    # Of a configuration or resource.
    "invalid-content": _on_owned("invalid-content", _edit({"fields": [{"name": "ID", "type": "text"}]})),
    "invalid-name": _save(configuration(single_view("sv customer"))),
    "no-primary-key": _on_owned("no-primary-key", _create(projection("pr_a", fields=[]), system="delivery")),
    "unknown-system": _on_owned("unknown-system", _create(projection("pr_a"), system="nowhere")),
    "name-taken": _save(configuration(system("s", projection("sv_customer")), single_view("sv_customer"))),
    "mixed-ownership": _save(configuration(system("delivery", projection("pr_orders"), reference=MARKER))),
    "duplicate-reference": _save(configuration(*(single_view(name, reference=MARKER) for name in ("sv_a", "sv_b")))),
    "reference-read-only": _on_reference("reference-fault", lambda w: w.try_save(configuration())),
    "resource-in-use": _on_owned("use-fault", lambda w: w.delete("projections", "pr_orders")),
}
