"""
The HTTP API: the only code that knows Litestar.

`frame` wraps every request, `access` decides who may do what, `requests` reads bodies and parameters, `problems`
and `failures` answer what fails; each other module has the calls of one subject.
"""
