"""Addresses, passwords, waiting and ways back."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as any_

from app.accounts import rules
from tests.conftest import NOW

HERE = "https://ragstone.example"


def failures(*minutes_ago: float):
    return [NOW - timedelta(minutes=minutes) for minutes in minutes_ago]


@pytest.mark.parametrize(
    ("count", "seconds"),
    [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (10, 900), (500, 900)],
)
def test_each_failure_past_the_free_ones_doubles_the_wait_up_to_a_limit(count, seconds):
    waited = rules.wait(failures(*[0] * count), rules.FOR_ACCOUNT, NOW)
    assert waited == timedelta(seconds=seconds)


def test_the_wait_runs_from_the_last_failure():
    assert rules.wait(failures(9, 8, 7, 6, 0.25), rules.FOR_ACCOUNT, NOW) == timedelta(seconds=15)
    assert rules.wait(failures(9, 8, 7, 6, 1), rules.FOR_ACCOUNT, NOW) == timedelta(0)


def test_failures_of_more_than_an_hour_ago_are_forgotten():
    assert rules.wait(failures(*[61] * 50), rules.FOR_ACCOUNT, NOW) == timedelta(0)


@pytest.mark.parametrize(
    ("pause", "words"),
    [
        (timedelta(seconds=0.2), "1 second"),
        (timedelta(seconds=30), "30 seconds"),
        (timedelta(seconds=60), "1 minute"),
        (timedelta(seconds=61), "2 minutes"),
        (timedelta(minutes=15), "15 minutes"),
    ],
)
def test_a_pause_is_spoken_so_that_waiting_that_long_is_enough(pause, words):
    assert rules.spoken(pause) == words


@pytest.mark.parametrize(
    ("given_address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("not an address", "not an address"),
    ],
)
def test_an_address_is_counted_by_what_one_visitor_holds(given_address, counted):
    assert rules.network(given_address) == counted


@pytest.mark.parametrize("text", ["ada@example.nhs.uk", "a.b+c@x.co", "o'neil@trust.nhs.uk"])
def test_an_address_that_mail_could_reach_is_taken(text):
    assert rules.is_email(text)


@pytest.mark.parametrize(
    "text", ["", "ada", "ada@", "@x.uk", "a b@x.uk", "ada@x", "a@b@c.uk", "a@x.uk\nBcc: b@y.uk"]
)
def test_what_is_no_address_is_not(text):
    assert not rules.is_email(text)


@pytest.mark.parametrize(
    "password", ["correct horse battery", "ünïcödé-passwörd", "x7!kQ2z#mN9p", "a" * 100 + "bcd"]
)
def test_a_long_enough_password_is_taken(password):
    assert rules.password_problem(password, "ada@example.test") is None


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("elevenchars", "12 characters or more"),
        ("x" * 257, "256 characters or fewer"),
        ("ADA.LOVELACE@example.test", "your e-mail address"),
        ("ada.lovelace", "your e-mail address"),
        ("PassWord1234", "harder to guess"),
        ("ababababababab", "harder to guess"),
    ],
)
def test_a_password_that_is_easily_guessed_is_not(password, words):
    assert words in str(rules.password_problem(password, "ada.lovelace@example.test"))


@pytest.mark.parametrize("path", ["/", "/me", "/milestones?q=a%20b&page=2", "/programmes/OPD"])
def test_a_path_of_ours_is_a_way_back(path):
    assert rules.own_path(path) == path


@given(any_.text(alphabet="/\\:@. \t\r\n\x00?#%abhtps", max_size=12))
def test_no_way_back_leads_to_another_site(text):
    path = rules.own_path(text)
    if path is not None:
        led = urlsplit(urljoin(HERE + "/sign-in", path))
        assert (led.scheme, led.netloc) == ("https", "ragstone.example")


@pytest.mark.parametrize("path", [None, "", "me", "/" + "a" * 3000, "/a\x7fb"])
def test_anything_else_is_no_way_back(path):
    assert rules.own_path(path) is None
