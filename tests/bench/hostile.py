"""
`make bench`: the worst files of the largest size: how long it takes to judge one, and how much memory.

Each is as large as a file may be, and costs as much as is known to be possible before it is refused, or else is read.
Each is judged in a process of its own, so that its peak of memory can be told: that is beyond the file itself, which
is there already, and in sizes of the file.
"""

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from typing import Final, NamedTuple

from fast_data_transfer.domain.export_file import Limits
from fast_data_transfer.domain.json_bounds import node_limit
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.reading import decode_export_file
from fast_data_transfer.server import relax_garbage_collection

SIZE: Final = Limits().max_bytes
_HEAD: Final = (
    b'{"type":"fast-data-export","formatVersion":"1.0.0","metadata":{"exportedAt":"2026-02-20T10:12:33.004Z",'
    b'"source":{"tenantId":"t","projectId":"p","projectName":"P","branch":"main"}},"resources":{'
)


class Cost(NamedTuple):
    """What it took to judge a file: the code of the answer, seconds of work, bytes at the peak."""

    code: str
    seconds: float
    peak: int


def main() -> None:
    """Judge all files, or those whose names are given, and print a table."""
    relax_garbage_collection()
    sys.stdout.write(f"\n| file of {SIZE / 2**20:g} MiB | answer | seconds | memory, files |\n|---|---|--:|--:|\n")
    for name, make in FILES.items():
        if name in (sys.argv[1:] or FILES):
            cost = _judge_apart(make())
            sys.stdout.write(f"| {name} | {cost.code} | {cost.seconds:.2f} | {cost.peak / SIZE:.1f} |\n")
            sys.stdout.flush()


