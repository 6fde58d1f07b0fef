"""
Export files taken apart and put together, for tests: bytes in, bytes out.
"""

from collections.abc import Collection

from fast_data_transfer.domain.documents import FileDocument, decode_document, encode_document
from fast_data_transfer.domain.export_file import Limits
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.merging import Part, check_parts, merge
from fast_data_transfer.domain.picking import pick


def open_file(data: bytes) -> FileDocument:
    """Open a file under the usual limits."""
    return decode_document(data, Limits())


def pick_from(data: bytes, keys: Collection[Key]) -> bytes:
    """Pick some resources of a file."""
    return encode_document(pick(open_file(data), keys).document)


def merge_files(*files: bytes) -> bytes:
    """Merge files that have no conflicts."""
    assert find_conflicts(*files) == []
    return encode_document(merge(_name(files)))


def find_conflicts(*files: bytes) -> list[str]:
    """Find what stands in the way of a merge; the files are called a.json, b.json and so on."""
    return list(check_parts(_name(files)))


def _name(files: Collection[bytes]) -> list[Part]:
    return [Part(f"{letter}.json", open_file(data)) for letter, data in zip("abcdefgh", files, strict=False)]
