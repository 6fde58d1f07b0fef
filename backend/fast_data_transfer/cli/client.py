"""
The HTTP API as commands call it: on one branch of one project, answers as bytes, failures as exceptions.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, TypeVar
from urllib.parse import quote

import httpx
import msgspec

from fast_data_transfer.cli.failures import CommandError
from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.problems import Fault, Problem

_T = TypeVar("_T")

# Seconds. A large import is planned and written within the time of one answer.
_TIMEOUT: Final = httpx.Timeout(10, read=600, write=60)
_JSON: Final = {"Content-Type": "application/json"}
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class UnreachableError(CommandError):
    """A server that was not even reached: nothing was done."""


class ConnectionLostError(CommandError):
    """A request that was sent, perhaps in part, and not answered: nobody knows whether it was done."""


class _ProblemBody(Base, frozen=True):
    """A problem as the API answers it (RFC 9457); `plan` only where it has one."""

    code: str
    detail: str
    errors: list[Fault]
    plan: msgspec.Raw = msgspec.Raw()


class Client:
    """Calls on one branch; every one raises `Problem` for what the API refuses, and `CommandError` without answer."""

    def __init__(self, http: httpx.Client, project: str, branch: str) -> None:
        self.project = project
        self.branch = branch
        self._http = http

    @property
    def place(self) -> str:
        """The branch, as a message names it."""
        return f"{self.project}, branch {self.branch}"

    def call(
        self,
        method: str,
        *steps: str,
        query: Mapping[str, str | int] | None = None,
        **request: Any,  # noqa: ANN401 - what httpx takes: `content`, `files`, `headers`
    ) -> bytes:
        """Call what is below the project; `steps` are those of the path, which may hold any character."""
        with self._open(method, *steps, query=query, **request) as response:
            return response.read()

    def call_on_branch(self, method: str, *steps: str, **request: Any) -> bytes:  # noqa: ANN401 - see `call`
        """Call what acts on the branch."""
        return self.call(method, *steps, query={"branch": self.branch}, **request)

    def send_json(self, method: str, *steps: str, body: bytes) -> bytes:
        """Send JSON that is about the branch."""
        return self.call_on_branch(method, *steps, content=body, headers=_JSON)

    @contextmanager
    def download(self, *steps: str, body: bytes) -> Iterator[httpx.Response]:
        """Send JSON that is about the branch, and give the answer while it is still coming in."""
        with self._open("POST", *steps, query={"branch": self.branch}, content=body, headers=_JSON) as response:
            yield response

    def decode(self, data: bytes, wanted: type[_T]) -> _T:
        """Decode an answer; members that this version does not know are of no importance."""
        try:
            return msgspec.json.decode(data, type=wanted)
        except msgspec.DecodeError as error:
            raise self.refuse_answer(str(error)) from error

    def refuse_answer(self, reason: str) -> CommandError:
        """Make the error for an answer that the API of this version does not give."""
        return CommandError(
            f"{self._server} gave an answer that fdt does not understand ({reason}). Is it the server of Fast Data "
            "Import / Export, of the same version? A gateway before it may want --token (FDT_TOKEN)."
        )

    @contextmanager
    def _open(
        self,
        method: str,
        *steps: str,
        query: Mapping[str, str | int] | None,
        **request: Any,  # noqa: ANN401 - see `call`
    ) -> Iterator[httpx.Response]:
        path = "/".join(quote(step, safe="") for step in ("api", "projects", self.project, *steps))
        with self._failures_told(), self._http.stream(method, path, params=query, **request) as response:
            if not response.is_success:
                response.read()
                raise self._read_problem(response)
            yield response

    @contextmanager
    def _failures_told(self) -> Iterator[None]:
        try:
            yield
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise UnreachableError(
                f"{self._server} cannot be reached ({error}). Is it running, and the address right? See --server."
            ) from error
        except httpx.RequestError as error:
            reason = str(error) or type(error).__name__
            raise ConnectionLostError(
                f"The connection to {self._server} was lost ({reason}). Whether the request was done is not known: "
                "look at `fdt history` before you try it again."
            ) from error

    def _read_problem(self, response: httpx.Response) -> Exception:
        try:
            problem = msgspec.json.decode(response.content, type=_ProblemBody)
        except msgspec.DecodeError:
            return self.refuse_answer(f"status {response.status_code}")
        plan = bytes(problem.plan)
        extra = {"plan": plan} if plan.startswith(b"{") else {}
        return Problem(problem.code, problem.detail, errors=problem.errors, extra=extra)

    @property
    def _server(self) -> str:
        """The address of the server, without what may be secret in it."""
        url = self._http.base_url
        return f"{url.scheme}://{url.netloc.decode()}"


@contextmanager
def open_client(server: str, token: str | None, project: str, branch: str) -> Iterator[Client]:
    """Open the connection to a server. Nothing is sent yet."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with _open_http(server, headers) as http:
        yield Client(http, project, branch)


def _open_http(server: str, headers: Mapping[str, str]) -> httpx.Client:
    # A proxy of the environment leads out of this machine, not back to it.
    is_elsewhere = httpx.URL(server).host not in _LOOPBACK
    try:
        return httpx.Client(base_url=server, headers=headers, timeout=_TIMEOUT, trust_env=is_elsewhere)
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        raise CommandError(
            f"A proxy that the environment names cannot be used: {error} Correct HTTP_PROXY, HTTPS_PROXY, ALL_PROXY "
            "and NO_PROXY, or unset them."
        ) from error
