"""
The one way in which tests look at a request that failed.
"""

from typing import Any

from httpx import Response


def assert_problem(response: Response, status: int, code: str) -> dict[str, Any]:
    """Assert that this is the answer of RFC 9457 with this code, and give its members."""
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert (status, code) == (response.status_code, problem["code"]), problem
    assert problem["type"] == f"urn:fast-data-transfer:problem:{code}"
    assert problem["status"] == status
    assert problem["instance"] == f"urn:request:{response.headers['x-request-id']}"
    assert problem["title"]
    assert problem["detail"]
    assert all(error["code"] and error["message"] for error in problem["errors"])
    return problem
