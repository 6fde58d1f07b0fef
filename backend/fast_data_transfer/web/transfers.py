"""
Calls on the history of exports, imports and undos.
"""

from typing import Annotated, Final

from litestar import get, post
from litestar.di import NamedDependency, Provide
from litestar.params import PathParameter, QueryParameter

from fast_data_transfer.domain.model import Base, Source
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.receipts import Receipt, ReceiptSummary
from fast_data_transfer.domain.roles import CONFIGURATION_UPDATE, CONFIGURATION_VIEW
from fast_data_transfer.operations.undo import undo_transfer
from fast_data_transfer.storage.branches import Branch, fetch_branch
from fast_data_transfer.storage.database import Database
from fast_data_transfer.storage.paging import Page
from fast_data_transfer.storage.projects import Project
from fast_data_transfer.storage.transfers import fetch_receipt, has_transfers
from fast_data_transfer.storage.transfers import list_transfers as find_transfers
from fast_data_transfer.web.access import Access, ProjectAccess, find_branch, needs
from fast_data_transfer.web.metrics import Metrics
from fast_data_transfer.web.places import place_of
from fast_data_transfer.web.problems import problems
from fast_data_transfer.web.requests import TEXT_PATTERN, AnyRequest, Connection
from fast_data_transfer.web.slots import TransferSlots

_PATH: Final = "/{projectId:str}/transfers"
_TAGS: Final = ["Transfers"]


class TransferList(Base, frozen=True):
    """A page of the history, newest first; the lists of a receipt are counted here."""

    items: list[ReceiptSummary]
    total: int


async def _find_history(connection: Connection, database: Database, project: Project) -> Branch | None:
    """The history of a branch outlives it."""
    name = connection.query_params.get("branch")
    if name is not None and await has_transfers(database, project.project_id, name):
        return None
    return await find_branch(connection, database, project)


async def _find_transfer(connection: Connection, database: Database, project: Project) -> Branch | None:
    """The receipt is kept for the handler: it may be of 50,000 resources."""
    receipt = await fetch_receipt(database, project.project_id, connection.path_params["transferId"])
    if receipt is None:
        raise Problem("not-found", "There is no such transfer in this project.")
    connection.state.receipt = receipt
    return await fetch_branch(database, project.project_id, receipt.branch)


async def _find_undoable(connection: Connection, database: Database, project: Project) -> Branch:
    branch = await _find_transfer(connection, database, project)
    if branch is None:
        raise Problem("not-found", "The branch that this was imported into is gone.")
    return branch


def _provide_receipt(
    request: AnyRequest,
    transfer_id: Annotated[str, PathParameter(name="transferId")],  # noqa: ARG001 - the guard has read it
) -> Receipt:
    receipt: Receipt = request.state.receipt
    return receipt


def _provide_place(request: AnyRequest) -> Source:
    access: Access = request.state.access
    return place_of(access.project, access.branch)


_RECEIPT: Final = {"receipt": Provide(_provide_receipt, sync_to_thread=False)}


@get(
    _PATH,
    operation_id="listTransfers",
    tags=_TAGS,
    opt=needs(CONFIGURATION_VIEW, find=_find_history),
    responses=problems(),
)
async def list_transfers(
    project_access: NamedDependency[ProjectAccess],
    page: NamedDependency[Page],
    database: NamedDependency[Database],
    branch: Annotated[
        str | None, QueryParameter(description="Only of this branch; without it, of all.", pattern=TEXT_PATTERN)
    ] = None,
) -> TransferList:
    """List the transfers of a project, newest first."""
    found = await find_transfers(database, project_access.project.project_id, branch, page)
    return TransferList(items=found.items, total=found.total)


@get(
    f"{_PATH}/{{transferId:str}}",
    operation_id="getTransfer",
    tags=_TAGS,
    opt=needs(CONFIGURATION_VIEW, find=_find_transfer),
    dependencies=_RECEIPT,
    responses=problems(),
    sync_to_thread=False,
)
def get_transfer(receipt: NamedDependency[Receipt]) -> Receipt:
    """Get the receipt of a transfer."""
    return receipt


@post(
    f"{_PATH}/{{transferId:str}}/undo",
    operation_id="undoTransfer",
    tags=_TAGS,
    opt=needs(CONFIGURATION_UPDATE, feature=True, writes=True, find=_find_undoable),
    dependencies={**_RECEIPT, "place": Provide(_provide_place, sync_to_thread=False)},
    responses=problems("feature-disabled", "read-only-branch", "nothing-to-undo", "file-too-large"),
)
async def undo(
    project_access: NamedDependency[ProjectAccess],
    receipt: NamedDependency[Receipt],
    place: NamedDependency[Source],
    database: NamedDependency[Database],
    *,
    slots: NamedDependency[TransferSlots],
    metrics: NamedDependency[Metrics],
) -> Receipt:
    """Take back what an import wrote, on the branch that it wrote to; what was edited since is kept and listed."""
    with metrics.transfer("undo") as transfer:
        async with slots.take():
            undone = await undo_transfer(database, place, receipt, project_access.user)
        transfer.resources = len(undone.updated)
    return undone


HANDLERS: Final = (list_transfers, get_transfer, undo)
