"""The month beside the ledger and the finance paper, and finance's signature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.core.errors import NotAllowed
from app.programmes import queries as programmes
from app.savings.commands import reconciliation as commands
from app.savings.display import claims as display
from app.savings.forms import reconciliation as forms
from app.savings.models import Against, Scheme
from app.savings.queries import claims
from app.savings.queries import reconciliation as queries
from app.savings.rules.shown import given_back
from app.savings.views import month_desk
from app.savings.views.blueprint import bp
from app.savings.views.month_desk import Desk
from app.web.access import requires
from app.web.clock import now
from app.web.forms import Form

PREFIXES = {
    "paper_form": "paper-",
    "explain_form": "explain-",
    "sign_form": "sign-",
    "withdraw_form": "withdraw-",
}
"""Several forms stand on the page: the ids of their questions must differ."""
WORDS = {"ledger": "The ledger", "finance paper": "The finance paper"}


@bp.route("/reconciliation")
@requires(Permission.READ_PROGRAMME)
def reconciliation() -> ResponseReturnValue:
    """Validated to date against the ledger and the finance paper, in words and figures."""
    desk = month_desk.chosen()
    if not desk.reads_all:
        return render_template("savings/reconciliation_in_part.html", desk=desk)
    return _page(desk) if desk.sees_whole else _without_withheld(desk)


@bp.route("/reconciliation/paper", methods=["POST"])
@requires(Permission.VALIDATE_SAVINGS)
def set_paper() -> ResponseReturnValue:
    """What the finance paper prints."""
    desk = _for_change()
    form = forms.PaperForm(prefix=PREFIXES["paper_form"])
    stored = queries.paper(desk.programme.id, desk.month)

    def act() -> None:
        pence, title, version = form.pence.data, form.title.data or "", form.shown_version
        _to(desk, commands.set_paper, pence=pence, title=title, version=version)

    if form.validate_on_submit() and form.saves(act, stored):
        return _done(desk, "The finance paper’s figure is saved")
    return _page(desk, paper_form=form)


@bp.route("/reconciliation/explain", methods=["POST"])
@requires(Permission.VALIDATE_SAVINGS)
def explain() -> ResponseReturnValue:
    """Explain a part of a difference."""
    desk = _for_change()
    form = forms.ExplainForm(prefix=PREFIXES["explain_form"])

    def act() -> None:
        against, pence = Against(form.against.data), form.explained.data
        _to(desk, commands.explain, against=against, pence=pence, reason=form.reason.data or "")

    if form.validate_on_submit() and form.saves(act):
        return _done(desk, "The explanation is saved")
    return _page(desk, explain_form=form)


@bp.route("/reconciliation/carry-over", methods=["POST"])
@requires(Permission.VALIDATE_SAVINGS)
def carry_over() -> ResponseReturnValue:
    """What explained the last month's difference explains this one's too."""
    desk = _for_change()
    form = Form()
    if form.validate_on_submit() and form.saves(lambda: _to(desk, commands.carry_over)):
        return _done(desk, f"The explanations of {desk.month.previous.name} are carried over")
    return _page(desk, item_form=form)


@bp.route("/reconciliation/items/<int:item_id>/withdraw", methods=["POST"])
@requires(Permission.VALIDATE_SAVINGS)
def withdraw_item(item_id: int) -> ResponseReturnValue:
    """Take an explanation back."""
    desk = _for_change()
    form = Form()
    if form.validate_on_submit() and form.saves(
        lambda: commands.withdraw_item(desk.programme, item_id, actor=desk.actor, at=now())
    ):
        return _done(desk, "The explanation is withdrawn")
    return _page(desk, item_form=form)


@bp.route("/reconciliation/sign-off", methods=["POST"])
@requires(Permission.VALIDATE_SAVINGS)
def sign_off() -> ResponseReturnValue:
    """Finance signs the month."""
    desk = _for_change()
    form = forms.SignForm(prefix=PREFIXES["sign_form"])
    if form.validate_on_submit() and form.saves(
        lambda: _to(
            desk, commands.sign_off, reason=form.reason.data or "", shown=form.shown.data or ""
        ),
        desk.programme,
    ):
        return _done(desk, f"{desk.month.name} is signed by finance")
    return _page(desk, sign_form=form)


@bp.route("/reconciliation/withdraw-sign-off", methods=["POST"])
@requires(Permission.VALIDATE_SAVINGS)
def withdraw_sign_off() -> ResponseReturnValue:
    """Finance takes its signature back."""
    desk = _for_change()
    form = forms.WithdrawForm(prefix=PREFIXES["withdraw_form"])
    if form.validate_on_submit() and form.saves(
        lambda: _to(desk, commands.withdraw_sign_off, reason=form.reason.data or "")
    ):
        return _done(desk, f"The signature under {desk.month.name} is withdrawn")
    return _page(desk, withdraw_form=form)


def _without_withheld(desk: Desk) -> ResponseReturnValue:
    """Sums of what the reader may see; of the whole only whether it agrees, and who signed it.

    An amount of the whole beside these sums would be the sum of what is withheld.
    """
    month, within = desk.month, desk.within
    return render_template(
        "savings/reconciliation_in_words.html",
        desk=desk,
        found=queries.of_month(desk.programme.id, month, within, visible_to=desk.actor),
        whole=queries.of_month(desk.programme.id, month, within),
        withheld=programmes.withheld(desk.actor, Scheme, desk.programme.id),
    )


def _for_change() -> Desk:
    desk = month_desk.chosen()
    if not desk.may_sign:
        raise NotAllowed("Only finance leads of the whole programme reconcile its months")
    return desk


def _to(desk: Desk, act: Callable[..., object], **given: Any) -> None:
    act(desk.programme, desk.month, **given, actor=desk.actor, at=now())


def _done(desk: Desk, message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for(".reconciliation", **desk.place))


def _page(desk: Desk, **sent: Form) -> ResponseReturnValue:
    """The page, with the form that was sent as it was typed."""
    found = queries.of_month(desk.programme.id, desk.month, desk.within)
    rows = claims.of_month(desk.programme.id, desk.month, desk.within, desk.actor)
    form = next(iter(sent.values()), None)
    page = render_template(
        "savings/reconciliation.html",
        desk=desk,
        found=found,
        compared=_compared(found),
        claims=display.Month(rows, desk.actor, display.Asked.of({}), desk.people),
        to_carry_over=queries.to_carry_over(desk.programme.id, desk.month),
        withdrawn=queries.withdrawn(desk.programme.id, desk.month),
        form=form,
        **_asked(found, sent),
    )
    return page, form.status if form else 200


def _asked(found: queries.Reconciliation, sent: dict[str, Form]) -> dict[str, Form]:
    """The page's forms; that of the signature is for the figures that stand on the page now."""
    asked = {**_forms(found), **sent}
    asked["sign_form"]["shown"].data = given_back(found.shown)
    return asked


def _compared(found: queries.Reconciliation) -> list[tuple[str, Any, Any]]:
    return [
        (WORDS[against], agreement, found.items_of(against))
        for against, agreement in (
            (Against.LEDGER, found.to_ledger),
            (Against.PAPER, found.to_paper),
        )
    ]


def _forms(found: queries.Reconciliation) -> dict[str, Form]:
    """Each with the paper's stored figure, or empty; what was sent to another stays out."""
    stored = found.paper
    paper = (
        {"pence": stored.pence, "title": stored.title, "version": stored.version} if stored else {}
    )
    made = {
        "paper_form": forms.PaperForm,
        "explain_form": forms.ExplainForm,
        "sign_form": forms.SignForm,
        "withdraw_form": forms.WithdrawForm,
    }
    return {
        name: kind(
            formdata=None, prefix=PREFIXES[name], data=paper if name == "paper_form" else None
        )
        for name, kind in made.items()
    }
