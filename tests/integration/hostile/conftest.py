"""
One application and one database for all hostile files of a module.

What is refused leaves no trace that could matter to the next case; each test proves just that.
"""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest_asyncio
from pymongo import MongoClient

from fast_data_transfer.app import create_app
from fast_data_transfer.settings import Settings
from tests.builders import event_driven
from tests.clients import open_client, start
from tests.hostile import Target
from tests.workspace import make_workspace


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def target(mongo_url: str) -> AsyncIterator[Target]:
    """Give a destination that takes references and holds nothing; its tests run in the loop of the session."""
    name = f"test_{uuid4().hex}"
    app = create_app(Settings(mongodb_url=mongo_url, mongodb_database=name))
    async with start(app), open_client(app) as client:
        yield Target(app, await make_workspace(client, "crm", services=event_driven()))
    with MongoClient[dict[str, object]](mongo_url) as server:
        server.drop_database(name)
