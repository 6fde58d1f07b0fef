"""
References are read only on every write path: each route that is no read, on what is owned and on a reference.

The routes come from the OpenAPI document, so a new one without a line here fails; each works in a project of its own.
"""

from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple, TypeAlias

import pytest
from httpx import AsyncClient, Response

from fast_data_transfer.domain.kinds import Kind
from tests.builders import Entry, configuration, er_schema, event_driven, projection, system
from tests.hostile import make_file
from tests.routes import PROJECT_CALLS
from tests.workspace import Workspace, make_workspace

Attempt: TypeAlias = Callable[[Workspace, "Target"], Awaitable[Response]]


class Target(NamedTuple):
    """A system with its projection, and an ER schema; and the import that brought them, if they are references."""

    system: str
    projection: str
    schema: str
    transfer: str


class Guard(NamedTuple):
    """What an attempt to change a resource answers where it is owned, and where it is a reference."""

    attempt: Attempt
    owned: str
    reference: str


def _entry(target: Target) -> Entry:
    return er_schema(target.schema, {target.projection: []}) | {"description": "changed"}


async def _update(workspace: Workspace, target: Target) -> Response:
    return await workspace.try_edit("projections", target.projection, description="changed")


async def _create(workspace: Workspace, target: Target) -> Response:
    body = {"name": "pr_new", "system": target.system, "entry": projection("pr_new")}
    return await workspace.client.post(workspace.url("resources/projections"), json=body)


async def _delete(workspace: Workspace, target: Target) -> Response:
    return await workspace.delete("er-schemas", target.schema)


async def _detach(workspace: Workspace, target: Target) -> Response:
    return await workspace.detach("systems", target.system)


async def _save(workspace: Workspace, target: Target) -> Response:
    config = await workspace.config()
    config["erSchemas"][target.schema]["description"] = "changed"
    return await workspace.try_save(config)


async def _import_over(workspace: Workspace, target: Target) -> Response:
    """A file from elsewhere with other content under the same name, in either mode."""
    file = make_file(_entry(target))
    response = await workspace.try_apply(file.replace(b'"shop"', b'"elsewhere"'), "reference")
    assert response.status_code == 422, response.text
    return await workspace.try_apply(file, "resource")


async def _undo(workspace: Workspace, target: Target) -> Response:
    return await workspace.try_undo(target.transfer)


GUARDS: Final = {
    "createResource": Guard(_create, "201", "reference-read-only"),
    "updateResource": Guard(_update, "200", "reference-read-only"),
    "deleteResource": Guard(_delete, "204", "204"),
    "detachResource": Guard(_detach, "not-a-reference", "200"),
    "saveConfiguration": Guard(_save, "200", "reference-read-only"),
    "importResources": Guard(_import_over, "plan-blocked", "plan-blocked"),
    "undoTransfer": Guard(_undo, "not-found", "201"),
}
"""Deletion, detaching, and undo of the import that brought it are what may happen to a reference."""

NO_GUARD: Final = {
    "updateProject": "changes the project, no resource",
    "deleteProject": "takes all of the project away",
    "createBranch": "copies references as they are",
    "deleteBranch": "takes all of the branch away",
    "previewExport": "reads",
    "exportResources": "reads",
    "planImport": "reads",
    "compareImport": "reads",
}

FILE: Final = make_file(system("theirs", projection("pr_theirs")), er_schema("er-theirs", {"pr_theirs": []}))
OWN: Final = configuration(system("mine", projection("pr_mine")), er_schema("er-mine", {"pr_mine": []}))


async def _make(client: AsyncClient) -> tuple[Workspace, dict[str, Target]]:
    workspace = await make_workspace(client, "crm", OWN, services=event_driven())
    receipt = await workspace.apply(FILE)
    return workspace, {
        "owned": Target("mine", "pr_mine", "er-mine", "0" * 24),
        "reference": Target("theirs", "pr_theirs", "er-theirs", receipt["transferId"]),
    }


def _answer(response: Response) -> str:
    return str(response.json()["code"] if response.status_code >= 400 else response.status_code)


def test_every_write_route_is_in_the_table() -> None:
    """Each route that is no read is tried on a reference, or says why that does not concern it."""
    writes = {route.operation for route in PROJECT_CALLS if route.method != "GET"}

    assert GUARDS.keys() | NO_GUARD.keys() == writes
    assert not GUARDS.keys() & NO_GUARD.keys()


@pytest.mark.parametrize("operation", GUARDS)
@pytest.mark.parametrize("ownership", ["owned", "reference"])
async def test_reference_is_read_only(client: AsyncClient, operation: str, ownership: str) -> None:
    """A write changes what is owned, and on a reference does what it may, or nothing at all."""
    workspace, targets = await _make(client)
    before = await workspace.load()
    guard = GUARDS[operation]
    expected = guard.owned if ownership == "owned" else guard.reference

    response = await guard.attempt(workspace, targets[ownership])

    assert _answer(response) == expected, response.text
    assert (await workspace.load() == before) == (not expected.isdigit())


async def test_detached_part_is_refused(client: AsyncClient) -> None:
    """A projection alone cannot be detached from its referenced system."""
    workspace, targets = await _make(client)

    response = await workspace.detach("projections", targets["reference"].projection)

    assert _answer(response) == "reference-read-only"


async def _refuse_save(workspace: Workspace, config: Entry) -> None:
    before = await workspace.load()
    assert _answer(await workspace.try_save(config)) == "reference-read-only"
    assert await workspace.load() == before


@pytest.mark.parametrize("kind", ["system", "projection", "erSchema"])
async def test_whole_save_refuses_every_way_around(client: AsyncClient, kind: Kind) -> None:
    """A save that leaves out, renames, strips or moves a reference is refused, whatever its kind."""
    workspace, _ = await _make(client)

    for change in (_leave_out, _rename, _strip):
        config = await workspace.config()
        section = _section(config, kind)
        change(section, next(name for name in section if "theirs" in name))
        await _refuse_save(workspace, config)


def _section(config: Entry, kind: Kind) -> Entry:
    sections: dict[Kind, Entry] = {
        "system": config["systems"],
        "projection": config["systems"]["theirs"]["projections"],
        "erSchema": config["erSchemas"],
    }
    return sections[kind]


def _leave_out(section: Entry, name: str) -> None:
    del section[name]


def _rename(section: Entry, name: str) -> None:
    entry = section.pop(name)
    ids = {key: "renamed" for key in entry if key.endswith("Id")}
    section["renamed"] = entry | ids | {"name": "renamed"}


def _strip(section: Entry, name: str) -> None:
    del section[name]["reference"]
