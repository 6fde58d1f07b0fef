"""
A branch of a project as its user works with it over HTTP: the steps that integration tests are told in.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from httpx import AsyncClient, Response

from tests.builders import Entry, configuration, event_driven, shop_config

CLOSURE: Final = {"erSchemas": ["delivery-er"]}
"""What the scenarios call ER closure: the schema, and all that an export takes along for it."""

AS_PR_ORDERS_1: Final[Entry] = {"renames": [{"kind": "projection", "name": "pr_orders", "newName": "pr_orders_1"}]}
"""The choice that solves the conflict of the scenarios."""


@dataclass(frozen=True)
class Workspace:
    """A project and one of its branches; `None` is the default branch."""

    client: AsyncClient
    project: str
    branch: str | None = None

    def url(self, path: str) -> str:
        """Build the URL of a call on the branch."""
        query = f"?branch={self.branch}" if self.branch else ""
        return f"/api/projects/{self.project}/{path}{query}"

    async def load(self) -> Entry:
        """Load all that the branch holds."""
        response = await self.client.get(self.url("configuration"))
        assert response.status_code == 200, response.text
        saved: Entry = response.json()
        return saved

    async def config(self) -> Entry:
        """Load the `fastDataConfig` of the branch."""
        config: Entry = (await self.load())["fastDataConfig"]
        return config

    async def try_save(self, config: Entry, **changes: object) -> Response:
        """Save the whole branch on top of its present revision."""
        revision = (await self.load())["revision"]
        body = {"title": "a save", "previousRevision": revision, "fastDataConfig": config} | changes
        return await self.client.put(self.url("configuration"), json=body)

    async def save(self, config: Entry, **changes: object) -> Entry:
        """Save the whole branch, which must succeed."""
        response = await self.try_save(config, **changes)
        assert response.status_code == 200, response.text
        receipt: Entry = response.json()
        return receipt

    async def try_export(self, selection: object = None, **changes: object) -> Response:
        """Ask for an export file."""
        return await self.client.post(self.url("exports"), json={"selection": selection} | changes)

    async def export(self, selection: object = None, **changes: object) -> bytes:
        """Export, which must succeed."""
        response = await self.try_export(selection, **changes)
        assert response.status_code == 200, response.text
        return response.content

    async def try_plan(self, file: bytes, mode: str = "reference", **choices: object) -> Response:
        """Ask for the plan of an import."""
        return await self._send("imports/plan", file, mode, choices)

    async def plan(self, file: bytes, mode: str = "reference", **choices: object) -> Entry:
        """Plan an import, which must succeed, blocked or not."""
        response = await self.try_plan(file, mode, **choices)
        assert response.status_code == 200, response.text
        plan: Entry = response.json()
        return plan

    async def try_apply(
        self, file: bytes, mode: str = "reference", *, key: str | None = None, **choices: object
    ) -> Response:
        """Ask for an import to be executed."""
        return await self._send("imports", file, mode, choices, {"Idempotency-Key": key} if key else {})

    async def apply(self, file: bytes, mode: str = "reference", **choices: object) -> Entry:
        """Execute the plan of an import, which must change something."""
        plan = await self.plan(file, mode, **choices)
        response = await self._send("imports", file, mode, choices | {"planDigest": plan["planDigest"]})
        assert response.status_code == 201, response.text
        receipt: Entry = response.json()
        return receipt

    async def _send(
        self, path: str, file: bytes, mode: str, choices: Mapping[str, object], headers: Mapping[str, str] | None = None
    ) -> Response:
        return await self.client.post(
            self.url(path),
            files={"file": ("export.json", file, "application/json")},
            data={"choices": json.dumps({"mode": mode} | dict(choices))},
            headers=headers,
        )

    async def post_form(self, path: str, **parts: str | bytes | tuple[str, bytes | str, str]) -> Response:
        """Send a form: a part is a text, the bytes of a file, or a name, a content and a type."""
        files = {
            name: (None, part) if isinstance(part, str) else ("f.json", part) if isinstance(part, bytes) else part
            for name, part in parts.items()
        }
        return await self.client.post(self.url(path), files=files)

    async def try_undo(self, transfer_id: str) -> Response:
        """Ask for an import to be taken back."""
        return await self.client.post(f"/api/projects/{self.project}/transfers/{transfer_id}/undo")

    async def undo(self, transfer_id: str) -> Entry:
        """Take back an import, which must change something."""
        response = await self.try_undo(transfer_id)
        assert response.status_code == 201, response.text
        receipt: Entry = response.json()
        return receipt

    async def get(self, kinds: str, name: str) -> Entry:
        """Get one resource."""
        response = await self.client.get(self.url(f"resources/{kinds}/{name}"))
        assert response.status_code == 200, response.text
        resource: Entry = response.json()
        return resource

    async def try_edit(self, kinds: str, name: str, /, **changes: object) -> Response:
        """Change some keys of the entry of one resource."""
        entry = (await self.get(kinds, name))["entry"] | changes
        return await self.client.put(self.url(f"resources/{kinds}/{name}"), json={"entry": entry})

    async def edit(self, kinds: str, name: str, /, **changes: object) -> None:
        """Change some keys of the entry of one resource, which must succeed."""
        response = await self.try_edit(kinds, name, **changes)
        assert response.status_code == 200, response.text

    async def detach(self, kinds: str, name: str) -> Response:
        """Ask for a reference to become owned."""
        return await self.client.post(self.url(f"resources/{kinds}/{name}/detach"))

    async def delete(self, kinds: str, name: str) -> Response:
        """Ask for a resource to be deleted."""
        return await self.client.delete(self.url(f"resources/{kinds}/{name}"))


async def make_workspace(client: AsyncClient, project: str, config: Entry | None = None, **save: object) -> Workspace:
    """Make a project of the tenant acme with the feature on, and save its first configuration if there is one."""
    body = {"tenantId": "acme", "projectId": project, "name": project.title()}
    response = await client.post("/api/projects", json=body | {"featurePreview": {"importExport": True}})
    assert response.status_code == 201, response.text
    workspace = Workspace(client, project)
    if config is not None or save:
        await workspace.save(config or {}, **save)
    return workspace


async def export_shop(client: AsyncClient, selection: object = CLOSURE) -> bytes:
    """Make A, the project of the scenarios, and export from it."""
    shop = await make_workspace(client, "shop", shop_config())
    return await shop.export(selection)


async def make_crm(client: AsyncClient, config: Entry | None = None) -> Workspace:
    """Make B, an event-driven project, with a configuration of its own or none."""
    return await make_workspace(client, "crm", config or configuration(), services=event_driven())


def statuses(plan: Entry) -> dict[str, str]:
    """Tell the status of each item by its name in the file."""
    return {item["name"]: item["status"] for item in plan["items"]}


def item_of(plan: Entry, name: str) -> Entry:
    """Find the item of a name in the file."""
    item: Entry = next(item for item in plan["items"] if item["name"] == name)
    return item


def codes(plan: Entry) -> dict[str, list[str]]:
    """Tell the codes of the issues of each item that has some, by its name in the file."""
    return {item["name"]: [issue["code"] for issue in item["issues"]] for item in plan["items"] if item["issues"]}


def unknown_nodes(plan: Entry, name: str) -> list[str]:
    """Tell which nodes of an ER schema the destination will lack."""
    return [i["params"]["name"] for i in item_of(plan, name)["issues"] if i["code"] == "unknown-node"]


def projections_of(config: Entry) -> dict[str, Entry]:
    """Tell all projections of a configuration, whatever their system."""
    systems = config["systems"].values()
    return {name: entry for system in systems for name, entry in system["projections"].items()}


def nodes_of(er_schema: Entry) -> set[str]:
    """Tell the nodes of an ER schema."""
    config = er_schema["erSchema"]["config"]
    return {*config, *(target for node in config.values() for target in node.get("outgoing", {}))}


def read(file: bytes) -> Entry:
    """Read an export file as somebody who edits it by hand."""
    document: Entry = json.loads(file)
    return document


def write(document: Entry) -> bytes:
    """Write an export file that was edited by hand."""
    return json.dumps(document).encode()
