"""Errors a person can do something about: each carries a stable code and a translated sentence."""


class DomainError(Exception):
    """Something the user asked for cannot be done. `code` is for machines, the message for people."""

    code = "invalid"
    status = 400

    def __init__(self, message, *, code: str | None = None):
        super().__init__(message)
        self.message = message
        if code:
            self.code = code

    def __str__(self):
        return str(self.message)
