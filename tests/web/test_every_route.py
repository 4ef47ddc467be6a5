"""What holds for every route there is, found by walking the address map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.core.actor import Permission
from app.programmes.models import RoleAssignment
from app.programmes.roles import GRANTS, Role
from app.web.access import PUBLIC, SIGNED_IN
from tests import make
from tests.make.people import TODAY
from tests.make.store import stored

OPEN_TO_STRANGERS = {
    "accounts.choose_password",
    "accounts.forgotten_password",
    "accounts.link_sent",
    "accounts.sign_in",
    "accounts.sign_out",
    "health",
    "web.health",
}
OF_ONE_PROGRAMME = {"milestone_id", "scheme_id", "risk_id", "dependency_id", "code", "ref"}
WRITES = {"POST", "PUT", "PATCH", "DELETE"}


def rules(app: Flask) -> Iterator[Rule]:
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if rule.endpoint != "static":
            yield rule


def access(app: Flask, rule: Rule) -> Any:
    return getattr(app.view_functions[rule.endpoint], "access", None)


def filled(app: Flask, rule: Rule, **given: Any) -> str:
    """The rule's address, with something in each of its places."""
    usual = {"year": "2026-27", "month": "2026-10", "dimension": "delivery", "key": "milestones"}
    values = {name: given.get(name, usual.get(name)) for name in rule.arguments}
    for name, converter in rule._converters.items():
        if values[name] is None:
            values[name] = 1 if "Integer" in type(converter).__name__ else "x"
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def test_only_the_way_in_is_open_to_strangers(app):
    opened = {rule.endpoint for rule in rules(app) if access(app, rule) == PUBLIC}
    assert opened <= OPEN_TO_STRANGERS


def test_a_route_that_declares_nothing_is_closed(app, client):
    view = app.view_functions["audit.index"]
    declared = vars(view).pop("access")
    try:
        assert client.sign_in(make.with_role(Role.ADMIN)).get("/audit").status_code == 403
    finally:
        vars(view)["access"] = declared


def test_every_other_page_asks_a_stranger_to_sign_in(app, client):
    for rule in rules(app):
        if access(app, rule) == PUBLIC:
            continue
        address = filled(app, rule)
        if "GET" in rule.methods:
            answer = client.get(address)
            assert answer.status_code == 302, address
            assert answer.location.startswith("/sign-in"), address
        for method in WRITES & rule.methods:
            assert client.open(address, method=method).status_code == 401, address


def test_no_write_is_accepted_without_the_forms_token(app, client):
    person = make.person()
    for role in Role:
        stored(RoleAssignment(person_id=person.id, role=role, starts_on=TODAY))
    client.sign_in(person)
    for rule in rules(app):
        for method in WRITES & rule.methods:
            answer = client.open(filled(app, rule), method=method, data={"csrf_token": "made up"})
            assert answer.status_code == 400, rule
            assert "This page has expired" in answer.text, rule


def test_no_page_changes_anything_when_it_is_only_read(app):
    reading_only = {"GET", "HEAD", "OPTIONS"}
    suspicious = (
        "delete",
        "remove",
        "end",
        "withdraw",
        "publish",
        "lock",
        "apply",
        "undo",
        "sign-out",
    )
    writes = [
        str(rule)
        for rule in rules(app)
        if rule.methods <= reading_only and str(rule).rpartition("/")[2] in suspicious
    ]
    assert not writes


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_each_role_opens_its_pages_and_no_others(app, client, role):
    workstream = make.workstream()
    make.milestone(workstream=workstream)
    client.sign_in(make.with_role(role))
    for rule in rules(app):
        if "GET" not in rule.methods or rule.arguments:
            continue
        declared = access(app, rule)
        free = declared in (PUBLIC, SIGNED_IN)
        allowed = free or any(permission in GRANTS[role] for permission in declared)
        answer = client.get(str(rule))
        expected = {200, 302, 410} if allowed else {403}
        assert answer.status_code in expected, f"{role} at {rule}: {answer.status_code}"


def test_somebody_without_a_role_opens_only_their_own_pages(app, client):
    client.sign_in(make.person())
    for rule in rules(app):
        declared = access(app, rule)
        if "GET" not in rule.methods or rule.arguments or declared == PUBLIC:
            continue
        expected = 200 if declared == SIGNED_IN else 403
        assert client.get(str(rule)).status_code == expected, rule


def everything_elsewhere():
    """Somebody who holds every role there is, in another programme."""
    person, programme = make.person(), make.programme()
    for role in Role:
        stored(
            RoleAssignment(
                person_id=person.id, role=role, programme_id=programme.id, starts_on=TODAY
            )
        )
    return person


def records_here() -> dict[str, Any]:
    """One record of each kind in a programme of which the reader is no part."""
    workstream = make.workstream(programme=make.programme(code="HERE"))
    found = {"code": "HERE", "ref": workstream.ref, "workstream_id": workstream.id}
    for kind in ("milestone", "scheme", "risk"):
        if factory := getattr(make, kind, None):
            found[f"{kind}_id"] = factory(workstream=workstream).id
    if factory := getattr(make, "dependency", None):
        found["dependency_id"] = factory(receiver=workstream).id
    return found


def test_another_programmes_records_are_not_found_by_their_id(app, client):
    here = records_here()
    client.sign_in(everything_elsewhere())
    for rule in rules(app):
        if not rule.arguments & OF_ONE_PROGRAMME:
            continue
        address = filled(app, rule, **here)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = client.post(address) if method == "POST" else client.get(address)
            assert answer.status_code in (403, 404), f"{method} {address}: {answer.status_code}"
            if method == "GET":
                assert answer.status_code == 404, f"GET {address}: {answer.status_code}"


def test_every_permission_is_granted_to_some_role():
    granted = frozenset[Permission]().union(*GRANTS.values())
    assert granted == set(Permission)
