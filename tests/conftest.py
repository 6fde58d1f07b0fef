"""
What tests stand on: one real MongoDB for all of them, and a database of its own for each.

Each test has its own event loop, and a MongoDB client belongs to the loop that it was made in. So the application
is driven with `httpx.ASGITransport` inside `asgi_lifespan.LifespanManager`, never with Litestar's test client,
which runs it in another thread with another loop.
"""

import os
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import pytest
import pytest_asyncio
from hypothesis import settings
from pymongo import MongoClient

from fast_data_transfer.storage.embedded import open_embedded_mongod

# How long an example takes says something about the machine, nothing about the product.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def mongo_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """Give the URL of a replica set: that of TEST_MONGODB_URL, else an embedded one for this run."""
    if url := os.environ.get("TEST_MONGODB_URL"):
        yield url
        return
    async with open_embedded_mongod(tmp_path_factory.mktemp("data")) as url:
        yield url


@pytest.fixture
def database_name(mongo_url: str) -> Iterator[str]:
    """Give the name of a database that does not exist yet, and drop it after the test."""
    name = f"test_{uuid4().hex}"
    yield name
    with MongoClient[dict[str, object]](mongo_url) as client:
        client.drop_database(name)
