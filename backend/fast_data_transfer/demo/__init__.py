"""
The demo projects, one JSON file each: what somebody sees who tries the product on an empty database.

`delivery` has a model to export, `insights` is ready to take it as a reference, `legacy-crm` only as a copy (standard
architecture, and one name that is taken), `tracking` is what a new project looks like.
"""

from collections.abc import Iterator
from importlib import resources
from typing import Final

import msgspec

from fast_data_transfer.domain.changes import Change
from fast_data_transfer.domain.configuration import Configuration, read_configuration
from fast_data_transfer.domain.model import Base, JsonObject, Source
from fast_data_transfer.domain.times import format_time
from fast_data_transfer.operations.configurations import describe_head
from fast_data_transfer.operations.writing import now
from fast_data_transfer.storage.database import Database, Session
from fast_data_transfer.storage.heads import advance_head, fetch_head
from fast_data_transfer.storage.projects import Project, has_projects, insert_project
from fast_data_transfer.storage.resources import write_change
from fast_data_transfer.storage.transactions import in_transaction

_BRANCH: Final = "main"
_USER: Final = "demo"


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
    Load the demo projects into a database that has no project yet, with the feature on: all of them, or none.

    Tells whether it did: where there is any project, nothing is touched.
    """
    at = format_time(now())
    demos = [(demo, read_configuration(demo.fast_data_config)) for demo in _read_files()]

    async def write(session: Session) -> bool:
        if await has_projects(database, session):
            return False
        for demo, configuration in demos:
            await _write(database, session, demo, configuration, at)
        return True

    return await in_transaction(database, write)


def _read_files() -> Iterator[_DemoProject]:
    for file in resources.files(__name__).iterdir():
        if file.name.endswith(".json"):
            yield msgspec.json.decode(file.read_bytes(), type=_DemoProject)


async def _write(
    database: Database, session: Session, demo: _DemoProject, configuration: Configuration, at: str
) -> None:
    project = Project(
        project_id=demo.project_id,
        tenant_id=demo.tenant_id,
        name=demo.name,
        default_branch=_BRANCH,
        import_export=True,
    )
    await insert_project(database, session, project, at=at)
    place = Source(tenant_id=demo.tenant_id, project_id=demo.project_id, project_name=demo.name, branch=_BRANCH)
    head = await fetch_head(database, place, session)
    fields = describe_head(configuration, demo.services, demo.collections)
    stamp = {"title": "Demo project", "updatedAt": at, "updatedBy": _USER}
    await advance_head(database, session, head, fields | stamp)
    await write_change(database, session, head.id, Change(created=tuple(configuration.records.values())), at)
