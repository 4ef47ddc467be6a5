"""An idea becomes a validated, delivered scheme, through every gate and the hands of its people."""

from __future__ import annotations

from tests.browser import mandate
from tests.browser.life import Cast, choose, day, fill, sign
from tests.browser.visitor import Visitor

HARMED = "Access, equity and inequalities"
DOMAINS = (
    "Patient safety",
    "Clinical effectiveness",
    "Patient experience",
    "Workforce and staff experience",
    "Operational and partner impact",
)
AUGUST, OCTOBER, MARCH = 5, 7, 12
MONTHLY = "10,000"
TO_COME = "£50k"  # November to March
NOTHING = "£0"


def test_an_idea_becomes_a_delivered_scheme(visit):
    cast = Cast()
    author, lead = visit(cast.author), visit(cast.lead, phone=True)
    sro, office, finance = visit(cast.sro), visit(cast.office), visit(cast.finance)
    medical, nursing = visit(cast.medical), visit(cast.nursing, phone=True)
    scheme = add(author)
    gates, number = f"{scheme}/gates", scheme.rpartition("/")[2]

    sign(lead, gates, "G0")
    mandate.hold_against(author, scheme)
    sign(visit(cast.director), gates, "G1")
    mandate.promise(author, scheme)
    phase(author, scheme)
    sign(office, gates, "G2")
    sign(sro, gates, "G2")
    name_the_budget_line(author, scheme)
    sign(finance, gates, "G3a")

    assess(author, number)
    decide(medical, "Approve")
    assert counted(sro) == NOTHING, "one executive is not enough"
    decide(nursing, "Approve")
    assert counted(sro) == TO_COME
    sign(sro, gates, "G4")
    sign(office, gates, "G5")

    refuse(nursing, number)
    assert counted(sro) == NOTHING, "what is to come leaves the board's number the same minute"
    assess_again(author, number)
    decide(medical, "Approve")
    decide(nursing, "Approve")
    assert counted(sro) == TO_COME
    sign(sro, gates, "G4")
    sign(office, gates, "G5")

    claim(author, scheme)
    validate(finance, scheme)
    transact(finance, scheme)
    mandate.hold(author, scheme)
    sign(finance, gates, "G6")
    sign(sro, gates, "G6")
    review(medical, number)
    mandate.hand_over(author, scheme)
    sign(sro, gates, "G7")
    assert sro.reads("closed")
    read_its_life(sro, scheme)


def add(author: Visitor) -> str:
    """The address of a scheme that the author has just thought of."""
    author.go("/savings/new")
    author.check()
    page = author.page
    page.get_by_label("Workstream").select_option(label="WS01 Clinic utilisation")
    fill(
        author,
        title="Hand back two clinic rooms",
        description="Two rooms stand empty on most days: they go back to the landlord.",
        recurrent_full_year="120,000",
        set_up_cost="5,000",
    )
    page.get_by_label("Owner").select_option(label="Amy Lowe")
    page.get_by_label("Delivery risk").select_option(label="Low")
    page.get_by_label("Category").select_option(label="Non-pay: estates and premises")
    page.get_by_label("Cash class").select_option(label="Cash-releasing")
    day(author, "Starts on", "1", "8", "2026")
    author.press("Add scheme")
    author.check()
    return page.url.removeprefix(author.address).partition("?")[0]


def phase(author: Visitor, scheme: str) -> None:
    """Its plan and forecast, month by month."""
    author.go(f"{scheme}/months")
    author.check()
    boxes = {
        f"m{month:02d}_{cell}": MONTHLY
        for month in range(AUGUST, MARCH + 1)
        for cell in ("plan_recurrent", "forecast_recurrent")
    }
    fill(author, **boxes)
    author.press("Save 2026/27")
    assert author.reads("2026/27 saved")


def name_the_budget_line(author: Visitor, scheme: str) -> None:
    """Where the money comes from."""
    author.go(f"{scheme}/budget-lines")
    author.check()
    author.follow("Change the budget lines")
    author.check()
    page = author.page
    page.get_by_label("Cost centre, line 1").fill("OP411")
    page.get_by_label("Account, line 1").fill("7200")
    page.get_by_label("From, line 1").fill("2026-08")
    author.press("Save", exact=True)
    assert author.reads("OP411")


def assess(author: Visitor, number: str) -> None:
    """The whole assessment of quality: one domain is made worse, and is watched."""
    author.go(f"/quality/schemes/{number}")
    author.check()
    author.press("Start the assessment")
    author.check()
    fill(author, summary="Two rooms close; their clinics move to the next corridor.")
    author.page.get_by_label("Clinical lead").select_option(label="Imran Sheikh")
    author.press("Start", exact=True)
    author.check()
    answer_the_steps(author)
    watch(author)
    send(author)


