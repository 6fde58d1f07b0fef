"""
`fdt serve` and `fdt openapi`: the server itself.

What serves is imported when it is needed: it takes a second, which no other command has to wait for.
"""

import sys
from pathlib import Path
from typing import Annotated, Final, NoReturn

import msgspec
import typer
from msgspec import structs

from fast_data_transfer.settings import Settings, SettingsError, from_env

SERVE_EXAMPLES: Final = """\b
Examples:
  fdt serve --demo
  fdt serve --port 8080 --data-dir /var/lib/fast-data
  fdt serve --mongodb-url 'mongodb://mongo-0,mongo-1,mongo-2/?replicaSet=rs0'

\b
Ctrl-C stops it, and the embedded MongoDB with it.
Exit status: 0 stopped, 1 cannot start (the reason is said), 2 wrong usage.
"""

OPENAPI_EXAMPLES: Final = """\b
Examples:
  fdt openapi > openapi.json
  fdt openapi | jq '.paths | keys'

\b
Exit status: 0 done, 2 wrong usage.
"""

HostOption = Annotated[
    str | None, typer.Option("--host", metavar="ADDRESS", help="Address to listen on (HTTP_HOST; default 127.0.0.1).")
]
PortOption = Annotated[
    int | None,
    typer.Option("--port", metavar="N", help="Port to listen on (HTTP_PORT; default 3000).", min=0, max=65535),
]
MongodbUrlOption = Annotated[
    str | None, typer.Option("--mongodb-url", metavar="URL", help="A MongoDB replica set (MONGODB_URL).")
]
DataDirOption = Annotated[
    Path | None,
    typer.Option("--data-dir", metavar="DIR", help="Folder of the embedded MongoDB (FDT_DATA_DIR; default ./data)."),
]
DemoOption = Annotated[bool, typer.Option("--demo/--no-demo", help="Load demo projects into an empty database.")]


def serve_command(
    *,
    host: HostOption = None,
    port: PortOption = None,
    mongodb_url: MongodbUrlOption = None,
    data_dir: DataDirOption = None,
    demo: DemoOption = False,
) -> None:
    """Serve the API and the pages. Without a MongoDB URL, it starts an embedded MongoDB."""
    from fast_data_transfer.server import ServerError, serve  # noqa: PLC0415 - see above

    if mongodb_url and data_dir:
        raise typer.BadParameter("--data-dir is for the embedded MongoDB; with --mongodb-url there is none.")
    given = {"http_host": host, "http_port": port, "mongodb_url": mongodb_url, "data_dir": data_dir}
    settings = structs.replace(_read_settings(), **{name: value for name, value in given.items() if value is not None})
    if data_dir:
        settings = structs.replace(settings, mongodb_url=None)
    try:
        serve(settings, demo=demo)
    except ServerError as error:
        _fail(str(error))


def openapi_command() -> None:
    """Print the OpenAPI document of the API."""
    from fast_data_transfer.app import create_app  # noqa: PLC0415 - see above

    document = msgspec.json.encode(create_app(Settings()).openapi_schema.to_schema())
    sys.stdout.write(msgspec.json.format(document, indent=2).decode() + "\n")


def _read_settings() -> Settings:
    try:
        return from_env()
    except SettingsError as error:
        _fail(str(error))


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)
