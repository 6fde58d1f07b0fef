"""
HTTP on the wire: what is no HTTP is answered as a problem, too.
"""

from contextlib import suppress
from uuid import uuid4

import h11
import msgspec
from uvicorn.protocols.http.h11_impl import H11Protocol

from fast_data_transfer.web.problems import KINDS, MEDIA_TYPE, TYPE_PREFIX, ProblemBody


class HttpProtocol(H11Protocol):
    """One connection."""

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - its English is of the library
        """Answer bytes that cannot be read as a request, and close the connection."""
        kind = KINDS["invalid-request"]
        problem = ProblemBody(
            type=f"{TYPE_PREFIX}invalid-request",
            code="invalid-request",
            title=kind.title,
            status=kind.status,
            detail="This cannot be read as an HTTP request. Send it with an HTTP client.",
            instance=f"urn:request:{uuid4()}",
            errors=[],
        )
        headers = [("Content-Type", MEDIA_TYPE), ("Connection", "close")]
        # In the middle of another answer, or to HEAD, there is no place for it.
        with suppress(h11.LocalProtocolError):
            self._send(h11.Response(status_code=kind.status, headers=headers))
            self._send(h11.Data(data=msgspec.json.encode(problem)))
            self._send(h11.EndOfMessage())
        self.transport.close()

    def _send(self, event: h11.Event) -> None:
        self.transport.write(self.conn.send(event) or b"")
