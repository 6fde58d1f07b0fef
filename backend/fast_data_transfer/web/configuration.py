"""
Calls on the whole configuration of a branch.
"""

from typing import Final

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from fast_data_transfer.domain.roles import CONFIGURATION_UPDATE, CONFIGURATION_VIEW
from fast_data_transfer.operations.configurations import (
    ConfigurationUpdate,
    SavedConfiguration,
    SaveReceipt,
    load_configuration,
    save_configuration,
)
from fast_data_transfer.storage.database import Database
from fast_data_transfer.web.access import Access, needs
from fast_data_transfer.web.places import place_of
from fast_data_transfer.web.problems import JSON_BODY, problems

_PATH: Final = "/{projectId:str}/configuration"
_TAGS: Final = ["Configuration"]


@get(_PATH, operation_id="getConfiguration", tags=_TAGS, opt=needs(CONFIGURATION_VIEW), responses=problems())
async def get_configuration(
    access: NamedDependency[Access], database: NamedDependency[Database]
) -> Response[SavedConfiguration]:
    """Load all that a branch holds; the `ETag` changes with its revision."""
    saved = await load_configuration(database, place_of(access.project, access.branch))
    return Response(saved, headers={"ETag": f'"{access.branch.id}-{saved.revision}"'})


@put(
    _PATH,
    operation_id="saveConfiguration",
    tags=_TAGS,
    opt=needs(CONFIGURATION_UPDATE, writes=True),
    responses=problems("read-only-branch", "stale-revision", "reference-read-only", "invalid-resource", *JSON_BODY),
)
async def put_configuration(
    access: NamedDependency[Access], database: NamedDependency[Database], data: JSONBody[ConfigurationUpdate]
) -> SaveReceipt:
    """Save all of a branch: owned resources that the body lacks are deleted, references must come back as they are."""
    return await save_configuration(database, place_of(access.project, access.branch), data, access.user)


HANDLERS: Final = (get_configuration, put_configuration)
