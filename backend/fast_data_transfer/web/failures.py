"""
How a request that failed is answered, whatever was raised; what is our own fault is logged here, once.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final, TypeAlias

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException, ValidationException

from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.storage.database import is_unavailable
from fast_data_transfer.web.failure_bound import TooManyFailuresError
from fast_data_transfer.web.problems import KINDS, MEDIA_TYPE, TYPE_PREFIX, ProblemCode
from fast_data_transfer.web.requests import AnyRequest

ExceptionHandler: TypeAlias = Callable[[AnyRequest, Any], Response[bytes]]

_log = logging.getLogger(__name__)

_HEADERS: Final[dict[str, dict[str, str]]] = {
    "busy": {"Retry-After": "5"},
    "storage-unavailable": {"Retry-After": "5"},
    "unauthenticated": {"WWW-Authenticate": "Gateway"},
}

_CODES_BY_STATUS: Final[dict[int, ProblemCode]] = {
    400: "invalid-request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "file-too-large",
    415: "unsupported-media-type",
    429: "busy",
    503: "storage-unavailable",
}


def problem_response(request: AnyRequest, problem: Problem) -> Response[bytes]:
    """Answer a request that failed."""
    if problem.code not in KINDS:
        return _answer_failure(request, problem)
    return _respond(request, problem.code, problem.detail, errors=problem.errors, extra=problem.extra)


def _respond(
    request: AnyRequest,
    code: ProblemCode,
    detail: str,
    *,
    errors: Sequence[Fault] = (),
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response[bytes]:
    kind = KINDS[code]
    request.app.state.metrics.observe_problem(code)
    if caller := request.state.get("caller"):
        request.app.state.failure_bound.count(caller.user, kind.status)
    body = {
        **(extra or {}),
        "type": TYPE_PREFIX + code,
        "code": code,
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": f"urn:request:{request.state.request_id}",
        "errors": errors,
    }
    return Response(
        msgspec.json.encode(body),
        status_code=kind.status,
        media_type=MEDIA_TYPE,
        headers={**_HEADERS.get(code, {}), **(headers or {})},
    )


def _answer_impatience(request: AnyRequest, error: TooManyFailuresError) -> Response[bytes]:
    return _respond(request, "busy", error.detail, headers={"Retry-After": str(error.seconds)})


def _answer_validation(request: AnyRequest, error: ValidationException) -> Response[bytes]:
    found = error.extra if isinstance(error.extra, list) else []
    # Litestar takes a path parameter for missing when anything else is; those are never wrong here.
    others = [item for item in found if item.get("key") not in request.path_params]
    faults = [_parameter_fault(item.get("key") or "", item["message"]) for item in others]
    detail = faults[0].message if faults else error.detail
    return _respond(request, "invalid-request", detail, errors=faults)


def _parameter_fault(key: str, message: str) -> Fault:
    if key == "data":
        # All else about a body is found in `web.requests`.
        return Fault(code="empty", message="The request has no body. Send a JSON object.", pointer="")
    return Fault(code="invalid-parameter", message=f"The parameter `{key}` is not valid: {message}.")


def _answer_http_error(request: AnyRequest, error: HTTPException) -> Response[bytes]:
    code = _CODES_BY_STATUS.get(error.status_code)
    if code is None and error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _answer_failure(request, error)
    allow = {name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
    return _respond(request, code or "invalid-request", _explain(request, error), headers=allow)


def _explain(request: AnyRequest, error: HTTPException) -> str:
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return "Nothing is at this address. The calls are described at /api/schema/openapi.json."
        case HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = ", ".join(value for name, value in (error.headers or {}).items() if name.lower() == "allow")
            return f"{request.method} is not possible here. Possible: {', '.join(sorted(allowed.split(', ')))}."
        case _:
            return error.detail


def _answer_error(request: AnyRequest, error: Exception) -> Response[bytes]:
    return _answer_unavailable(request) if is_unavailable(error) else _answer_failure(request, error)


def _answer_unavailable(request: AnyRequest) -> Response[bytes]:
    _log.warning("the database cannot be reached")
    return _respond(request, "storage-unavailable", "The database does not answer. Try again in a moment.")


def _answer_failure(request: AnyRequest, error: Exception) -> Response[bytes]:
    _log.error("the request failed", exc_info=error)
    detail = "The server failed. Its log has the reason, under the request id in `instance`."
    return _respond(request, "internal", detail)


EXCEPTION_HANDLERS: Final[dict[int | type[Exception], ExceptionHandler]] = {
    Problem: problem_response,
    TooManyFailuresError: _answer_impatience,
    ValidationException: _answer_validation,
    HTTPException: _answer_http_error,
    Exception: _answer_error,
}
