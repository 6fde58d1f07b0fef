"""
Calls that export.
"""

from typing import Any, Final

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK

from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.roles import CONFIGURATION_VIEW
from fast_data_transfer.domain.selection import Selection
from fast_data_transfer.operations.exports import ExportPreview, preview_export, write_export
from fast_data_transfer.storage.database import Database
from fast_data_transfer.web.access import Access, needs
from fast_data_transfer.web.metrics import Metrics
from fast_data_transfer.web.places import place_of
from fast_data_transfer.web.problems import JSON_BODY, problems
from fast_data_transfer.web.slots import TransferSlots

_PATH: Final = "/{projectId:str}/exports"
_TAGS: Final = ["Exports"]
_PROBLEMS: Final = problems("feature-disabled", "unknown-resource", "nothing-selected", *JSON_BODY)


class PreviewRequest(Base, frozen=True, forbid_unknown_fields=True):
    """What is to be exported; `null` means everything."""

    selection: Selection | None = None


class ExportRequest(Base, frozen=True, forbid_unknown_fields=True):
    """What is to be exported, and whether the nodes of ER schemas and what they need come along."""

    selection: Selection | None = None
    include_dependencies: bool = True


@post(
    f"{_PATH}/preview",
    operation_id="previewExport",
    tags=_TAGS,
    opt=needs(CONFIGURATION_VIEW, feature=True),
    status_code=HTTP_200_OK,
    responses=_PROBLEMS,
)
async def preview(
    access: NamedDependency[Access], database: NamedDependency[Database], data: JSONBody[PreviewRequest]
) -> ExportPreview:
    """Show what an export would take along and why, what it cannot carry, and what an importer will be warned about."""
    return await preview_export(database, place_of(access.project, access.branch), data.selection)


@post(
    _PATH,
    operation_id="exportResources",
    tags=_TAGS,
    opt=needs(CONFIGURATION_VIEW, feature=True),
    status_code=HTTP_200_OK,
    responses=_PROBLEMS
    | {
        200: ResponseSpec(
            dict[str, Any], description="The export file.", media_type="application/json", generate_examples=False
        )
    },
)
async def export(
    access: NamedDependency[Access],
    database: NamedDependency[Database],
    slots: NamedDependency[TransferSlots],
    metrics: NamedDependency[Metrics],
    data: JSONBody[ExportRequest],
) -> Response[bytes]:
    """Write the export file, byte for byte what an import accepts."""
    place = place_of(access.project, access.branch)
    with metrics.transfer("export") as transfer:
        async with slots.take():
            written = await write_export(
                database, place, data.selection, access.user, include_dependencies=data.include_dependencies
            )
        transfer.size, transfer.resources = len(written.data), len(written.receipt.created)
    headers = {
        "Content-Disposition": f'attachment; filename="{_file_name(written.receipt.at)}"',
        "Transfer-Id": str(written.receipt.transfer_id),
    }
    return Response(written.data, headers=headers, media_type="application/json")


HANDLERS: Final = (preview, export)


def _file_name(exported_at: str) -> str:
    """Name the file after its time, without what some file systems refuse: `20260220T101233004Z`."""
    return f"fast-data-export-{''.join(c for c in exported_at if c.isalnum())}.json"