def answer_the_steps(author: Visitor) -> None:
    """Every domain and every group of people."""
    steps = author.page.url
    for domain in DOMAINS:
        author.page.goto(steps)
        author.follow(domain)
        choose(author, "What does the scheme do to it?", "Neutral")
        assert not author.page.get_by_label("How serious it would be").is_visible()
        fill(author, why="Nothing changes for patients or staff")
        author.press("Save and continue")
    author.page.goto(steps)
    author.follow(HARMED)
    author.check()
    choose(author, "What does the scheme do to it?", "Negative")
    fill(author, why="A longer walk for patients who find walking hard")
    author.page.get_by_label("How serious it would be").select_option(value="2")
    author.page.get_by_label("How likely it is").select_option(value="3")
    author.press("Save and continue")
    author.page.goto(steps.replace("/steps", "/equality"))
    author.check()
    reason = author.page.get_by_label("What changes for them: Age")
    choose(author, "Age", "Negative")
    assert reason.is_visible()
    for neutral in author.page.get_by_role("radio", name="Neutral").all():
        neutral.check()
    assert not reason.is_visible(), "only an answer that needs words asks for them"
    author.press("Save", exact=True)


def watch(author: Visitor) -> None:
    """What is measured in the domain that is made worse, and what stops the scheme."""
    author.page.goto(author.page.url.replace("/steps", "/measures"))
    author.check()
    author.press("Add a measure")
    author.check()
    choose(author, "Domain", HARMED)
    fill(
        author,
        title="Complaints about the walk",
        unit="a month",
        baseline="2",
        threshold="5",
        stop_trigger="9",
    )
    choose(author, "Which way is worse?", "Higher is worse")
    author.press("Add", exact=True)


def send(author: Visitor) -> None:
    """Checked, and sent to the panel."""
    author.page.goto(author.page.url.replace("/measures", "/check"))
    author.check()
    author.press("Send to the panel")
    assert author.reads("With the panel")


def decide(executive: Visitor, verdict: str) -> None:
    """One clinical executive's word, from what waits for them."""
    executive.go("/quality/waiting")
    executive.check()
    executive.follow("WS01-S01")
    executive.check()
    choose(executive, "What do you decide?", verdict)
    fill(executive, reason="The walk is short, and complaints are watched")
    executive.press("Save my decision")


def refuse(executive: Visitor, number: str) -> None:
    """An approval that was given is taken back."""
    executive.go(f"/quality/schemes/{number}")
    executive.check()
    executive.follow("Pause or refuse it")
    choose(executive, "What do you decide?", "Refuse")
    fill(executive, reason="The lift on that corridor has been taken out of service")
    executive.press("Save my decision")


def assess_again(author: Visitor, number: str) -> None:
    """The next edition: what was answered before is offered, and confirmed."""
    author.go(f"/quality/schemes/{number}")
    author.check()
    author.press("Start the next edition")
    author.page.get_by_label("Clinical lead").select_option(label="Imran Sheikh")
    fill(author, summary="Two rooms close; the lift works again.")
    author.press("Start", exact=True)
    author.check()
    answer_the_steps(author)
    watch(author)
    send(author)


def counted(reader: Visitor) -> str:
    """The forecast that the board reads, on the programme's page."""
    reader.go("/programmes/OPD")
    reader.check()
    figure = reader.page.locator(".app-key", has_text="Forecast that counts").first
    return figure.locator(".app-key__figure").first.inner_text().strip()


def claim(author: Visitor, scheme: str) -> None:
    """What was saved in three months."""
    author.go(f"{scheme}/months")
    fill(author, **{f"m{month:02d}_actual_recurrent": MONTHLY for month in range(AUGUST, 8)})
    author.press("Save 2026/27")
    assert author.reads("2026/27 saved")


def validate(finance: Visitor, scheme: str) -> None:
    """Finance believes each month's claim, on evidence."""
    for month in ("2026-08", "2026-09", "2026-10"):
        finance.go(f"{scheme}/validation/{month}")
        finance.check()
        choose(finance, "What do you decide?", "Validate")
        finance.page.get_by_label("What the claim rests on").select_option(label="Ledger")
        fill(finance, reason="The rent was not charged")
        finance.press("Save and go to the next exception")
    finance.go(f"{scheme}/validation")
    finance.check()
    assert finance.reads("Validated")


def transact(finance: Visitor, scheme: str) -> None:
    """The money leaves the budget, with its journal."""
    finance.go(f"{scheme}/transacted")
    finance.check()
    finance.press("Record a journal")
    finance.check()
    fill(finance, journal_ref="J26-0417", recurrent="80,000", cost_centre="OP411")
    day(finance, "Date of the journal", "2", "11", "2026")
    finance.press("Record the journal")
    assert finance.reads("J26-0417")


def review(medical: Visitor, number: str) -> None:
    """What the scheme did to patients, once it was delivered."""
    medical.go(f"/quality/schemes/{number}")
    medical.check()
    medical.follow("Review what it did")
    medical.check()
    choose(medical, "Did it do harm", "No")
    fill(medical, text="Two complaints in five months, as before")
    medical.press("Save the review")


def read_its_life(reader: Visitor, scheme: str) -> None:
    """The history reads as a story, by name."""
    reader.go(scheme)
    reader.check()
    for name in ("Amy Lowe", "Priya Raman", "Ruth Abara", "Omar Khalid", "Colin Mbeki"):
        assert reader.reads(name), name
