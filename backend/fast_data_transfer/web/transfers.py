"""
Calls on the history of exports, imports and undos.
"""

from typing import Annotated, Final

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.receipts import Receipt, ReceiptSummary
from fast_data_transfer.domain.roles import CONFIGURATION_UPDATE, CONFIGURATION_VIEW
from fast_data_transfer.operations.undo import undo_transfer
from fast_data_transfer.storage.database import Database
from fast_data_transfer.storage.paging import Page
from fast_data_transfer.storage.projects import fetch_branch
from fast_data_transfer.storage.transfers import fetch_receipt
from fast_data_transfer.storage.transfers import list_transfers as find_transfers
from fast_data_transfer.web.access import ProjectAccess, needs, require_writable
from fast_data_transfer.web.places import place_of
from fast_data_transfer.web.problems import problems
from fast_data_transfer.web.slots import TransferSlots

_PATH: Final = "/{projectId:str}/transfers"
_TAGS: Final = ["Transfers"]


class TransferList(Base, frozen=True):
    """A page of the history, newest first; the lists of a receipt are counted here."""

    items: list[ReceiptSummary]
    total: int


@get(_PATH, operation_id="listTransfers", tags=_TAGS, opt=needs(CONFIGURATION_VIEW), responses=problems())
async def list_transfers(
    project_access: NamedDependency[ProjectAccess],
    page: NamedDependency[Page],
    database: NamedDependency[Database],
    branch: Annotated[str | None, QueryParameter(description="Only of this branch; without it, of all.")] = None,
) -> TransferList:
    """List the transfers of a project, newest first."""
    found = await find_transfers(database, project_access.project.project_id, branch, page)
    return TransferList(items=found.items, total=found.total)


@get(
    f"{_PATH}/{{transferId:str}}",
    operation_id="getTransfer",
    tags=_TAGS,
    opt=needs(CONFIGURATION_VIEW),
    responses=problems(),
)
async def get_transfer(
    project_access: NamedDependency[ProjectAccess],
    database: NamedDependency[Database],
    transfer_id: Annotated[str, PathParameter(name="transferId")],
) -> Receipt:
    """Get the receipt of a transfer."""
    return await _require_receipt(database, project_access.project.project_id, transfer_id)


@post(
    f"{_PATH}/{{transferId:str}}/undo",
    operation_id="undoTransfer",
    tags=_TAGS,
    opt=needs(CONFIGURATION_UPDATE, feature=True),
    responses=problems("feature-disabled", "read-only-branch", "nothing-to-undo", "busy"),
)
async def undo(
    project_access: NamedDependency[ProjectAccess],
    database: NamedDependency[Database],
    slots: NamedDependency[TransferSlots],
    transfer_id: Annotated[str, PathParameter(name="transferId")],
) -> Receipt:
    """Take back what an import wrote, on the branch that it wrote to; what was edited since is kept and listed."""
    project = project_access.project
    receipt = await _require_receipt(database, project.project_id, transfer_id)
    branch = await fetch_branch(database, project.project_id, receipt.branch)
    if branch is None:
        raise Problem("not-found", f'The branch "{receipt.branch}" that this was imported into is gone.')
    require_writable(branch)
    async with slots.take():
        return await undo_transfer(database, place_of(project, branch), receipt, project_access.user)


HANDLERS: Final = (list_transfers, get_transfer, undo)


async def _require_receipt(database: Database, project_id: str, transfer_id: str) -> Receipt:
    receipt = await fetch_receipt(database, project_id, transfer_id)
    if receipt is None:
        raise Problem("not-found", "There is no such transfer in this project.")
    return receipt
