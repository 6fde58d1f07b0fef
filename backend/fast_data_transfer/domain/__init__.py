"""
What the product knows, without I/O, clock or event loop: standard library and msgspec only.

A *resource* has a *kind* and a name, and *depends* on other resources. An *export file* carries resources
from a *source* to a *destination*, where they become *references* (read only) or *owned* resources. A *plan*
says what an import would do to each *item* of the file: its *status*, and the *issues* it has.
"""
