"""
Where the fuzzer starts: files that can be read, small ones, and the words that they are made of.
"""

import json
from pathlib import Path
from typing import Any, Final

from tests.export_files import make_document

_WORDS: Final = (
    *("type", "fast-data-export", "formatVersion", "1.0.0", "0.9.0", "metadata", "exportedAt", "source", "tenantId"),
    *("projectId", "projectName", "branch", "configVersion", "resources", "digests", "systems", "projections"),
    *("erSchemas", "singleViews", "castFunctions", "reference", "digest", "name", "fields", "indexes", "topics"),
    *("erSchema", "config", "outgoing", "conditions", "condition", "castFunction", "defaultCastToString", "primaryKey"),
    *("internalEndpoints", "basePath", "casting", "dataType", "services", "copiedFrom", "__proto__", "$ref", "riders"),
    *("2026-02-20T10:12:33.004Z", "acme.shop.delivery.pr_orders.ingestion", "\\u0000", "\\ud800", "1e999", "-0.0"),
)
DICTIONARY: Final = "\n".join(json.dumps(f'"{word}"') for word in _WORDS) + "\n"


def write_seeds(folder: Path) -> None:
    """Write the seeds into a folder, beside what earlier runs found."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = make_document()
    unverified = {key: value for key, value in whole.items() if key != "digests"}
    for name, document in {"whole": whole, "unverified": unverified, **_parts(unverified)}.items():
        (folder / f"{name}.json").write_bytes(json.dumps(document, separators=(",", ":")).encode())


def _parts(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """One file for each kind, so that a mutation is likely to hit it."""
    resources = document["resources"]
    empty: dict[str, Any] = {section: {} for section in resources}
    return {section: {**document, "resources": {**empty, section: entries}} for section, entries in resources.items()}
