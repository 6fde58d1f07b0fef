import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import httpx
import pytest
from pymongo import MongoClient

from tests.builders import Entry, configuration, event_driven, projection, shop_config, system
from tests.command_line import NOBODY, SOMEWHERE, Fdt, Place

LOCK: Final = "fast-data-lock.json"
AS_LOCKED: Final = ("--mode", "reference", "--no-prompt", "--lock", LOCK)


@pytest.fixture
def locked(fdt: Fdt, destination: Place, file: Path) -> Place:
    """Give a project that imported a file by reference, and was locked then."""
    run = fdt("import", file, *destination.target, *AS_LOCKED)
    assert run.status == 0, run.err
    return destination


@pytest.fixture
def tamper(mongo_url: str, server_database: str) -> Callable[[Place, str, Entry], None]:
    """Give a function that changes what the database keeps of a resource, past the product."""

    def change(place: Place, name: str, values: Entry) -> None:
        with MongoClient[Entry](mongo_url) as client:
            database = client[server_database]
            head = database["heads"].find_one({"project": place.project})
            assert head
            done = database["resources"].update_one({"head": head["_id"], "name": name}, {"$set": values})
            assert done.modified_count == 1

    return change


def _mismatches(fdt: Fdt, place: Place) -> list[tuple[str, str]]:
    """List what is not as locked, which is an error."""
    run = fdt("verify", *place.target)
    assert (run.status, run.result["valid"]) == (1, False)
    assert len(run.lines()) == len(run.result["mismatches"]) + 1
    return [(mismatch["code"], mismatch["name"]) for mismatch in run.result["mismatches"]]


