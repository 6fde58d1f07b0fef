"""
The demo projects, one JSON file each: what somebody sees who tries the product on an empty database.

`delivery` has a model to export, `insights` is ready to take it as a reference, `legacy-crm` only as a copy (standard
architecture, and one name that is taken), `tracking` is what a new project looks like.
"""

from collections.abc import Iterator
from importlib import resources
from typing import Final

import msgspec

from fast_data_transfer.domain.model import Base, JsonObject, Source
from fast_data_transfer.domain.roles import EVERYTHING
from fast_data_transfer.domain.times import format_time
from fast_data_transfer.operations.configurations import ConfigurationUpdate, save_configuration
from fast_data_transfer.operations.writing import now
from fast_data_transfer.storage.database import Database
from fast_data_transfer.storage.paging import Page
from fast_data_transfer.storage.projects import Project, create_project, fetch_projects

_BRANCH: Final = "main"
_USER: Final = "demo"
_ONE: Final = Page(offset=0, limit=1, q=None, sort="name")


class _DemoProject(Base, frozen=True, forbid_unknown_fields=True):
    """A file of this folder."""

    project_id: str
    tenant_id: str
    name: str
    fast_data_config: JsonObject
    services: JsonObject
    collections: JsonObject


async def load_demo(database: Database) -> bool:
    """
    Load the demo projects into a database that has no project yet, with the feature on.

    Tells whether it did: where there is any project, nothing is touched.
    """
    if (await fetch_projects(database, EVERYTHING, _ONE)).total:
        return False
    for demo in _read_files():
        await _load(database, demo)
    return True


def _read_files() -> Iterator[_DemoProject]:
    for file in resources.files(__name__).iterdir():
        if file.name.endswith(".json"):
            yield msgspec.json.decode(file.read_bytes(), type=_DemoProject)


async def _load(database: Database, demo: _DemoProject) -> None:
    project = Project(
        project_id=demo.project_id,
        tenant_id=demo.tenant_id,
        name=demo.name,
        default_branch=_BRANCH,
        import_export=True,
    )
    await create_project(database, project, at=format_time(now()))
    place = Source(tenant_id=demo.tenant_id, project_id=demo.project_id, project_name=demo.name, branch=_BRANCH)
    update = ConfigurationUpdate(
        title="Demo project",
        previous_revision=0,
        fast_data_config=demo.fast_data_config,
        services=demo.services,
        collections=demo.collections,
    )
    await save_configuration(database, place, update, by=_USER)
