import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from fast_data_transfer import __version__
from fast_data_transfer.cli import main
from tests.command_line import NOBODY, Fdt

COMMANDS: Final = [str(command.name) for command in main.registered_commands]
SERVERS: Final = {"serve", "openapi"}
SHELL_OPERATORS: Final = {"|", "||", ">", "&&"}


def _list_examples(command: str) -> Iterator[list[str]]:
    """List the examples of a help text as the arguments that a shell would make of them."""
    epilog = next(str(known.epilog) for known in main.registered_commands if known.name == command)
    for line in epilog.replace("\\\n", " ").splitlines():
        if line.startswith("  fdt "):
            words = shlex.split(re.sub(r"\$\(.*?\)", "sha256-" + "A" * 43, line))
            end = next((i for i, word in enumerate(words) if word in SHELL_OPERATORS), len(words))
            yield words[1:end]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(fdt: Fdt, command: str) -> None:
    """Each command says in a line what it does, shows two calls or more, and what its exit statuses mean."""
    run = fdt(command, "--help")

    text = run.out.decode()
    assert run.status == 0
    assert re.search(r"\n  [A-Z][^\n]+", text)
    assert text.count(f"\n    fdt {command} ") >= 2
    assert "Exit status: 0 " in text


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in SERVERS])
def test_examples_can_be_typed(fdt: Fdt, command: str, file: Path) -> None:
    """What an example shows is no wrong usage, once its files are there."""
    for arguments in _list_examples(command):
        for word in arguments:
            if word.endswith(".json"):
                Path(word).parent.mkdir(exist_ok=True)
                Path(word).write_bytes(file.read_bytes())
            elif word.endswith("/"):
                Path(word).mkdir(exist_ok=True)
        consent = ["--no-prompt"] if arguments[0] in {"import", "load", "undo"} else []
        run = fdt(*arguments, *consent, FDT_SERVER=NOBODY)
        assert run.status != 2, (arguments, run.err)


def test_list_of_commands_is_complete_sentences(fdt: Fdt) -> None:
    """No summary of a command is cut off in the list."""
    run = fdt("--help")

    listed = run.out.decode().partition("Commands:")[2]
    assert "..." not in listed
    assert all(f"\n  {command} " in listed for command in COMMANDS)


def test_no_arguments_give_the_help(fdt: Fdt) -> None:
    """Without a command, the help is shown, and it is wrong usage."""
    run = fdt()

    assert run.status == 2
    assert "Usage: fdt" in run.out.decode() + run.err


def test_version_is_printed(fdt: Fdt) -> None:
    """`--version` prints the version."""
    assert fdt("--version").out.decode() == f"{__version__}\n"


def test_mistyped_command_is_told_with_a_guess(fdt: Fdt) -> None:
    """A command that does not exist is wrong usage, and the likely one is named."""
    run = fdt("exprot")

    assert run.status == 2
    assert "export" in run.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completes_commands_and_values(shell: str) -> None:
    """What a shell asks for is completed: commands, and the values of options."""
    assert _complete(shell, "fdt im") == {"import"}
    assert _complete(shell, "fdt import --mode re") == {"reference", "resource"}


def _complete(shell: str, line: str) -> set[str]:
    """Ask as the completion script of a shell does."""
    asked = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1), "_TYPER_COMPLETE_ARGS": line}
    program = "import sys; sys.argv = ['fdt']; from fast_data_transfer.cli import main; main()"
    environment = {**os.environ, "_FDT_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, env=environment | asked, capture_output=True, text=True, check=True)
    found = re.findall(r'^(?:_arguments .*\(\()?"?(\w+)', run.stdout, re.MULTILINE)
    return set(found)
