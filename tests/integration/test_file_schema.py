import pytest
from httpx import AsyncClient

from fast_data_transfer.domain.file_schema import encode_schema
from tests.problems import assert_problem


async def test_schema_of_the_file_is_served(client: AsyncClient) -> None:
    """The server gives the JSON Schema of the files that it reads."""
    response = await client.get("/api/schema/export-file.json")

    assert (response.status_code, response.headers["content-type"]) == (200, "application/schema+json")
    assert response.content == encode_schema()


@pytest.mark.parametrize("path", ["", "/", "/export-file", "/export-file.json/x", "/swagger", "/openapi.yml"])
async def test_nothing_else_is_there(client: AsyncClient, path: str) -> None:
    """Beside the two documents the folder is empty."""
    assert_problem(await client.get(f"/api/schema{path}"), 404, "not-found")
