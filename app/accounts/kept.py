"""What somebody typed before their session ended: kept, signed, on the sign-in page itself."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from app.accounts import rules, sessions

LARGEST = 300_000  # characters, signed and packed
HOLDS = 24 * 60 * 60  # seconds
SECRET = ("csrf_token", "password")
UNSEEN = ("version",)


@dataclass(frozen=True)
class Kept:
    """A form that was sent by somebody who was no longer signed in."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool
    person_id: int | None

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What the person would recognise: question and answer."""
        return [
            (name, value) for name, value in self.fields if value.strip() and name not in UNSEEN
        ]


def of_request() -> Kept | None:
    """What was sent to this address, without files and secrets; None when nothing was typed."""
    path = rules.own_path(request.full_path.rstrip("?"))
    fields = tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if not any(word in name.casefold() for word in SECRET)
    )
    had_files = any(file.filename for file in request.files.values())
    if path is None or not (fields or had_files):
        return None
    return Kept(path, fields, had_files, sessions.last_person_id())


def seal(kept: Kept | None) -> str:
    """The form as text for a hidden field; empty when it is nobody's or too large."""
    if kept is None or kept.person_id is None:
        return ""
    sealed = _signer().dumps([kept.path, kept.fields, kept.had_files, kept.person_id])
    text = sealed if isinstance(sealed, str) else sealed.decode()
    return text if len(text) <= LARGEST else ""


def unseal(text: str, person_id: int) -> Kept | None:
    """The form again, for the same person only; None when it is another's, too old or changed."""
    try:
        path, fields, had_files, typed_by = _signer().loads(text, max_age=HOLDS)
    except BadData:
        return None
    if typed_by != person_id:
        return None
    return Kept(path, tuple((name, value) for name, value in fields), had_files, typed_by)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="what was typed")
