"""Setting up a programme from the command line."""

from __future__ import annotations

import pytest
from flask import Flask

from app.programmes import queries
from app.programmes.models import OrganisationKind
from app.programmes.roles import Role
from tests import make

SET_UP = ("create-programme", "opd", "--name", "Outpatients", "--organisation", "St Elsewhere")


@pytest.fixture
def run(app: Flask):
    runner = app.test_cli_runner()

    def ran(*words: str):
        with app.app_context():
            return runner.invoke(args=list(words))

    return ran


def test_a_programme_is_set_up_in_a_new_trust(run):
    done = run(*SET_UP)
    assert (done.exit_code, done.stdout) == (0, "OPD Outpatients is set up in St Elsewhere.\n")
    made = queries.by_code("OPD")
    assert (made.name, made.organisation.kind) == ("Outpatients", OrganisationKind.TRUST)


def test_a_known_organisation_is_found_by_its_name(run):
    board = make.organisation(name="St Elsewhere", kind=OrganisationKind.ICB)
    assert run(*SET_UP).exit_code == 0
    assert queries.by_code("OPD").organisation_id == board.id


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (SET_UP, "There is already a programme with the code OPD"),
        ((*SET_UP[:1], "A B", *SET_UP[2:]), "Enter a code of up to 20 letters"),
        ((*SET_UP[:1], "NEXT", *SET_UP[2:], "--kind", "icb"), "of the kind trust, not icb"),
        ((*SET_UP[:1], "NEXT", "--name", " ", *SET_UP[4:]), "Enter the programme’s name"),
    ],
)
def test_a_refusal_is_one_sentence_and_leaves_nothing_behind(run, words, sentence):
    run(*SET_UP)
    done = run(*words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not queries.has_code("NEXT")


def test_two_organisations_of_one_name_are_refused(run):
    for code in ("ZZ1", "ZZ2"):
        make.organisation(name="St Elsewhere", code=code)
    done = run(*SET_UP)
    assert done.exit_code == 1
    assert "There are 2 organisations called St Elsewhere" in done.stderr


def test_wrong_usage_ends_with_status_2(run):
    assert run("create-programme", "OPD").exit_code == 2
    assert run(*SET_UP, "--kind", "school").exit_code == 2


def test_a_named_person_needs_the_right(run):
    lead = make.lead(make.workstream())
    refused = run(*SET_UP, "--as", lead.email)
    assert refused.exit_code == 1
    assert "You do not have permission to set up a programme" in refused.stderr
    admin = make.with_role(Role.ADMIN)
    assert run(*SET_UP, "--as", admin.email).exit_code == 0