def _judge_apart(data: bytes) -> Cost:
    """Judge a file in a copy of this process, which begins with the memory that is in use now as its peak."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=lambda: sender.send(_judge(data)))
    process.start()
    cost: Cost = receiver.recv()
    process.join()
    return cost


def _judge(data: bytes) -> Cost:
    peak, started = _peak(), time.process_time()
    try:
        decode_export_file(data, Limits())
        code = "read"
    except Problem as problem:
        code = next((fault.code for fault in problem.errors), problem.code)
    return Cost(code, time.process_time() - started, _peak() - peak)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _repeat(head: bytes, unit: bytes, tail: bytes, nodes: int = 0) -> bytes:
    """Repeat a piece as often as the size allows, and the bound of values if each is that many; the rest is blank."""
    room = SIZE - len(head) - len(tail)
    times = min(room // len(unit), (node_limit(SIZE) - 1_000) // nodes if nodes else SIZE)
    return b"".join((head, unit * times, b" " * (room - len(unit) * times), tail))


def _count(head: bytes, template: bytes, tail: bytes, nodes: int) -> bytes:
    """The same with a piece that holds a number of 7 digits, another one each time."""
    room, width = SIZE - len(head) - len(tail), len(template % 0)
    times = min(room // width, (node_limit(SIZE) - 1_000) // nodes)
    body = b"".join(template % number for number in range(times))
    return b"".join((head, body, b" " * (room - width * times), tail))


_PROJECTION: Final = _HEAD + b'"systems":{"s":{"projections":{"p":{"fields":['
_END: Final = b"]}}}}}}"

FILES: Final[dict[str, Callable[[], bytes]]] = {
    # Bounds: what is told from the bytes alone.
    "lists without end": lambda: b"[" * SIZE,
    "too many lists": lambda: _repeat(b"[", b"[],", b"[]]"),
    "nested to the limit": lambda: _repeat(b"[", b"[" * 63 + b"]" * 63 + b",", b"1]", nodes=64),
    "nested to the limit, never flat": lambda: _repeat(b"[", b"[" * 63 + b"{]" * 63 + b",", b"1]", nodes=127),
    "brackets in strings": lambda: _repeat(b"[", b'"[","]{",', b"1]", nodes=2),
    "brackets after quotes": lambda: _repeat(b'["', b'\\"[', b'"]'),
    "strings without content": lambda: _repeat(b"[", b'"","a",', b"1]", nodes=2),
    # Syntax and strings.
    "backslashes": lambda: _repeat(b'["', b"\\\\", b'"]'),
    "backslashes, not closed": lambda: _repeat(b'["', b"\\\\", b""),
    "escapes": lambda: _repeat(b'["', b"\\u0041", b'"]'),
    "escapes, half a pair at the end": lambda: _repeat(b'["', b"\\ud83d\\ude00", b'\\ud83d"]'),
    "four bytes a character": lambda: _repeat(b'["', "😀".encode(), b'"]'),
    "not UTF-8 at the end": lambda: _repeat(b'["', "é\n".encode(), b'\xff"]'),
    "cut within a string": lambda: _repeat(b'["', "é".encode(), b""),
    "text after the end": lambda: _repeat(b"[", b"1,", b"1] x", nodes=1),
    "comma too many": lambda: _repeat(b"[", b"1,", b"]", nodes=1),
    # Numbers.
    "one number": lambda: _repeat(b"[", b"9", b"]"),
    "long numbers": lambda: _repeat(b"[", b"9" * 4000 + b",", b"1]"),
    "long fractions": lambda: _repeat(b"[", b"0." + b"1" * 4000 + b",", b"1]"),
    "integers": lambda: _repeat(b"[", b"1,", b"1]", nodes=1),
    "integers with a point": lambda: _repeat(b"[", b"1.0,", b"1]", nodes=1),
    "fractions": lambda: _repeat(b"[", b"1.5,", b"1]", nodes=1),
    "a number out of range at the end": lambda: _repeat(b"[", b"1.5,", b"1e999]", nodes=1),
    # Objects.
    "empty objects": lambda: _repeat(b"[", b"{},", b"1]", nodes=2),
    "small objects": lambda: _repeat(b"[", b'{"a":1},', b"1]", nodes=2),
    "objects within each other": lambda: _repeat(b"[", b'{"a":' * 60 + b"1" + b"}" * 60 + b",", b"1]", nodes=61),
    "keys": lambda: _count(b"{", b'"%07d":1,', b'"":1}', nodes=1),
    "a key twice at the end": lambda: _count(b"{", b'"%07d":1,', b'"":1,"":1}', nodes=1),
    "a key twice at the end, deep": lambda: _count(
        b'{"a":' * 60 + b"{", b'"%07d":1,', b'"":1,"":1}' + b"}" * 60, nodes=1
    ),
    "a key twice in each object": lambda: _repeat(b"[", b'{"a":1,"a":1},', b"1]", nodes=3),
    # Files of right kind.
    "fields without name": lambda: _repeat(_PROJECTION, b"{},", b"1" + _END, nodes=2),
    "fields": lambda: _count(_PROJECTION, b'{"name":"%07d"},', b'{"name":"a"}' + _END, nodes=2),
    "fields, the last is none": lambda: _count(_PROJECTION, b'{"name":"%07d"},', b"1" + _END, nodes=2),
    "unknown keys": lambda: _count(_HEAD + b'"systems":{"s":{', b'"%07d":1.5,', b'"":1}}}}', nodes=1),
    "keys beyond the resources": lambda: _count(_HEAD + b"},", b'"%07d":1,', b'"":1}', nodes=1),
    "digests of nothing": lambda: _count(_HEAD + b'},"digests":{', b'"%07d":1,', b'"":1}}', nodes=1),
    "digests of nothing, in range": lambda: b"".join(
        (_HEAD, b'},"digests":{', b",".join(b'"%07d":"%s"' % (n, b"x" * 1_300) for n in range(49_999)), b"}}")
    ),
    "resources": lambda: _count(_HEAD + b'"systems":{', b'"s%07d":{},', b'"s":{}}}}', nodes=2),
    "resources with too long a name": lambda: b"".join(
        (_HEAD, b'"systems":{', b",".join(b'"%s%07d":{}' % (b"x" * 1_300, n) for n in range(49_999)), b"}}}")
    ),
    "nodes of an ER schema": lambda: _count(
        _HEAD + b'"erSchemas":{"e":{"erSchema":{"config":{', b'"%07d":{},', b'"":{}}}}}}}', nodes=2
    ),
}

if __name__ == "__main__":
    main()
