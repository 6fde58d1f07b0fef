"""
The database: how it is opened, what makes a server unfit, and the indexes.

Collections: `projects`, `heads` (one document for each branch), `resources`, `transfers`, `snapshots` (what an
import replaced), `uploads` (files on their way to an import), `bindings` (who has which role).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final, TypeAlias

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorClientSession
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import (
    ConfigurationError,
    ConnectionFailure,
    CursorNotFound,
    OperationFailure,
    PyMongoError,
    WTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

Document: TypeAlias = dict[str, Any]
Session: TypeAlias = AsyncIOMotorClientSession

UNAVAILABLE: Final[tuple[type[Exception], ...]] = (ConnectionFailure, CursorNotFound, WTimeoutError)
"""What the driver raises when the database cannot be reached."""

DATABASE_ERRORS: Final[tuple[type[Exception], ...]] = (PyMongoError,)
"""Whatever the driver raises, also when the database answers and refuses; for those who must not know the driver."""

_PASSING_CODES: Final = frozenset({91, 134, 189, 239, 246, 11600, 11602})
"""What a replica set answers that changes its primary or has just come up: what is asked for is not there yet."""

_OPTIONS: Final[dict[str, Any]] = {
    "appname": "fast-data-transfer",
    "serverSelectionTimeoutMS": 5_000,
    "socketTimeoutMS": 60_000,
}
"""What the URL may say otherwise; the driver alone would wait for half a minute, and for ever."""

_MIN_WIRE_VERSION: Final = 17
"""MongoDB 6.0, the oldest version that the tests run on."""

_AUTHENTICATION_FAILED: Final = 18
_UNAUTHORIZED: Final = 13

MAJORITY: Final = WriteConcern("majority")


class DatabaseError(Exception):
    """The database cannot be used at all; the message says why, and what to do."""


class Database:
    """
    The collections, and the client that transactions need.

    What is written is written to a majority; what is read is, too, and so is never taken back by an election.
    """

    def __init__(self, client: "AsyncIOMotorClient[Document]", name: str) -> None:
        database = client.get_database(name, read_concern=ReadConcern("majority"), write_concern=MAJORITY)
        self.client = client
        self.projects = database["projects"]
        self.heads = database["heads"]
        self.resources = database["resources"]
        self.transfers = database["transfers"]
        self.snapshots = database["snapshots"]
        # A file that gets lost is sent again, so nobody waits until it is on disk, or until that is known.
        as_it_is: dict[str, Any] = {"read_concern": ReadConcern("local"), "write_concern": WriteConcern(1)}
        self.uploads = database["uploads"].with_options(**as_it_is)
        self.bindings = database["bindings"]


@asynccontextmanager
async def open_database(url: str, name: str) -> AsyncIterator[Database]:
    """
    Connect, make sure that the server is fit and the indexes are there, and close at the end.

    Raises `DatabaseError` with a sentence that never holds the URL, since that may hold a password.
    """
    client = _make_client(url)
    try:
        database = Database(client, name)
        await _prepare(database)
        yield database
    finally:
        client.close()


def is_unavailable(error: Exception) -> bool:
    """Tell whether an error means that the database cannot be reached now."""
    return isinstance(error, UNAVAILABLE) or (isinstance(error, OperationFailure) and error.code in _PASSING_CODES)


async def is_reachable(database: Database) -> bool:
    """Tell whether the database answers and takes writes."""
    try:
        hello = await database.client.admin.command("hello")
    except PyMongoError:
        return False
    return bool(hello.get("isWritablePrimary"))


def _make_client(url: str) -> "AsyncIOMotorClient[Document]":
    # The driver would let an argument win over the URL.
    options = {name: value for name, value in _OPTIONS.items() if f"{name.lower()}=" not in url.lower()}
    try:
        return AsyncIOMotorClient(url, tz_aware=True, **options)
    except (ConfigurationError, ValueError) as error:
        raise DatabaseError("MONGODB_URL is not a MongoDB connection string (mongodb://host:port/…).") from error


async def _prepare(database: Database) -> None:
    try:
        await _require_fit_server(database.client)
        await _ensure_indexes(database)
    except ConnectionFailure as error:
        raise DatabaseError(
            "No MongoDB answers at the address in MONGODB_URL. "
            "Start it, or correct the address and the replica set's name."
        ) from error
    except ConfigurationError as error:
        raise DatabaseError(
            "The MongoDB in MONGODB_URL and this driver do not fit together. MongoDB 6.0 or newer is needed."
        ) from error
    except OperationFailure as error:
        raise DatabaseError(_explain_refusal(error)) from error


async def _require_fit_server(client: "AsyncIOMotorClient[Document]") -> None:
    hello = await client.admin.command("hello")
    if hello["maxWireVersion"] < _MIN_WIRE_VERSION:
        raise DatabaseError("The MongoDB in MONGODB_URL is too old. MongoDB 6.0 or newer is needed.")
    is_router = hello.get("msg") == "isdbgrid"
    if "setName" not in hello and not is_router:
        raise DatabaseError(
            "The MongoDB in MONGODB_URL is a standalone server. An import is one transaction, and transactions need "
            "a replica set (of one member will do): start it with --replSet and run rs.initiate()."
        )


def _explain_refusal(error: OperationFailure) -> str:
    if error.code == _AUTHENTICATION_FAILED:
        return "MongoDB refused the user or password in MONGODB_URL. Correct them (and authSource)."
    if error.code == _UNAUTHORIZED:
        return "The user in MONGODB_URL may not use the database. Give it the role readWrite on MONGODB_DATABASE."
    return f"MongoDB refused the preparation of the database (code {error.code}). Its log says why."


async def _ensure_indexes(database: Database) -> None:
    await database.projects.create_indexes([_index("tenantId")])
    await database.heads.create_indexes([_index("project", "name", unique=True)])
    await database.resources.create_indexes(
        [
            _index("head", "namespace", "name", unique=True),
            _index("head", "uses"),
            _SOURCE_IDENTITY,
        ]
    )
    await database.transfers.create_indexes([IndexModel([("project", ASCENDING), ("at", DESCENDING)]), _REPETITION])
    await database.snapshots.create_indexes([_index("transfer"), _index("project")])
    await database.uploads.create_indexes([_index("expiresAt", expireAfterSeconds=0), _index("user", "digest")])
    await database.bindings.create_indexes([_index("subject")])


def _index(*fields: str, **options: object) -> IndexModel:
    return IndexModel([(field, ASCENDING) for field in fields], **options)


# A branch holds at most one reference for each source identity (contract.md section 1).
_SOURCE_IDENTITY: Final = _index(
    "head",
    "kind",
    "reference.source.tenantId",
    "reference.source.projectId",
    "reference.name",
    name="source_identity",
    unique=True,
    partialFilterExpression={"reference.name": {"$exists": True}},
)

# An Idempotency-Key stands for one import of a user on a branch (contract.md section 7).
_REPETITION: Final = _index(
    "head",
    "repetition.user",
    "repetition.key",
    name="repetition",
    unique=True,
    partialFilterExpression={"repetition": {"$exists": True}},
)
