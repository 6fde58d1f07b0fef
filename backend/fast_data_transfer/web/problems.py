"""
The problems that the API can answer: RFC 9457, one shape for all, `application/problem+json`.

Codes, titles and statuses are those of `contract.md` section 7. Every handler names the problems that it can have
with `responses=problems(…)`, so that the OpenAPI document has them: Litestar takes this per handler only.
"""

from collections.abc import Sequence
from typing import Annotated, Final, Literal, NamedTuple, TypeAlias

from litestar.openapi import ResponseSpec
from msgspec import Meta

from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.problems import Fault

MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:fast-data-transfer:problem:"

ProblemCode: TypeAlias = Literal[
    "invalid-request",
    "unreadable-file",
    "unauthenticated",
    "forbidden",
    "feature-disabled",
    "read-only-branch",
    "cross-site",
    "not-found",
    "method-not-allowed",
    "stale-revision",
    "stale-plan",
    "reference-read-only",
    "default-read-only",
    "resource-in-use",
    "name-taken",
    "nothing-to-undo",
    "not-a-reference",
    "file-expired",
    "precondition-failed",
    "file-too-large",
    "too-many-items",
    "compressed-file",
    "unsupported-media-type",
    "invalid-file",
    "unsupported-format",
    "plan-blocked",
    "unknown-resource",
    "nothing-selected",
    "invalid-resource",
    "idempotency-key-reused",
    "busy",
    "internal",
    "storage-unavailable",
]


class ProblemKind(NamedTuple):
    """What all problems of one code have in common."""

    status: int
    title: str


KINDS: Final[dict[ProblemCode, ProblemKind]] = {
    "invalid-request": ProblemKind(400, "The request is not valid"),
    "unreadable-file": ProblemKind(400, "The file cannot be read"),
    "unauthenticated": ProblemKind(401, "Nobody is signed in"),
    "forbidden": ProblemKind(403, "This is not permitted"),
    "feature-disabled": ProblemKind(403, "Import / Export is switched off"),
    "read-only-branch": ProblemKind(403, "The branch is read only"),
    "cross-site": ProblemKind(403, "The request comes from another site"),
    "not-found": ProblemKind(404, "There is no such thing"),
    "method-not-allowed": ProblemKind(405, "The method is not possible here"),
    "stale-revision": ProblemKind(409, "The branch has changed meanwhile"),
    "stale-plan": ProblemKind(409, "The plan is not current any more"),
    "reference-read-only": ProblemKind(409, "A reference is read only"),
    "default-read-only": ProblemKind(409, "A default cast function is read only"),
    "resource-in-use": ProblemKind(409, "It is in use"),
    "name-taken": ProblemKind(409, "The name is taken"),
    "nothing-to-undo": ProblemKind(409, "There is nothing to undo"),
    "not-a-reference": ProblemKind(409, "It is not a reference"),
    "file-expired": ProblemKind(410, "The uploaded file is not kept any more"),
    "precondition-failed": ProblemKind(412, "It has changed meanwhile"),
    "file-too-large": ProblemKind(413, "It is too large"),
    "too-many-items": ProblemKind(413, "It has too many items"),
    "compressed-file": ProblemKind(415, "The file is compressed"),
    "unsupported-media-type": ProblemKind(415, "The content type is not supported"),
    "invalid-file": ProblemKind(422, "The file is not a valid export"),
    "unsupported-format": ProblemKind(422, "The format of the file is not read here"),
    "plan-blocked": ProblemKind(422, "The import is blocked"),
    "unknown-resource": ProblemKind(422, "There is no such resource"),
    "nothing-selected": ProblemKind(422, "Nothing is selected"),
    "invalid-resource": ProblemKind(422, "The resource is not valid"),
    "idempotency-key-reused": ProblemKind(422, "The idempotency key was used for something else"),
    "busy": ProblemKind(429, "The server is busy"),
    "internal": ProblemKind(500, "The server failed"),
    "storage-unavailable": ProblemKind(503, "The database cannot be reached"),
}

JSON_BODY: Final[tuple[ProblemCode, ...]] = ("file-too-large", "too-many-items", "unsupported-media-type")
"""What every call that takes a JSON body can answer."""

_EVERYWHERE: Final[tuple[ProblemCode, ...]] = (
    "invalid-request",
    "unauthenticated",
    "forbidden",
    "cross-site",
    "not-found",
    "busy",
    "internal",
    "storage-unavailable",
)


class ProblemBody(Base, frozen=True):
    """
    A failed request (RFC 9457). Programs switch on `code`; `detail` and the messages are for people.

    `errors` has every fault that was found, `instance` the id of the request, which the server's log has too.
    """

    type: Annotated[str, Meta(description="`urn:fast-data-transfer:problem:` and the code.")]
    code: ProblemCode
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Fault]


def problems(*codes: ProblemCode, body: type[ProblemBody] = ProblemBody) -> dict[int, ResponseSpec]:
    """
    Describe the problems of a handler for OpenAPI: those given, and those that every handler can have.

    `body` is a struct with the further members that the given codes bring along, such as `plan`.
    """
    by_status: dict[int, list[ProblemCode]] = {}
    for code in (*_EVERYWHERE, *codes):
        by_status.setdefault(KINDS[code].status, []).append(code)
    special = {KINDS[code].status for code in codes}
    return {
        status: _describe(found, body if status in special else ProblemBody)
        for status, found in sorted(by_status.items())
    }


def failures_only() -> dict[int, ResponseSpec]:
    """Describe the problems of a handler that needs no user and reads nothing."""
    return {KINDS["internal"].status: _describe(["internal"], ProblemBody)}


def _describe(codes: Sequence[ProblemCode], body: type[ProblemBody]) -> ResponseSpec:
    texts = (f"`{code}`: {KINDS[code].title}." for code in codes)
    return ResponseSpec(body, description=" ".join(texts), media_type=MEDIA_TYPE, generate_examples=False)