def test_lock_names_every_reference(fdt: Fdt, source: Place, destination: Place, tmp_path: Path) -> None:
    """The lock file has kind, name, source and digest of each reference, sorted, and ends with a line end."""
    file = tmp_path / "shop.json"
    file.write_bytes(source.export())

    fdt("import", file, *destination.target, *AS_LOCKED, "--select", "system/*")

    text = (tmp_path / LOCK).read_text()
    lock = json.loads(text)
    digests = json.loads(file.read_bytes())["digests"]
    assert text == json.dumps(lock, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert [(entry["kind"], entry["name"]) for entry in lock["references"]] == [
        ("system", "delivery"),
        *(("projection", name) for name in ("pr_a", "pr_b", "pr_c", "pr_dishes", "pr_orders")),
        ("castFunction", "castItalianDecimal"),
    ]
    assert lock["references"][0] == {
        "kind": "system",
        "name": "delivery",
        "source": {"tenantId": "acme", "projectId": source.project, "branch": "main", "name": "delivery"},
        "digest": digests["system/delivery"],
    }


def test_same_references_have_the_same_lock(fdt: Fdt, locked: Place, api: httpx.Client, file: Path) -> None:
    """An import that changes nothing, and one into another project, give the same lock file, byte for byte."""
    first = Path(LOCK).read_bytes()
    Path(LOCK).unlink()
    other = Place.make(api, configuration(), services=event_driven())

    again = fdt("import", file, *locked.target, *AS_LOCKED, "--exit-code")
    second = Path(LOCK).read_bytes()
    fdt("import", file, *other.target, *AS_LOCKED)

    assert again.status == 4
    assert first == second == Path(LOCK).read_bytes()


def test_locked_references_are_verified(fdt: Fdt, locked: Place) -> None:
    """References as they were locked are valid: 0, also when owned resources came and went beside them."""
    locked.api.post(f"{locked.project}/resources/systems", json={"name": "own", "entry": {}})

    run = fdt("verify", "--lock", LOCK, *locked.target)

    assert run.status == 0, run.err
    assert run.result == {"valid": True, "references": 10, "mismatches": []}
    assert run.lines() == ["All 10 references are as they were locked."]


def test_renamed_references_are_verified(fdt: Fdt, api: httpx.Client, file: Path) -> None:
    """A reference with another name than its source, and what names it, are as locked."""
    taken = Place.make(api, configuration(system("own", projection("pr_orders"))), services=event_driven())

    fdt("import", file, *taken.target, *AS_LOCKED, "--on-conflict", "rename")

    assert fdt("verify", *taken.target).status == 0


def test_detached_and_deleted_references_are_missing(fdt: Fdt, locked: Place) -> None:
    """A reference that is owned now, or not there, is missing."""
    locked.api.post(f"{locked.project}/resources/single-views/sv_customer/detach")
    locked.api.delete(f"{locked.project}/resources/cast-functions/castYesNo")

    assert _mismatches(fdt, locked) == [("missing", "sv_customer"), ("missing", "castYesNo")]


def test_one_mismatch_is_counted_as_one(fdt: Fdt, locked: Place) -> None:
    """A single reference that is not as locked is told in the singular."""
    locked.api.delete(f"{locked.project}/resources/cast-functions/castYesNo")

    assert fdt("verify", *locked.target).lines()[-1] == "1 reference is not as it was locked."


def test_one_match_is_counted_as_one(fdt: Fdt, destination: Place, file: Path) -> None:
    """A single reference that is as locked is told in the singular."""
    fdt("import", file, *destination.target, *AS_LOCKED, "--select", "castFunction/castYesNo")

    assert fdt("verify", *destination.target).lines() == ["The reference is as it was locked."]


def test_newer_reference_differs(fdt: Fdt, source: Place, destination: Place, tmp_path: Path) -> None:
    """A reference that was updated by an import that nobody locked differs."""
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_bytes(source.export())
    fdt("import", old, *destination.target, *AS_LOCKED)
    source.edit_system(description="Another one")
    new.write_bytes(source.export())

    fdt("import", new, *destination.target, "--mode", "reference", "--no-prompt")

    assert _mismatches(fdt, destination) == [("differs", "delivery")]


def test_reference_to_another_project_differs(fdt: Fdt, locked: Place, api: httpx.Client, tmp_path: Path) -> None:
    """A reference of the same name and content from another project differs, and both sources are named."""
    other = Place.make(api, shop_config(), services=event_driven())
    file = tmp_path / "other.json"
    file.write_bytes(other.export())
    locked.api.delete(f"{locked.project}/resources/single-views/sv_customer")
    fdt("import", file, *locked.target, "--mode", "reference", "--no-prompt", "--select", "singleView/sv_customer")

    run = fdt("verify", *locked.target)

    assert [mismatch["code"] for mismatch in run.result["mismatches"]] == ["differs"]
    assert f'comes from "sv_customer" of acme/{other.project}, branch main, locked is "sv_customer" of' in run.err


def test_changed_content_is_tampered(fdt: Fdt, locked: Place, tamper: Callable[[Place, str, Entry], None]) -> None:
    """A content that was changed in the database is noticed, whatever digest is kept beside it."""
    tamper(locked, "castYesNo", {"content": '{"castFunctionId":"castYesNo","casting":"evil()","name":"castYesNo"}'})

    assert _mismatches(fdt, locked) == [("tampered", "castYesNo")]


def test_reference_that_nobody_locked_is_told(fdt: Fdt, locked: Place) -> None:
    """A reference that is not in the lock file is one that nobody reviewed."""
    lock = json.loads(Path(LOCK).read_bytes())
    lock["references"].pop()
    Path(LOCK).write_text(json.dumps(lock))

    assert _mismatches(fdt, locked) == [("not-locked", "castYesNo")]


@pytest.mark.parametrize(
    "text, reason",
    [
        ("{", "The lock file is no JSON."),
        ("[]", "This is no lock file"),
        ('{"type": "fast-data-export"}', "This is no lock file"),
        ('{"type": "fast-data-lock", "lockVersion": "2.0.0"}', "1.0.0 is read here"),
        ('{"type": "fast-data-lock", "lockVersion": "1.0.0", "references": [{}]}', "This is no lock file"),
    ],
)
def test_other_files_are_no_lock(fdt: Fdt, tmp_path: Path, text: str, reason: str) -> None:
    """What is no lock file is refused before anything is asked, with the way out."""
    (tmp_path / LOCK).write_text(text)

    run = fdt("verify", *SOMEWHERE, FDT_SERVER=NOBODY)

    assert (run.status, run.out) == (1, b"")
    assert reason in run.err
    assert "Make it again with `fdt import --lock`." in run.err


def test_lock_names_a_reference_once(fdt: Fdt, locked: Place) -> None:
    """A lock file that was merged badly is refused."""
    lock = json.loads(Path(LOCK).read_bytes())
    Path(LOCK).write_text(json.dumps(lock | {"references": lock["references"] * 2}))

    run = fdt("verify", *locked.target)

    assert run.status == 1
    assert "names a reference twice" in run.err


def test_missing_lock_is_wrong_usage(fdt: Fdt) -> None:
    """Without a lock file there is nothing to verify."""
    run = fdt("verify", *SOMEWHERE, FDT_SERVER=NOBODY)

    assert run.status == 2
    assert LOCK in run.err


def test_lock_needs_its_folder(fdt: Fdt, destination: Place, file: Path) -> None:
    """A folder for the lock file that does not exist is told before anything is imported."""
    run = fdt("import", file, *destination.target, "--mode", "reference", "--no-prompt", "--lock", "nowhere/lock.json")

    assert (run.status, destination.revision()) == (2, 1)
    assert 'The folder "nowhere" does not exist.' in run.err


def test_blocked_import_locks_nothing(fdt: Fdt, api: httpx.Client, file: Path) -> None:
    """Where nothing is imported, no lock file is written."""
    taken = Place.make(api, configuration(system("own", projection("pr_a"))), services=event_driven())

    run = fdt("import", file, *taken.target, *AS_LOCKED)

    assert run.status == 3
    assert not Path(LOCK).exists()
