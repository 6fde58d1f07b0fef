"""
The video of a page. Playwright's own needs a program that it would download; this one takes the frames from Chromium.
"""

import base64
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import imageio_ffmpeg  # type: ignore[import-untyped]
from playwright.sync_api import Page

_FRAMES: Final = {"format": "jpeg", "quality": 85, "everyNthFrame": 3}
_ENCODER: Final = ("-c:v", "libvpx-vp9", "-crf", "40", "-b:v", "0", "-deadline", "realtime", "-cpu-used", "8")
_LAST_SECONDS: Final = 1.5
"""How long the last frame stays."""


class VideoError(Exception):
    """The video could not be made; the message is that of the encoder."""


@contextmanager
def record(page: Page, video: Path) -> Iterator[None]:
    """Record all that is seen until the end. Raises `VideoError`."""
    with TemporaryDirectory(prefix="fdt-demo-") as name:
        folder = Path(name)
        times: list[float] = []
        session = page.context.new_cdp_session(page)

        def keep(frame: dict[str, Any]) -> None:
            # Chromium sends a frame when something has changed, with the time of it.
            (folder / f"{len(times)}.jpg").write_bytes(base64.b64decode(frame["data"]))
            times.append(frame["metadata"]["timestamp"])
            session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

        session.on("Page.screencastFrame", keep)
        session.send("Page.startScreencast", _FRAMES)
        yield
        session.send("Page.stopScreencast")
        _encode(folder, times, video)


def _encode(folder: Path, times: list[float], video: Path) -> None:
    ends = [*times[1:], times[-1] + _LAST_SECONDS]
    frames = "".join(
        f"file {number}.jpg\nduration {end - start:.3f}\n"
        for number, (start, end) in enumerate(zip(times, ends, strict=True))
    )
    script = folder / "frames.txt"
    # The last file is named again, since its duration counts only up to another one.
    script.write_text(f"{frames}file {len(times) - 1}.jpg\n")
    source = ("-f", "concat", "-i", str(script), "-vf", "fps=10,format=yuv420p")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", *source, *_ENCODER, str(video)]
    encoded = subprocess.run(command, capture_output=True, text=True, check=False)
    if encoded.returncode:
        raise VideoError(encoded.stderr)
