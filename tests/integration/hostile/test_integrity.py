from pathlib import Path
from typing import Final

import pytest

from tests.hostile import Target, all_codes
from tests.workspace import codes, statuses

pytestmark = pytest.mark.asyncio(loop_scope="session")

FORMATS: Final = Path(__file__).parents[2] / "fixtures" / "formats"


@pytest.mark.parametrize(
    "name, integrity, removed",
    [
        ("1.0.0/everything.json", "verified", []),
        ("1.0.0/turned.json", "verified", []),
        ("1.0.0/newer-minor.json", "verified", []),
        ("1.0.0/edited.json", "edited", []),
        ("1.0.0/removed.json", "verified", ["projection/p"]),
        ("1.0.0/unverified.json", "unverified", []),
        ("0.9/verified.json", "verified", []),
        ("0.9/everything.json", "unverified", []),
    ],
)
async def test_integrity_is_told(target: Target, name: str, integrity: str, removed: list[str]) -> None:
    """The plan says whether a file is as it was exported, what was taken out of it, and warns where it cannot know."""
    plan = await target.plan((FORMATS / name).read_bytes())

    assert (plan["file"]["integrity"], plan["file"]["removed"]) == (integrity, removed)
    assert ("unverified-file" in all_codes(plan)) == (integrity == "unverified")


async def test_edited_item_becomes_no_reference(target: Target) -> None:
    """What was edited by hand is blocked as a reference, the rest is not; as a copy it is imported with a warning."""
    data = (FORMATS / "1.0.0" / "edited.json").read_bytes()
    other = await target.fresh()

    reference = await other.plan(data)
    assert statuses(reference) == {"s": "new", "p": "new", "sv": "blocked"}
    assert codes(await other.plan(data, "resource"))["sv"] == ["edited-item"]

    config = await other.apply(data, "resource")
    assert config["singleViews"]["sv"]["description"] == "changed by hand"


@pytest.mark.parametrize("name", ["removed", "unverified"])
async def test_other_files_are_imported(target: Target, name: str) -> None:
    """A file that lacks items or digests can be imported, also as references."""
    config = await (await target.fresh()).apply((FORMATS / "1.0.0" / f"{name}.json").read_bytes())

    assert config["singleViews"]["sv"]["reference"]["source"]["projectId"] == "shop"
    assert list(config["systems"]["s"]["projections"]) == ([] if name == "removed" else ["p"])


async def test_old_format_is_imported(target: Target) -> None:
    """A file of format 0.9 is imported like one of today, origins included, and exported in the present format."""
    old, present = await target.fresh(), await target.fresh()

    configs = [
        await place.apply((FORMATS / folder / "everything.json").read_bytes())
        for place, folder in ((old, "0.9"), (present, "1.0.0"))
    ]

    systems = [config["systems"]["tracking"]["projections"]["pr_positions"]["reference"] for config in configs]
    assert systems[0] | {"importedAt": ""} == systems[1] | {"importedAt": ""}
    assert b'"formatVersion": "1.0.0"' in await old.workspace.export()
