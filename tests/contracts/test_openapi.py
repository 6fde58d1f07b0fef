import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from litestar.routes import HTTPRoute

import fast_data_transfer
from fast_data_transfer.app import create_app
from fast_data_transfer.domain.kinds import Kind
from fast_data_transfer.domain.model import Json, JsonObject
from fast_data_transfer.domain.needs import find_known_defaults
from fast_data_transfer.domain.shape import check_content
from fast_data_transfer.settings import Settings
from fast_data_transfer.web.access import Needs
from fast_data_transfer.web.problems import KINDS, MEDIA_TYPE, ProblemCode

APP = create_app(Settings())
DOCUMENT: dict[str, Any] = APP.openapi_schema.to_schema()
SOURCES = Path(fast_data_transfer.__file__).parent

Operation = dict[str, Any]

OPERATIONS: list[tuple[str, Operation]] = [
    (path, operation) for path, operations in DOCUMENT["paths"].items() for operation in operations.values()
]
CALLS = [(path, operation) for path, operation in OPERATIONS if path.startswith("/api/")]

each_operation = pytest.mark.parametrize("path,operation", OPERATIONS, ids=[o["operationId"] for _, o in OPERATIONS])
each_call = pytest.mark.parametrize("path,operation", CALLS, ids=[o["operationId"] for _, o in CALLS])


@each_operation
def test_operation_is_described(path: str, operation: Operation) -> None:
    """Every operation has a name, a summary, a sentence that says what it does, and a group."""
    assert operation["operationId"]
    assert operation["summary"]
    assert operation["description"], path
    assert len(operation["tags"]) == 1


@each_operation
def test_every_failure_is_a_problem(path: str, operation: Operation) -> None:
    """Every error response that the document names is a problem; none is the framework's own."""
    failures = {status: response for status, response in operation["responses"].items() if status >= "400"}
    schemas = DOCUMENT["components"]["schemas"]

    assert "500" in failures
    for status, response in failures.items():
        if status == "503" and path.startswith("/-/"):
            continue  # A probe says that it is not well in its own form.
        (media_type,) = response["content"]
        name = response["content"][media_type]["schema"]["$ref"].rpartition("/")[2]
        assert media_type == MEDIA_TYPE
        assert {"type", "code", "title", "status", "detail", "instance", "errors"} <= set(schemas[name]["required"])


@each_operation
def test_texts_in_a_query_are_said_to_be_without_nul(path: str, operation: Operation) -> None:
    """No query may hold NUL, and who makes requests from the document knows."""
    schemas = [parameter["schema"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"]
    texts = [schema for schema in schemas if "string" in str(schema) and "enum" not in schema]

    assert all(not re.search(schema["pattern"], "a\0b") and re.search(schema["pattern"], "a\nb") for schema in texts), (
        path
    )


@each_call
def test_call_names_what_every_call_can_answer(path: str, operation: Operation) -> None:
    """Every call names the failures of access, of parameters, and of the server."""
    assert {"400", "401", "403", "404", "429", "500", "503"} <= set(operation["responses"]), path


@each_call
def test_call_with_a_body_names_its_failures(path: str, operation: Operation) -> None:
    """Every call with a body says that it can be too large, and of the wrong type."""
    if "requestBody" in operation:
        assert {"413", "415"} <= set(operation["responses"]), path


def test_bodies_refuse_what_they_do_not_know() -> None:
    """Every JSON body is described as what it is: further members are refused, and the document says so."""
    schemas = DOCUMENT["components"]["schemas"]
    bodies = [
        content["schema"]["$ref"].rpartition("/")[2]
        for _, operation in OPERATIONS
        for media_type, content in operation.get("requestBody", {"content": {}})["content"].items()
        if media_type == "application/json"
    ]

    assert bodies
    assert all(schemas[name]["additionalProperties"] is False for name in bodies)


def test_names_are_unique() -> None:
    """No two operations have one name."""
    names = [operation["operationId"] for _, operation in OPERATIONS]

    assert len(names) == len(set(names))


def test_every_call_says_what_it_needs() -> None:
    """No call below /api/projects is without a declaration of what the guard must ask for."""
    handlers = [
        handler
        for route in APP.routes
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/projects")
        for handler, _ in route.route_handler_map.values()
        if handler.http_methods != {"OPTIONS"}
    ]

    assert handlers
    assert all(isinstance(handler.opt.get("needs"), Needs) for handler in handlers)


def test_calls_on_branches_take_the_branch() -> None:
    """A call on a project takes a branch; but those on the project itself, one transfer, and a new branch."""
    without = {
        operation["operationId"]
        for _, operation in CALLS
        if not any(parameter["name"] == "branch" for parameter in operation.get("parameters", []))
    }

    assert without == {
        "listProjects",
        "createProject",
        "getProject",
        "updateProject",
        "deleteProject",
        "createBranch",
        "getTransfer",
        "undoTransfer",
    }


def test_every_code_has_a_kind() -> None:
    """Every code has a status and a title."""
    assert set(get_args(ProblemCode)) == set(KINDS)


def test_every_problem_has_a_known_code() -> None:
    """Every problem that is raised anywhere has a code that can be answered."""
    codes = {code for path in SOURCES.rglob("*.py") for code in _find_codes(ast.parse(path.read_text()))}

    assert "not-found" in codes
    assert codes <= set(KINDS)


def _find_codes(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="Problem"), args=[ast.Constant(value=str(code)), *_]):
                yield code
            case _:
                pass


@pytest.mark.parametrize(
    "name,kind,content",
    [
        ("FieldType", "projection", {"fields": [{"name": "ID", "type": "?", "primaryKey": True}]}),
        ("FieldType", "singleView", {"fields": [{"name": "ID", "type": "?"}]}),
        ("ProjectionIndexType", "projection", {"indexes": [{"type": "?"}]}),
        ("SingleViewIndexType", "singleView", {"indexes": [{"type": "?"}]}),
        ("DataType", "castFunction", {"dataType": "?"}),
    ],
)
def test_choices_of_an_entry_are_those_that_are_accepted(name: str, kind: Kind, content: JsonObject) -> None:
    """The document names what a part of an entry may be: exactly what the check of entries offers instead."""
    fault = check_content(kind, content)[0]

    assert fault.params["choices"] == DOCUMENT["components"]["schemas"][name]["enum"]


def test_default_cast_functions_are_needed_by_nobody() -> None:
    """The document names the cast functions that a field can use wherever it is, and no others."""
    names = DOCUMENT["components"]["schemas"]["DefaultCastFunction"]["enum"]
    fields: list[Json] = [{"name": "ID", "castFunction": name} for name in [*names, "defaultOther"]]

    assert set(find_known_defaults("projection", {"fields": fields})) == set(names)
