"""
The only code that knows MongoDB: what is kept, and how it is read and written.

It hands out and takes structs of `domain`, and raises a `Problem` where the request is at fault.
"""
