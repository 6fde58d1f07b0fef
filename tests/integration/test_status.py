import logging

import pytest
from httpx import AsyncClient

from fast_data_transfer import __version__


@pytest.mark.parametrize("path", ["/-/healthz", "/-/ready", "/-/check-up"])
async def test_service_is_well(client: AsyncClient, path: str) -> None:
    """The platform's probes are told name, version and status."""
    response = await client.get(path)

    assert response.status_code == 200
    assert response.json() == {"name": "fast-data-transfer", "version": __version__, "status": "OK"}


async def test_metrics_count_requests_by_route(client: AsyncClient) -> None:
    """Requests are counted by the pattern of their route, so that names make no series of their own."""
    await client.get("/api/projects/first")
    await client.get("/api/projects/two")

    response = await client.get("/-/metrics")

    assert response.headers["content-type"].startswith("text/plain; version=")
    line = 'http_request_duration_seconds_count{method="GET",route="/api/projects/{projectId}",status="404"} 2.0'
    assert line in response.text


async def test_log_has_a_line_for_each_request(client: AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    """A request is one line: its id, method, path, status, size and time; not what was searched, nor who asked."""
    with caplog.at_level(logging.INFO, "fast_data_transfer"):
        response = await client.get("/api/projects?q=secret")

    (record,) = caplog.records
    fields = record.__dict__["fields"]
    assert (record.levelname, record.getMessage()) == ("INFO", "request completed")
    assert fields["http"]["response"] == {"statusCode": 200, "body": {"bytes": len(response.content)}}
    assert fields["url"] == {"path": "/api/projects"}
    assert "secret" not in str(record.__dict__)
    assert "127.0.0.1" not in str(fields)


async def test_probes_are_not_logged(client: AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    """What the platform asks every few seconds is not in the log, at any level."""
    with caplog.at_level(1):
        await client.get("/-/healthz")
        await client.get("/-/metrics")

    assert not [record for record in caplog.records if record.name.startswith("fast_data_transfer")]
