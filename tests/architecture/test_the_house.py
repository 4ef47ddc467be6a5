"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask

from app.db.model import Model

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "app").rglob("*.py"))
COMMANDS = [path for path in SOURCES if "commands" in path.parts or path.name == "commands.py"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW, LONGEST_TEMPLATE = 300, 30, 20, 150
NOT_CHANGES = {
    "app.audit.commands": {"seal", "forget", "remember", "hold_head", "subject_of", "together"}
}


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text())
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_no_file_outgrows_its_ceiling(path):
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_no_function_outgrows_its_ceiling(path):
    ceiling = LONGEST_VIEW if ".views" in module(path) else LONGEST_FUNCTION
    long = [f.name for f in functions(path) if (f.end_lineno or 0) - f.body[0].lineno >= ceiling]
    assert not long


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_no_function_takes_more_than_four_positional_parameters(path):
    many = [
        f.name
        for f in functions(path)
        if len([a for a in f.args.args if a.arg not in ("self", "cls")]) > 4
        and not f.name.startswith("_on")
    ]
    assert not many


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_outgrows_its_ceiling_or_does_sums(path):
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST_TEMPLATE
    assert not re.search(r"{%\s*set [^%]*[=(]\s*[^%\"']*\s[-+*/]\s[^%\"']*%}", text)


@pytest.mark.parametrize("path", COMMANDS, ids=module)
def test_every_command_is_told_who_acts(path):
    loaded = import_module(module(path))
    for name, function in inspect.getmembers(loaded, inspect.isfunction):
        if name.startswith("_") or function.__module__ != loaded.__name__:
            continue
        if name in NOT_CHANGES.get(loaded.__name__, ()):
            continue
        actor = inspect.signature(function).parameters.get("actor")
        assert actor is not None, f"{name} takes no actor"
        assert actor.kind is inspect.Parameter.KEYWORD_ONLY, f"{name}'s actor can be positional"


@pytest.mark.parametrize("path", COMMANDS, ids=module)
def test_no_command_commits(path):
    assert not re.search(r"\.(commit|rollback)\(\)", path.read_text())


def test_every_models_file_is_loaded_by_the_app(app: Flask):
    declared = set()
    for path in SOURCES:
        if "models" in path.parts or path.name == "models.py":
            declared |= set(re.findall(r'__tablename__ = "(\w+)"', path.read_text()))
    assert declared == set(Model.metadata.tables)


def test_every_route_says_who_may_open_it(app: Flask):
    silent = [
        name
        for name, view in app.view_functions.items()
        if name != "static" and not hasattr(view, "access")
    ]
    assert not silent


def test_only_commands_change_rows_in_bulk():
    elsewhere = [
        module(path)
        for path in SOURCES
        if path not in COMMANDS
        and re.search(r"from sqlalchemy import .*\b(update|delete|insert)\b", path.read_text())
    ]
    assert not elsewhere
