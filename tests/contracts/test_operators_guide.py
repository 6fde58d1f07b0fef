"""
`docs/operate.md` names every setting with its default, and a release has one version everywhere.
"""

import ast
import re
import tomllib
from pathlib import Path
from typing import Final

import fast_data_transfer
from fast_data_transfer import settings

ROOT: Final = Path(__file__).parents[2]
NO_DEFAULT: Final = {"MONGODB_URL"}


def _find_settings() -> dict[str, str]:
    """Find the settings that the sources read, each with its default."""
    strings: dict[str, str] = {}
    for node in ast.walk(ast.parse(Path(settings.__file__).read_text())):
        match node:
            case ast.Call(func=ast.Attribute(), args=[ast.Constant(str(name)), default, *_]) if name.isupper():
                strings[name] = _evaluate(default)
            case ast.BoolOp(values=[ast.Call(args=[ast.Constant(str(name))]), default]) if name.isupper():
                strings[name] = _evaluate(default)
    return strings


def _evaluate(default: ast.expr) -> str:
    if isinstance(default, ast.Name):
        return str(getattr(settings, default.id))
    return str(ast.literal_eval(default))


def test_every_setting_is_documented() -> None:
    """The guide has exactly the settings that are read, with the defaults that they have."""
    page = (ROOT / "docs" / "operate.md").read_text()
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.+?)`)? *\|", page, re.MULTILINE)

    assert dict(rows) == _find_settings() | dict.fromkeys(NO_DEFAULT, "")


def test_one_version_everywhere() -> None:
    """The package and the manifests of a release have the version that the program tells."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    manifests = (ROOT / "deploy" / "kubernetes" / "kustomization.yaml").read_text()

    assert project["version"] == fast_data_transfer.__version__
    assert f"newTag: {fast_data_transfer.__version__}\n" in manifests
