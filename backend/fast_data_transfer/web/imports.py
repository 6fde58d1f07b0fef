"""
Calls that plan, look closer at, and execute imports.
"""

import re
from typing import Annotated, Final

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import HeaderParameter, MultipartBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from fast_data_transfer.domain.comparison import Comparison
from fast_data_transfer.domain.export_file import Limits
from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.receipts import Receipt
from fast_data_transfer.domain.roles import CONFIGURATION_UPDATE, CONFIGURATION_VIEW
from fast_data_transfer.operations.imports import Upload, apply_upload, compare_upload, plan_upload
from fast_data_transfer.settings import Settings
from fast_data_transfer.storage.database import Database
from fast_data_transfer.web.access import Access, needs
from fast_data_transfer.web.forms import ComparisonForm, ImportForm, read_comparison_form, read_form, take_upload
from fast_data_transfer.web.metrics import Metrics
from fast_data_transfer.web.places import place_of
from fast_data_transfer.web.problems import ProblemBody, ProblemCode, problems
from fast_data_transfer.web.slots import TransferSlots

_PATH: Final = "/{projectId:str}/imports"
_TAGS: Final = ["Imports"]
_KEY: Final = re.compile(r"[!-~]{1,255}")
_FILE_PROBLEMS: Final[tuple[ProblemCode, ...]] = (
    "feature-disabled",
    "unreadable-file",
    "file-expired",
    "file-too-large",
    "too-many-items",
    "compressed-file",
    "unsupported-media-type",
    "invalid-file",
    "unsupported-format",
    "unknown-resource",
)


class Comparisons(Base, frozen=True):
    """Some items of an import, in the order in which they were asked for."""

    items: list[Comparison]


class ProblemWithPlan(ProblemBody, frozen=True):
    """A plan that cannot be executed; `plan` is the current one. Other problems of the call have none."""

    plan: Plan | None = None


@post(
    f"{_PATH}/plan",
    operation_id="planImport",
    tags=_TAGS,
    opt=needs(CONFIGURATION_VIEW, feature=True),
    before_request=read_form,
    status_code=HTTP_200_OK,
    responses=problems(*_FILE_PROBLEMS),
)
async def plan(
    access: NamedDependency[Access],
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    *,
    slots: NamedDependency[TransferSlots],
    metrics: NamedDependency[Metrics],
    data: MultipartBody[ImportForm],
) -> Plan:
    """Say what an import would do to each item of the file, and what stands in its way. Nothing is written."""
    place = place_of(access.project, access.branch)
    upload = take_upload(data)
    with metrics.transfer("plan") as transfer:
        transfer.size = _size_of(upload)
        async with slots.take():
            planned = await plan_upload(database, place, upload, data.choices, by=access.user, limits=_limits(settings))
    metrics.observe_plan(planned)
    return planned


@post(
    f"{_PATH}/comparison",
    operation_id="compareImport",
    tags=_TAGS,
    opt=needs(CONFIGURATION_VIEW, feature=True),
    before_request=read_comparison_form,
    status_code=HTTP_200_OK,
    responses=problems(*_FILE_PROBLEMS),
)
async def compare(
    access: NamedDependency[Access],
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    slots: NamedDependency[TransferSlots],
    data: MultipartBody[ComparisonForm],
) -> Comparisons:
    """Show some items as they are here and as the import would make them, with what to look at. Nothing is written."""
    place = place_of(access.project, access.branch)
    async with slots.take():
        found = await compare_upload(
            database, place, take_upload(data), data.choices, data.items, by=access.user, limits=_limits(settings)
        )
    return Comparisons(found)


@post(
    _PATH,
    operation_id="importResources",
    tags=_TAGS,
    opt=needs(CONFIGURATION_UPDATE, feature=True, writes=True),
    before_request=read_form,
    responses=problems(
        *_FILE_PROBLEMS,
        "read-only-branch",
        "stale-plan",
        "plan-blocked",
        "idempotency-key-reused",
        body=ProblemWithPlan,
    )
    | {200: ResponseSpec(Receipt, description="Nothing to change: `transferId` is null.", generate_examples=False)},
)
async def execute(
    access: NamedDependency[Access],
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    *,
    slots: NamedDependency[TransferSlots],
    metrics: NamedDependency[Metrics],
    data: MultipartBody[ImportForm],
    idempotency_key: Annotated[
        str | None,
        HeaderParameter(name="Idempotency-Key", description="Makes it safe to send the request again."),
    ] = None,
) -> Response[Receipt]:
    """Execute the plan that was reviewed (`planDigest`), or the current one if nothing blocks it: all or nothing."""
    _require_key(idempotency_key)
    place = place_of(access.project, access.branch)
    upload = take_upload(data)
    with metrics.transfer("import") as transfer:
        transfer.size = _size_of(upload)
        async with slots.take():
            receipt, replayed = await apply_upload(
                database,
                place,
                upload,
                data.choices,
                by=access.user,
                key=idempotency_key,
                limits=_limits(settings),
            )
        transfer.resources = len(receipt.created) + len(receipt.updated)
        transfer.outcome = "replayed" if replayed else "done" if receipt.transfer_id else "unchanged"
    status = HTTP_201_CREATED if receipt.transfer_id else HTTP_200_OK
    return Response(receipt, status_code=status, headers={"Idempotent-Replay": "true"} if replayed else None)


HANDLERS: Final = (plan, compare, execute)


def _size_of(upload: Upload) -> int | None:
    """A file that was sent before has been counted then."""
    return None if upload.data is None else len(upload.data)


def _limits(settings: Settings) -> Limits:
    return Limits(max_bytes=settings.max_file_bytes, max_items=settings.max_items, max_depth=settings.max_depth)


def _require_key(key: str | None) -> None:
    if key is not None and not _KEY.fullmatch(key):
        raise Problem("invalid-request", "The header Idempotency-Key has 1 to 255 visible ASCII characters.")
