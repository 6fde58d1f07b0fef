"""
Fast Data Import / Export: moves Fast Data resources between projects and branches.

Rooms, and who may import whom: `app`, `cli` → `web` → `operations` → `storage` → `domain`.
`domain` is pure, only `storage` knows MongoDB, only `web` and `app` know Litestar.
"""

__version__ = "0.1.0"
