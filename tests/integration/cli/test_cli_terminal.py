import json
import os
import re
from pathlib import Path

import pytest
from pymongo import MongoClient

from tests.builders import Entry, configuration
from tests.command_line import Fdt, Place, run_on_terminal

REFERENCE = ("--mode", "reference")


def test_yes_writes(server: str, destination: Place, file: Path) -> None:
    """A person sees the plan, is asked, and says yes; the receipt alone is the output."""
    run = run_on_terminal(server, "import", file, *destination.target, *REFERENCE, answer="y")

    place = f"{destination.project}, branch main"
    assert run.status == 0, run.err
    assert f"Import 10 resources as a reference into {place}? [y/N] " in run.err
    assert (json.loads(run.out)["revisionAfter"], destination.revision()) == (2, 2)


def test_one_resource_is_asked_about_as_one(server: str, destination: Place, file: Path) -> None:
    """The question about a single resource is in the singular."""
    one = ("--select", "castFunction/castYesNo")
    run = run_on_terminal(server, "import", file, *destination.target, *REFERENCE, *one, answer="n")

    assert "Import 1 resource as a reference into " in run.err


@pytest.mark.parametrize("answer", ["", "n"])
def test_all_but_yes_writes_nothing(server: str, destination: Place, file: Path, answer: str) -> None:
    """Everything but a yes ends the command, and nothing is written."""
    run = run_on_terminal(server, "import", file, *destination.target, *REFERENCE, answer=answer)

    assert (run.status, run.out, destination.revision()) == (1, b"", 1)
    assert "Nothing was written." in run.err


def test_nothing_is_asked_where_nothing_is_written(server: str, destination: Place, file: Path) -> None:
    """An import that changes nothing needs no consent."""
    run_on_terminal(server, "import", file, *destination.target, *REFERENCE, "--no-prompt")

    run = run_on_terminal(server, "import", file, *destination.target, *REFERENCE)

    assert (run.status, json.loads(run.out)["transferId"]) == (0, None)


def test_load_and_undo_ask(server: str, destination: Place, file: Path) -> None:
    """The other writes are asked about, too."""
    config = file.with_name("config.json")
    config.write_text(json.dumps(configuration()))
    imported = run_on_terminal(server, "import", file, *destination.target, "--mode", "resource", "--no-prompt")
    transfer_id = json.loads(imported.out)["transferId"]

    load = run_on_terminal(server, "load", config, *destination.target, answer="n")
    undo = run_on_terminal(server, "undo", transfer_id, *destination.target, answer="y")

    assert (load.status, undo.status) == (1, 0)
    assert f"Replace all that {destination.project}, branch main holds (revision 2)? [y/N] " in load.err
    assert 'Undo "import: 10 Fast Data resources from Shop/main" of ' in undo.err
    assert destination.revision() == 3


def test_plan_that_changed_meanwhile_is_not_executed(server: str, destination: Place, file: Path) -> None:
    """What is executed is the plan that was shown: when another user took a name before the yes, nothing is written."""

    def take_a_name() -> None:
        view = {"singleViewId": "sv_customer", "name": "sv_customer", "fields": [], "indexes": []}
        destination.save(configuration() | {"singleViews": {"sv_customer": view}})

    run = run_on_terminal(
        server, "import", file, *destination.target, *REFERENCE, answer="y", before_answer=take_a_name
    )

    assert (run.status, destination.revision()) == (1, 2)
    assert "[stale-plan]" in run.err
    assert "sv_customer (free name: sv_customer_1)" in run.err


def test_file_is_sent_again_when_it_is_gone(
    server: str, mongo_url: str, server_database: str, destination: Place, file: Path
) -> None:
    """When the server keeps the file no longer at the time of the yes, it is sent again."""

    def forget_uploads() -> None:
        with MongoClient[Entry](mongo_url) as client:
            client[server_database]["uploads"].delete_many({})

    run = run_on_terminal(
        server, "import", file, *destination.target, *REFERENCE, answer="y", before_answer=forget_uploads
    )

    assert run.status == 0, run.err
    assert destination.revision() == 2


def test_colours_are_for_terminals(server: str, destination: Place, file: Path) -> None:
    """On a terminal new items are green, unless NO_COLOR is set; the output never has colours."""
    arguments = ("plan", str(file), *destination.target, *REFERENCE)

    coloured = run_on_terminal(server, *arguments, NO_COLOR="")
    plain = run_on_terminal(server, *arguments, NO_COLOR="1")

    assert "\x1b[32m+ system       delivery" in coloured.err
    assert "\x1b" not in coloured.err.splitlines()[0]
    assert "\x1b" not in plain.err
    assert b"\x1b" not in coloured.out
    assert coloured.out == plain.out


def test_large_files_show_progress(server: str, destination: Place, file: Path) -> None:
    """While a large file is sent, a terminal shows how far it is, and then that the server works on it."""
    document = json.loads(file.read_bytes())
    document["resources"]["castFunctions"]["castYesNo"]["casting"] = "x" * 2**21
    file.write_text(json.dumps(document))

    run = run_on_terminal(server, "plan", file, *destination.target, "--mode", "resource")

    assert run.status == 0, run.err
    assert 0 < run.err.index("Sending") < run.err.index("Waiting for the server") < run.err.index("+ system")
    assert b"Sending" not in run.out


def test_half_a_terminal_is_none(server: str, destination: Place, file: Path) -> None:
    """Where the question would go into a file, nobody is asked, and nothing written."""
    with Path(os.devnull).open("wb") as log:
        run = run_on_terminal(server, "import", file, *destination.target, *REFERENCE, log=log)

    assert (run.status, destination.revision()) == (2, 1)


def test_names_cannot_steer_the_terminal(fdt: Fdt, destination: Place, file: Path) -> None:
    """Control characters of names are shown as escapes, in lines and in JSON."""
    evil = "pr\x1b]0;x\x07\x9b31m\u202e\n+ projection innocent"
    document = json.loads(file.read_bytes())
    document["metadata"]["source"]["projectName"] = evil
    document["resources"]["singleViews"] = {evil: {"singleViewId": evil, "name": evil, "fields": [], "indexes": []}}
    document["metadata"][evil] = 1
    del document["digests"]
    file.write_text(json.dumps(document))

    plan = ("plan", str(file), *destination.target, "--mode", "resource")
    other = file.with_name("other.json")
    other.write_text(file.read_text().replace('"fields": []', '"fields": [{"name": "ID"}]'))
    commands = (
        plan,
        ("validate", str(file)),
        *(("validate", str(file), "--format", name) for name in ("text", "github", "gitlab")),
        ("diff", str(file), str(other)),
        ("pick", str(file), "--select", "singleView/*", "--output", "part.json"),
        ("merge", str(file), str(other), "--output", "all.json"),
    )
    for command in commands:
        run = fdt(*command)
        shown = (run.out + run.err.encode()).decode()
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
        assert "+ projection innocent" not in run.lines()
    assert "\\x1b]0;x\\x07\\x9b31m\\u202e\\n" in fdt(*plan).err
