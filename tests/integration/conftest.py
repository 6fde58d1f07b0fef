"""
The application as tests of the HTTP API drive it: in this event loop, on a database of its own.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from httpx import AsyncClient
from litestar import Litestar

from fast_data_transfer.app import create_app
from fast_data_transfer.settings import Settings
from fast_data_transfer.storage.database import Database
from tests.clients import open_client, start


@pytest.fixture
def settings(mongo_url: str, database_name: str) -> Settings:
    """Give the settings of a local installation on the test's database."""
    return Settings(mongodb_url=mongo_url, mongodb_database=database_name)


@pytest_asyncio.fixture
async def app(settings: Settings) -> AsyncIterator[Litestar]:
    """Give the started application; a test with other settings overrides `settings`."""
    application = create_app(settings)
    async with start(application):
        yield application


@pytest_asyncio.fixture
async def client(app: Litestar) -> AsyncIterator[AsyncClient]:
    """Give a client of the application, on this machine."""
    async with open_client(app) as opened:
        yield opened


@pytest.fixture
def database(app: Litestar) -> Database:
    """Give the application's database, to put there what no call puts, and to look at what is kept."""
    opened: Database = app.state.database
    return opened
