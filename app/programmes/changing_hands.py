"""What it means to features above when others come to answer for something.

They look before the change and tell after it; this feature never names them.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

Tell = Callable[[], None]
Look = Callable[[int | None], Tell]
LOOKS = "changing hands"


def watch(app: Flask, look: Look) -> None:
    """`look` is called before a change in a workstream, or anywhere; what it returns, after it."""
    app.extensions.setdefault(LOOKS, []).append(look)


def before(workstream_id: int | None = None) -> Tell:
    """How things stand before a change in the workstream, or anywhere: call it after the change."""
    tells = [look(workstream_id) for look in current_app.extensions.get(LOOKS, ())]

    def tell() -> None:
        for each in tells:
            each()

    return tell
