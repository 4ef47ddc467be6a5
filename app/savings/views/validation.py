"""The month's claims beside the ledger: those that agree together, the others one by one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.audit import exports
from app.core import money
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.programmes.roles import Role
from app.savings import queries
from app.savings.commands import together
from app.savings.commands import validation as commands
from app.savings.display import claims as display
from app.savings.forms import validation as forms
from app.savings.models import Scheme
from app.savings.queries import able, claims, ledger, line, threads, writers
from app.savings.queries.claim_row import ClaimRow
from app.savings.views import month_desk
from app.savings.views.blueprint import bp
from app.savings.views.month_desk import Desk
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("/validation")
@requires(Permission.READ_PROGRAMME)
def validation() -> ResponseReturnValue:
    """Claims of a month: exceptions first, and one button for those that agree."""
    desk = month_desk.chosen()
    found = _month(desk, request.args)
    if found.asked.file:
        return _file(desk, found)
    return _page(desk, found, forms.TogetherForm(seen=found.seen))


@bp.route("/validation/together", methods=["GET", "POST"])
@requires(Permission.VALIDATE_SAVINGS)
def validate_together() -> ResponseReturnValue:
    """Validate the claims that agree with the ledger, as one decision."""
    if request.method == "GET":  # a link of the list, as shown after a refusal
        return redirect(f"{url_for('.validation')}?{request.query_string.decode()}")
    desk = month_desk.chosen()
    form = forms.TogetherForm()
    if form.validate_on_submit() and form.saves(lambda: _tell(_together(desk, form))):
        return redirect(url_for(".validation", **desk.place))
    found = _month(desk, {})
    form.seen.data = found.seen
    return _page(desk, found, form)


def _together(desk: Desk, form: forms.TogetherForm) -> together.Together:
    seen = display.seen_figures(form.seen.data or "")
    return together.validate_together(
        desk.programme, desk.month, seen=seen, actor=desk.actor, at=now()
    )


def _page(desk: Desk, found: display.Month, form: forms.TogetherForm) -> ResponseReturnValue:
    page = render_template(
        "savings/validation.html",
        desk=desk,
        claims=found,
        shows=display.SHOWS,
        colour=display.colour,
        form=form,
        unseen=claims.unseen(desk.programme.id, desk.month, desk.actor),
        unmatched=ledger.unmatched_sum(desk.programme.id, desk.month),
        lines=ledger.lines_in_month(desk.programme.id, desk.month),
    )
    return page, form.status


def _file(desk: Desk, found: display.Month) -> ResponseReturnValue:
    """What is listed, on one page or many, to take away."""
    taken = exports.Taken(
        "claims",
        display.columns(),
        found.listed,
        what=f"month={desk.month}&{found.asked.in_words}",
        place=desk.programme.place,
    )
    return exports.send(taken, found.asked.file, actor=desk.actor, at=now())


def _tell(done: together.Together) -> None:
    """What was validated, and what was left out and why."""
    count = len(done.validated)
    said = "1 claim is" if count == 1 else f"{count} claims are"
    flash(f"{said} validated together: {money.exact(done.total)}")
    for row, why in done.left_out:
        flash(f"{row.name} was left out: {why}")


@bp.route("/<int:scheme_id>/validation/<month>", methods=["GET", "POST"])
@requires(Permission.READ_PROGRAMME)
def decide(scheme_id: int, month: str) -> ResponseReturnValue:
    """One claim: what it is, what the ledger shows, what was said, and finance's word."""
    desk = Claimed.of(scheme_id, month)
    form = forms.DecideForm(shown=desk.row.shown, decision=forms.offered_decision(request.args))
    form.offer(accounts.choices(), desk.likely_owner, today())
    if request.method == "POST":
        desk.actor.must(Permission.VALIDATE_SAVINGS, desk.scheme.place)
    if form.validate_on_submit() and form.saves(lambda: _decided(desk, form)):
        return redirect(_next(desk))
    form.shown.data = desk.fresh.shown
    page = render_template("savings/decide.html", desk=desk, form=form, **_about(desk))
    return page, form.status


