"""
The tables of contents: each module is one thing that users do, told in the order in which it happens.

Functions only: they fetch, ask `domain`, and write. What needs no telling is called from `web` directly.
"""
