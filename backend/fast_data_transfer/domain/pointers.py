"""
JSON pointers (RFC 6901): where in a document something is.
"""


def join_pointer(pointer: str, token: str | int) -> str:
    """Extend a pointer by one key or index."""
    return f"{pointer}/{str(token).replace('~', '~0').replace('/', '~1')}"
