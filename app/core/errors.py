"""What can go wrong, in our words: `str(error)` is a sentence for the person who asked."""

from collections.abc import Mapping


class RagstoneError(Exception):
    """Anything that Ragstone refuses on purpose."""

    @property
    def message(self) -> str:
        """The sentence for people."""
        return str(self)


class NotFound(RagstoneError):
    """What was asked for does not exist, or may not be seen."""

    def __init__(self, what: str) -> None:
        super().__init__(f"We could not find {what}")
        self.what = what


class NotAllowed(RagstoneError):
    """The person may not do this here. The sentence says who may, where that helps."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class RuleBroken(RagstoneError):
    """What was entered breaks a rule; `field` names the question, None the whole form."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.field = field


class Conflict(RagstoneError):
    """Somebody else changed it first. Both versions are kept, so that a page can show them."""

    def __init__(
        self,
        message: str,
        *,
        mine: Mapping[str, object] | None = None,
        theirs: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.mine = dict(mine or {})
        self.theirs = dict(theirs or {})
