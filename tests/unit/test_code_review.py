"""
What stands out in the code of a cast function: each kind with code that has it, and code that has nothing of it.
"""

from typing import Final

import pytest

from fast_data_transfer.domain.code_review import MAX_FINDINGS, find_suspicious

QUIET: Final = """\
const get = require('lodash.get')
const { ObjectId } = require("mongodb")
const R = require ( `ramda` )

// Import of the process value: fetch the global one, require a token.
module.exports = function castAmount (valueToCast, fieldName, logger) {
  const token = get(valueToCast, 'token', null)
  logger.debug({ fieldName, phase: order.process }, 'the € sign is \\u20ac')
  return R.isNil(token) ? undefined : Number.parseFloat(String(valueToCast).replace(',', '.'))
}
"""


def codes(code: str) -> list[str]:
    """List what stands out."""
    return [finding.code for finding in find_suspicious(code)]


def test_usual_code_is_quiet() -> None:
    """What the sandbox allows, words in prose and members of other names do not stand out."""
    assert codes(QUIET) == []


@pytest.mark.parametrize(
    "code, expected",
    [
        ("require('fs')", "require"),
        ("require('lodash')", "require"),
        ("require('mongodb/lib/utils')", "require"),
        ("require(name)", "require"),
        ("const load = require\nload('fs')", "require"),
        ("import fs from 'fs'", "import"),
        ("import { get } from 'lodash'", "import"),
        ("import * as fs from 'fs'", "import"),
        ("import 'fs'", "import"),
        ("await import('fs')", "import"),
        ("import.meta.url", "import"),
        ("process.env.HOME", "process"),
        ("process['env']", "process"),
        ("const { env } = process", "process"),
        ("[...process.argv]", "process"),
        ("__dirname", "process"),
        ("fetch('/x')", "network"),
        ("new WebSocket(url)", "network"),
        ("eval('1')", "dynamic-code"),
        ("(0, eval)('1')", "dynamic-code"),
        ("new Function('return this')()", "dynamic-code"),
        ("''.constructor.constructor('return this')", "dynamic-code"),
        ("x['constructor']", "dynamic-code"),
        ("globalThis.x = 1", "global-object"),
        ("global['x']", "global-object"),
        ("setTimeout(f, 1)", "timer"),
        ("queueMicrotask(f)", "timer"),
        ("const password = 'hunter2'", "credential"),
        ("{ 'api-key': 'abc123' }", "credential"),
        ("CLIENT_SECRET: `abcdef`", "credential"),
        ("'mongodb://root:hunter2@db/x'", "credential"),
        ("-----BEGIN RSA PRIVATE KEY-----", "credential"),
        ("'AKIAIOSFODNN7EXAMPLE'", "credential"),
        ("'Bearer 0123456789abcdef0123'", "credential"),
        ("const a = 1 \u202e", "hidden-character"),
        ("a\u200bb", "hidden-character"),
        (r"\u0065val('1')", "escaped-name"),
        (r"\u{65}val('1')", "escaped-name"),
        (r"x['\x65val']", "escaped-name"),
    ],
)
def test_each_kind_stands_out(code: str, expected: str) -> None:
    """Each kind is found, also where it is written in an unusual way."""
    assert expected in codes(f"module.exports = (value) => {{\n  {code}\n}}\n")


def test_finding_has_a_place_and_nothing_of_the_text() -> None:
    """A finding says where to look; what is there may be a secret, and stays in the file."""
    (finding,) = find_suspicious("// a\n  const password = 'hunter2'\n")

    assert (finding.code, finding.line, finding.column) == ("credential", 2, 9)
    assert finding.__struct_fields__ == ("code", "line", "column")


def test_findings_are_in_the_order_of_the_code_and_bounded() -> None:
    """Nobody reads more than a hundred."""
    found = find_suspicious("fetch(process.env)\n" * 200)

    assert len(found) == MAX_FINDINGS
    assert [(f.code, f.line) for f in found[:4]] == [("network", 1), ("process", 1), ("network", 2), ("process", 2)]
