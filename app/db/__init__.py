"""SQLAlchemy plumbing: one engine per app, one session per request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, g
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from app.db import sqlite

__all__ = ["Database", "connect", "db"]


class Database:
    """The app's engine and the current request's session."""

    def init_app(self, app: Flask) -> None:
        """Connects the app to its DATABASE_URL; closes the session when a request ends."""
        engine = connect(app.config["DATABASE_URL"], lock_seconds=app.config["LOCK_SECONDS"])
        app.extensions["database"] = {"engine": engine, "sessions": sessionmaker(engine)}
        app.teardown_appcontext(self._close)

    @property
    def sessions(self) -> sessionmaker[Session]:
        """Makes sessions; `with db.sessions.begin() as own:` is a transaction of its own."""
        made: sessionmaker[Session] = current_app.extensions["database"]["sessions"]
        return made

    @property
    def engine(self) -> Engine:
        """What every session of this app connects with."""
        engine: Engine = current_app.extensions["database"]["engine"]
        return engine

    @property
    def session(self) -> Session:
        """The current request's session, opened on first use."""
        if "session" not in g:
            g.session = self.sessions()
        session: Session = g.session
        return session

    def expect_writes(self) -> None:
        """From here on, this request's transactions take the write lock when they begin.

        SQLite fails a transaction that reads first and writes after somebody else has written,
        whatever its time-out says.
        """
        g.expects_writes = True

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One command of the command line: all of it, or nothing."""
        self.session.rollback()
        self.expect_writes()
        try:
            yield self.session
            self.session.commit()
        except BaseException:
            self.session.rollback()
            raise

    def _close(self, _error: BaseException | None) -> None:
        if session := g.pop("session", None):
            session.close()


def connect(url: str, *, lock_seconds: int = 5) -> Engine:
    """An engine for the address; SQLite is tuned for one host and many readers.

    There, one who writes waits so long for another who does; PostgreSQL has its own ways.
    """
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        sqlite.tune(engine, lock_seconds=lock_seconds)
    return engine


db = Database()