class Claimed:
    """One scheme's month, for the person who looks at it."""

    def __init__(self, scheme: Scheme, month: Month, actor: Actor) -> None:
        self.scheme, self.month, self.actor = scheme, month, actor
        self.within = claims.tolerances(scheme.workstream.programme_id, today())
        self.people = line.acting_as(actor, today())
        self.row = self.fresh

    @classmethod
    def of(cls, scheme_id: int, month: str) -> Claimed:
        """Raises NotFound for what the reader may not see."""
        actor = current_actor()
        return cls(queries.get(scheme_id, actor), month_desk.month_of(month), actor)

    @property
    def fresh(self) -> ClaimRow:
        """The figures as they are now."""
        return claims.of_scheme(self.scheme, self.month, self.within)

    @property
    def may_decide(self) -> bool:
        allowed = self.actor.can(Permission.VALIDATE_SAVINGS, self.scheme.place)
        return allowed and not self.row.is_own(self.people)

    @property
    def is_own(self) -> bool:
        """Whether the reader would validate it, were it not their own."""
        allowed = self.actor.can(Permission.VALIDATE_SAVINGS, self.scheme.place)
        return allowed and self.row.is_own(self.people)

    @cached_property
    def writers(self) -> frozenset[int]:
        """Who entered what the ledger does not show: they do not validate it."""
        row = self.row
        if row.ledger is not None and self.within.claim(row.claim.total, row.ledger):
            return frozenset()
        return writers.of_actual(self.scheme, self.month)

    @property
    def wrote(self) -> bool:
        """Whether the reader is one of them, or stands in for one."""
        return bool(self.writers & self.people)

    @property
    def who_else(self) -> str:
        """Who else in finance can decide, in a sentence."""
        asked = able.asked(self.scheme, Role.ADMIN, today())
        return display.who_else(writers.who_else(self.scheme, today(), but=self.writers), asked)

    @property
    def likely_owner(self) -> int | None:
        """Who most likely answers: its owner, else the workstream's lead."""
        return self.scheme.owner_id or self.scheme.workstream.lead_id


def _about(desk: Claimed) -> dict[str, Any]:
    return {
        "row": desk.row,
        "colour": display.colour,
        "lines": ledger.of_scheme(desk.scheme.id, desk.month),
        "words": claims.words(desk.scheme.id, desk.month),
        "asked": [q for q in threads.of_scheme(desk.scheme.id) if q.month == desk.month],
    }


def _decided(desk: Claimed, form: forms.DecideForm) -> None:
    """Through the command that the decision names."""
    whose: dict[str, Any] = {"shown": form.shown.data or "", "actor": desk.actor, "at": now()}
    scheme, month, said = desk.scheme, desk.month, form.reason.data or ""
    decision = form.decision.data
    if decision == forms.VALIDATE:
        if form.rests_on is None:
            raise RuleBroken("evidence", "Choose what the claim rests on")
        commands.validate(scheme, month, evidence=form.rests_on, reason=said, **whose)
    elif decision == forms.LEDGER:
        commands.take_ledger(scheme, month, reason=said, **whose)
    elif decision == forms.QUERY:
        to: dict[str, Any] = {"owner_id": form.owner_id.data, "due_on": form.due_on.data}
        commands.query(scheme, month, question=said, **to, **whose)
    else:
        clears = bool(form.clears_claim.data)
        commands.reject(
            scheme, month, reason=said, clears_claim=clears, evidence=form.rests_on, **whose
        )


def _next(desk: Claimed) -> str:
    """The next exception that the person may decide; the list, when it was the last."""
    programme = desk.scheme.workstream.programme
    rows = claims.of_month(programme.id, desk.month, desk.within, desk.actor)
    found = display.Month(rows, desk.actor, display.Asked.of({}), desk.people)
    left = [each for each in found.exceptions if found.may_decide(each) and not each.query_id]
    flash(f"{desk.scheme.ref}: {desk.fresh.decided_in_words or 'saved'}")
    after = [each for each in left if each.ref > desk.scheme.ref] or left
    if after:
        return url_for(".decide", scheme_id=after[0].scheme_id, month=desk.month)
    return url_for(".validation", programme=programme.code, month=desk.month)


def _month(desk: Desk, asked: Mapping[str, str]) -> display.Month:
    rows = claims.of_month(desk.programme.id, desk.month, desk.within, desk.actor)
    return display.Month(rows, desk.actor, display.Asked.of(asked), desk.people)
