"""
Every route of the OpenAPI document, and what it must ask of whoever calls it.

A route that is missing in the table fails a test, so a new one cannot be open by mistake.
"""

from typing import Final, Literal, NamedTuple, TypeAlias

from fast_data_transfer.app import create_app
from fast_data_transfer.settings import Settings

ROLES: Final = ("guest", "reporter", "developer", "maintainer", "project-admin", "company-owner")
"""From the one that may do least; the last two may do the same here."""

Role: TypeAlias = Literal["guest", "reporter", "developer", "maintainer", "project-admin", "company-owner"]


class Route(NamedTuple):
    """An operation of the document."""

    operation: str
    method: str
    path: str


class Rule(NamedTuple):
    """
    What a route asks: the least role that may call it (`None`: nobody has to be known), the feature, a branch to write.
    """

    least: Role | None
    feature: bool = False
    writes: bool = False


RULES: Final[dict[str, Rule]] = {
    "listProjects": Rule("guest"),
    "createProject": Rule("project-admin"),
    "getProject": Rule("guest"),
    "updateProject": Rule("project-admin"),
    "deleteProject": Rule("project-admin"),
    "createBranch": Rule("developer"),
    "deleteBranch": Rule("developer"),
    "getConfiguration": Rule("reporter"),
    "saveConfiguration": Rule("developer", writes=True),
    "listResources": Rule("reporter"),
    "createResource": Rule("developer", writes=True),
    "getResource": Rule("reporter"),
    "updateResource": Rule("developer", writes=True),
    "deleteResource": Rule("developer", writes=True),
    "detachResource": Rule("developer", writes=True),
    "previewExport": Rule("reporter", feature=True),
    "exportResources": Rule("reporter", feature=True),
    "planImport": Rule("reporter", feature=True),
    "compareImport": Rule("reporter", feature=True),
    "importResources": Rule("developer", feature=True, writes=True),
    "listTransfers": Rule("reporter"),
    "getTransfer": Rule("reporter"),
    "undoTransfer": Rule("developer", feature=True, writes=True),
    "getHealth": Rule(None),
    "getReadiness": Rule(None),
    "getCheckUp": Rule(None),
    "getMetrics": Rule(None),
}


def find_routes() -> list[Route]:
    """Find all routes of the document."""
    paths = create_app(Settings()).openapi_schema.to_schema()["paths"]
    return [
        Route(operation["operationId"], method.upper(), path)
        for path, operations in paths.items()
        for method, operation in operations.items()
    ]


ROUTES: Final = find_routes()
CALLS: Final = [route for route in ROUTES if route.path.startswith("/api/")]
PROJECT_CALLS: Final = [route for route in CALLS if "{projectId}" in route.path]
