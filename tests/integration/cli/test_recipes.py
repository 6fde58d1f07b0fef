"""
The recipes of `docs/recipes.md`, run as they stand there, on a real server and a real repository.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import httpx
import pytest

from tests.builders import Entry, configuration, event_driven, projection, shop_config, single_view, system
from tests.command_line import Place

PAGE: Final = (Path(__file__).parents[3] / "docs" / "recipes.md").read_text()


class Checkout(NamedTuple):
    """A checkout with a remote, in which a job runs."""

    folder: Path
    server: str

    def run(self, script: str, *, status: int = 0) -> str:
        """Run a script as a pipeline does, and give what it printed."""
        people = {f"GIT_{role}_{key}": "job" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
        environment = (
            os.environ
            | people
            | {
                "FDT_SERVER": self.server,
                "GIT_CONFIG_GLOBAL": os.devnull,
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            }
        )
        run = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == status, run.stdout + run.stderr
        return run.stdout + run.stderr

    def read(self, name: str) -> Entry:
        """Read a JSON file of the checkout."""
        document: Entry = json.loads((self.folder / name).read_bytes())
        return document

    def log(self) -> list[str]:
        """List the subjects of the commits, newest first."""
        return self.run("git log --format=%s").splitlines()


def _blocks(section: str) -> list[str]:
    """Find the scripts of a section of the page."""
    part = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```bash\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)


SETUP, NIGHTLY = _blocks("A nightly export to Git")
PROPOSE, CHECK, APPLY, VERIFY = _blocks("A promotion that was reviewed")
ROLL_BACK, FIND_TRANSFER = _blocks("A rollback")


@pytest.fixture
def checkout(server: str, tmp_path: Path) -> Checkout:
    """Give a checkout of an empty repository."""
    made = Checkout(tmp_path / "checkout", server)
    made.folder.mkdir()
    made.run(
        "git init --quiet --bare --initial-branch main ../origin.git; git init --quiet --initial-branch main;"
        "git remote add origin ../origin.git; git commit --quiet --allow-empty --message Start"
    )
    return made


@pytest.fixture
def dev(api: httpx.Client) -> Iterator[Place]:
    """Give the project shop-dev, as long as a test takes."""
    yield Place.make(api, shop_config(), project="shop-dev", services=event_driven())
    api.delete("shop-dev")


@pytest.fixture
def staging(api: httpx.Client) -> Iterator[Place]:
    """Give the project shop-staging, as long as a test takes."""
    yield Place.make(api, configuration(), project="shop-staging", services=event_driven())
    api.delete("shop-staging")


def _promote(checkout: Checkout) -> None:
    """Propose, merge and execute a promotion."""
    checkout.run(PROPOSE)
    checkout.run(CHECK)
    checkout.run("git switch --quiet main; git merge --quiet --ff-only promotion; git branch --quiet -d promotion")
    checkout.run(APPLY)
    checkout.run("git push --quiet --delete origin promotion")


def test_nights_with_changes_are_committed(checkout: Checkout, dev: Place) -> None:
    """A night without changes leaves no commit; one with a change says and shows that change, and nothing else."""
    checkout.run(SETUP)
    checkout.run(NIGHTLY)
    checkout.run(NIGHTLY)
    first = checkout.log()
    dev.edit_system(description="Orders and riders")
    checkout.run(NIGHTLY)

    message, shown = checkout.run("git log -1 --format=%b"), checkout.run("git show --format= --unified=0")
    assert first == ["Fast Data of shop-dev", "Show real changes of exports only", "Start"]
    assert checkout.log() == ["Fast Data of shop-dev", *first]
    assert '/description: "The system delivery" → "Orders and riders"' in message
    changed = [line for line in shown.splitlines() if re.match(r"[-+] ", line)]
    assert [re.sub(r"sha256-.{43}", "…", line).split() for line in changed] == [
        ["-", '"system/delivery":', '"…"'],
        ["+", '"system/delivery":', '"…"'],
        ["-", '"description":', '"The', "system", 'delivery",'],
        ["+", '"description":', '"Orders', "and", 'riders",'],
    ]
    assert checkout.run("git status --porcelain --untracked-files=no") == ""


@pytest.mark.usefixtures("dev")
def test_failed_night_is_no_empty_commit(checkout: Checkout) -> None:
    """When the comparison fails, the job fails, and says why."""
    checkout.run(NIGHTLY)
    (checkout.folder / "shop.json").write_text("{")

    said = checkout.run(NIGHTLY, status=1)

    assert "shop.json: " in said
    assert len(checkout.log()) == 2


@pytest.mark.usefixtures("dev")
def test_reviewed_plan_is_executed(checkout: Checkout, staging: Place) -> None:
    """What was reviewed is executed, once, and verified from then on."""
    _promote(checkout)

    receipt = checkout.read("receipt.json")
    assert receipt["planDigest"] == checkout.read("plan.json")["planDigest"]
    assert len(receipt["created"]) == 10
    assert "+ system       delivery" in (checkout.folder / "plan.txt").read_text()
    assert (checkout.folder / "gl-code-quality-report.json").read_text() == "[]\n"
    assert staging.load()["title"].startswith("promotion ")
    assert "All 10 references are as they were locked." in checkout.run(VERIFY)


@pytest.mark.usefixtures("dev")
def test_job_that_runs_twice_imports_once(checkout: Checkout, staging: Place) -> None:
    """A second run of the job gives the receipt of the first."""
    checkout.run(PROPOSE)
    import_only = APPLY.partition("git add")[0]
    checkout.run(import_only)
    first = checkout.read("receipt.json")

    checkout.run(import_only)

    assert checkout.read("receipt.json") == first
    assert len(staging.transfers()) == 1


@pytest.mark.usefixtures("dev")
def test_other_plan_than_the_reviewed_one_is_not_executed(checkout: Checkout, staging: Place) -> None:
    """When staging changes between review and execution, both jobs fail, and nothing is written."""
    checkout.run(PROPOSE)
    staging.save(configuration(single_view("sv_customer")))

    checked, applied = checkout.run(CHECK, status=3), checkout.run(APPLY, status=1)

    assert "! singleView   sv_customer" in checked
    assert "[stale-plan]" in applied
    assert staging.revision() == 2


@pytest.mark.usefixtures("dev")
def test_changed_plan_is_told_in_the_merge_request(checkout: Checkout, staging: Place) -> None:
    """A plan that could still be executed, but is another one, is not the one that is reviewed."""
    checkout.run(PROPOSE)
    staging.api.patch(f"{staging.project}", json={"name": "Staging"})
    checkout.run(CHECK)
    other = system("other", projection("pr_x", system="other", topics=shop_topics()))
    staging.save(configuration(other))

    said = checkout.run(CHECK, status=1)

    assert "Staging has changed since the plan was made" in said


def shop_topics() -> Entry:
    """Give the topics of a projection of the source, which nobody else should publish on."""
    table: Entry = shop_config()["systems"]["delivery"]["projections"]["pr_a"]
    topics: Entry = table["topics"]
    return topics


def test_promotion_is_rolled_back(checkout: Checkout, dev: Place, staging: Place) -> None:
    """The second of two promotions is taken back, and staging is what the lock file of the first one says."""
    _promote(checkout)
    before = staging.config()
    dev.edit_system(description="Worse")
    _promote(checkout)
    last = checkout.read("receipt.json")["transferId"]
    found = checkout.run(FIND_TRANSFER).strip()

    checkout.run(ROLL_BACK)

    assert found == last
    assert staging.config() == before
    assert checkout.read("undo.json")["kept"] == []
    assert "All 10 references" in checkout.run(VERIFY)


def test_every_block_is_run() -> None:
    """No block of the page is left out here."""
    assert PAGE.count("```") == 2 * len((SETUP, NIGHTLY, PROPOSE, CHECK, APPLY, VERIFY, ROLL_BACK, FIND_TRANSFER))
