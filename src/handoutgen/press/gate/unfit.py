"""What a check says of a file that can't be used."""


class UnfitError(Exception):
    """A file's content can't be used: what is wrong, what to do, and on which line if known."""

    def __init__(self, message: str, hint: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line
