"""What left a scheme's budgets: the journals, a new one, and a reversal."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.savings import queries
from app.savings.commands import transfers as commands
from app.savings.display import transfers as display
from app.savings.forms.transfers import JournalForm, TransferForm
from app.savings.models import BudgetTransfer, Scheme, SchemeStatus
from app.savings.queries import transfers as transfers_of
from app.savings.views.blueprint import bp, counted, for_change
from app.web.access import current_actor, requires
from app.web.clock import now
from app.web.forms import answered


@bp.route("/<int:scheme_id>/transacted")
@requires(Permission.READ_PROGRAMME)
def transacted(scheme_id: int) -> ResponseReturnValue:
    """The scheme's journals, and what they come to against its plan."""
    actor = current_actor()
    scheme = queries.get(scheme_id, actor)
    found = transfers_of.of_scheme(scheme_id)
    plans = transfers_of.plans(scheme_id)
    may_record = actor.can(Permission.VALIDATE_SAVINGS, scheme.place)
    return render_template(
        "savings/transacted.html",
        scheme=scheme,
        years=display.by_year(found, plans),
        transfers=display.lines(found),
        may_record=may_record and scheme.status is not SchemeStatus.WITHDRAWN,
    )


@bp.route("/<int:scheme_id>/transacted/new", methods=["GET", "POST"])
@requires(Permission.VALIDATE_SAVINGS)
def transact(scheme_id: int) -> ResponseReturnValue:
    """Record a journal."""
    scheme, actor = for_change(scheme_id, Permission.VALIDATE_SAVINGS)
    year = counted(scheme.workstream.programme).financial_year
    form = TransferForm(data={"version": scheme.version, "year": str(year)})
    form.offer([year.previous, year, year.next])

    def act() -> None:
        version = form.shown_version
        commands.transact(scheme, **form.values, version=version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, scheme):
        return _done(scheme, f"Journal {form.journal_ref.data} recorded")
    return render_template("savings/transact.html", scheme=scheme, form=form), form.status


@bp.route("/<int:scheme_id>/transacted/<int:transfer_id>/reverse", methods=["GET", "POST"])
@requires(Permission.VALIDATE_SAVINGS)
def reverse_transfer(scheme_id: int, transfer_id: int) -> ResponseReturnValue:
    """Record the journal that put the money back."""
    scheme, actor = for_change(scheme_id, Permission.VALIDATE_SAVINGS)
    transfer = transfers_of.get(scheme_id, transfer_id)
    form = JournalForm(data={"version": scheme.version})
    sent = form.validate_on_submit()
    if sent and form.saves(lambda: _reverse(scheme, transfer, form, actor), scheme):
        return _done(scheme, f"Journal {transfer.journal_ref} reversed")
    page = {"scheme": scheme, "transfer": transfer, "form": form}
    return render_template("savings/reverse_transfer.html", **page), form.status


def _reverse(scheme: Scheme, transfer: BudgetTransfer, form: JournalForm, actor: Actor) -> None:
    commands.reverse(
        scheme,
        transfer,
        journal_ref=answered(form.journal_ref.data),
        made_on=answered(form.made_on.data),
        reason=answered(form.reason.data),
        version=form.shown_version,
        actor=actor,
        at=now(),
    )


def _done(scheme: Scheme, message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for(".transacted", scheme_id=scheme.id))
