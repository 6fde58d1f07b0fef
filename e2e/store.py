"""
What the server really holds: journeys look here, through the API, for the truth of what the pages show.
"""

import json
from typing import Any, Final

import httpx

_BRANCH: Final = "main"


class Store:
    """The projects of a server."""

    def __init__(self, url: str) -> None:
        self._api = httpx.Client(base_url=f"{url}/api/projects", timeout=60)
        self._demo = [(project, self.configuration(project["projectId"])) for project in self._get("")["items"]]

    def close(self) -> None:
        """Let the connections go."""
        self._api.close()

    def reset(self) -> None:
        """Make every project again what it was when the server started, with no history."""
        for project, configuration in self._demo:
            path = f"/{project['projectId']}"
            if self._get(path) == project and not self.transfers(project["projectId"]):
                continue
            self._api.delete(path).raise_for_status()
            known = ("tenantId", "projectId", "name", "defaultBranch", "featurePreview")
            self._api.post("", json={key: project[key] for key in known}).raise_for_status()
            content = {key: configuration[key] for key in ("fastDataConfig", "services", "collections")}
            body = {"title": "Demo project", "previousRevision": 0, **content}
            self._api.put(f"{path}/configuration", json=body).raise_for_status()

    def configuration(self, project: str) -> dict[str, Any]:
        """Give everything that the branch holds."""
        return self._get(f"/{project}/configuration")

    def resource(self, project: str, kinds: str, name: str) -> dict[str, Any]:
        """Give one resource, such as `("insights", "projections", "pr_orders")`."""
        return self._get(f"/{project}/resources/{kinds}/{name}")

    def names(self, project: str, kind: str) -> list[str]:
        """Give the names of all resources of a kind (`system`, `projection`, …)."""
        return [item["name"] for item in self._list(project, kind=kind)]

    def references(self, project: str) -> set[tuple[str, str]]:
        """Give kind and name of every reference."""
        return {(item["kind"], item["name"]) for item in self._list(project) if item.get("reference")}

    def transfers(self, project: str) -> list[str]:
        """Give the kinds of the transfers, newest first."""
        return [item["type"] for item in self._get(f"/{project}/transfers")["items"]]

    def make_project(self, project: str, name: str, configuration: dict[str, Any], **beside: object) -> None:
        """Make a project that is none of the demo's, with Import / Export switched on."""
        known = {"tenantId": "acme", "projectId": project, "name": name, "featurePreview": {"importExport": True}}
        self._api.post("", json=known).raise_for_status()
        body = {"title": name, "previousRevision": 0, "fastDataConfig": configuration, **beside}
        self._api.put(f"/{project}/configuration", json=body).raise_for_status()

    def make_version(self, project: str, name: str) -> None:
        """Make a read-only branch of what the project holds."""
        body = {"name": name, "from": "main", "readOnly": True}
        self._api.post(f"/{project}/branches", json=body).raise_for_status()

    def switch_off(self, project: str) -> None:
        """Switch exports and imports off."""
        body = {"featurePreview": {"importExport": False}}
        self._api.patch(f"/{project}", json=body).raise_for_status()

    def export(self, project: str, selection: dict[str, Any] | None = None) -> bytes:
        """Give the export file of a selection."""
        answer = self._api.post(f"/{project}/exports", json={"selection": selection})
        return answer.raise_for_status().content

    def import_file(self, project: str, content: bytes, *, mode: str) -> None:
        """Import a file as the page would."""
        choices = json.dumps({"mode": mode})
        parts = {"file": ("export.json", content)}
        self._api.post(f"/{project}/imports", files=parts, data={"choices": choices}).raise_for_status()

    def create(self, project: str, kinds: str, entry: dict[str, Any]) -> None:
        """Create a resource."""
        body = {"name": entry["name"], "entry": entry}
        self._api.post(f"/{project}/resources/{kinds}", json=body).raise_for_status()

    def edit(self, project: str, kinds: str, name: str, **changes: object) -> None:
        """Change some keys of the entry of a resource."""
        entry = {**self.resource(project, kinds, name)["entry"], **changes}
        self._api.put(f"/{project}/resources/{kinds}/{name}", json={"entry": entry}).raise_for_status()

    def refuses_to_edit(self, project: str, kinds: str, name: str) -> bool:
        """Tell whether a change of a resource is refused because it is a reference."""
        entry = {**self.resource(project, kinds, name)["entry"], "description": "changed here"}
        answer = self._api.put(f"/{project}/resources/{kinds}/{name}", json={"entry": entry})
        return bool(answer.json().get("code") == "reference-read-only")

    def is_open(self, project: str) -> bool:
        """Tell whether exports and imports are switched on."""
        return self._api.post(f"/{project}/exports/preview", json={"selection": None}).is_success

    def _list(self, project: str, **filters: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self._get(f"/{project}/resources", limit="1000", **filters)["items"]
        return items

    def _get(self, path: str, **parameters: str) -> dict[str, Any]:
        answer: dict[str, Any] = self._api.get(path, params=parameters).raise_for_status().json()
        return answer
