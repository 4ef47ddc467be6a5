"""Risks of the first four workstreams: clinics, follow-up, advice, missed appointments."""

from __future__ import annotations

from app.demo.story.risk import r

RISKS = (
    r(
        "WS01",
        "Templates drift back",
        "consultants change clinic templates locally | slots are lost again | utilisation falls below 80% | Changes only through the template group",
        "3x4 3x3 3x2",
    ),
    r(
        "WS01",
        "Rooms kept for visitors",
        "three services hold rooms for visiting teams | rooms cannot be handed back | £108k is not saved | Room use reviewed every week",
        "3x4 3x3 2x2",
    ),
    r(
        "WS01",
        "Data of two sites incomplete",
        "two sites book rooms on paper | utilisation is overstated | we cut the wrong sessions | Paper diaries typed in weekly",
        "3x3 2x3 2x1",
    ),
    r(
        "WS01",
        "Evening lists return in winter",
        "waiting lists grow in winter | premium lists restart | savings reverse | COO alone approves a premium list",
        "4x4 4x3 3x2",
        target_in=3,
    ),
    r(
        "WS01",
        "Backfill fails on Fridays",
        "few patients accept a day's notice | Friday slots stay empty | utilisation stalls | Short-notice list by postcode",
        "2x4 2x3 2x2",
    ),
    r(
        "WS02",
        "Patients lost to follow-up",
        "open follow-ups have no recall date | a patient is not seen in time | harm, and loss of trust | Expiry date on every pathway; weekly report with an owner",
        "5x4 5x2 5x1",
        target_in=3,
    ),
    r(
        "WS02",
        "Specialties do not move patients",
        "clinic staff are unsure who is suitable | fewer than 5% move | £288k is not released | Clinical champion in each specialty",
        "3x4 3x4 3x2",
        target_in=2,
    ),
    r(
        "WS02",
        "Unequal use of patient-initiated care",
        "people without English or a phone do not call back | they wait longer | inequality grows | Letters in eight languages; check by postcode each month",
        "4x4 4x3 3x2",
    ),
    r(
        "WS02",
        "Released clinics refill with follow-ups",
        "booking rules are not changed | slots refill | no first appointments gained | Slot types locked",
        "3x3 3x2 2x2",
    ),
    r(
        "WS02",
        "Phone line overrun",
        "patients call for advice | calls are not answered | complaints rise | Two call handlers added",
        "3x3 2x3 2x2",
        target_in=2,
        closed=True,
    ),
    r(
        "WS03",
        "Replies slow down in winter",
        "job-planned time is lost to rotas | replies take over five days | practices refer instead | Rota protects advice time",
        "3x4 3x3 3x2",
    ),
    r(
        "WS03",
        "Practices stop using advice",
        "replies differ between consultants | practices lose confidence | referrals return | Peer review of 20 replies a month",
        "3x3 3x2 2x2",
    ),
    r(
        "WS03",
        "Advice not counted as activity",
        "recording rules are changing | income is not received | contribution falls | Finance checks the guidance monthly",
        "3x4 3x3 2x3",
    ),
    r(
        "WS03",
        "Practitioner posts unfilled",
        "few applicants | triage starts late | £8k a month slips | Second advert, trainee route",
        "3x4 3x4 3x2",
        target_in=2,
    ),
    r(
        "WS03",
        "Clinical risk in advice without seeing",
        "advice rests on a letter alone | a serious condition is missed | harm | Template with red flags; audit every quarter",
        "5x3 4x2 4x1",
    ),
    r(
        "WS04",
        "Reminder supplier changes price",
        "contract ends in spring | cost doubles | net saving falls | Framework call-off begun",
        "3x3 3x2 3x1",
    ),
    r(
        "WS04",
        "Predictions unfair to some groups",
        "missed appointments follow deprivation | calls reach some and not others | inequality | Checked by postcode and age each quarter",
        "4x3 3x2 3x1",
    ),
    r(
        "WS04",
        "Data protection of the daily list",
        "the list names patients in another system | it is printed and lost | a breach | View only, no print; it stays outside this programme",
        "4x3 3x2 3x1",
    ),
    r(
        "WS04",
        "Short-notice calls tire staff",
        "four callers cover fourteen sites | they leave | the list stops | Fifth caller in the plan",
        "2x3 2x3 2x2",
    ),
    r(
        "WS04",
        "Interpreters not available",
        "demand exceeds supply | visits fail | second visits are booked | Video interpreting contract",
        "3x3 3x2 2x2",
    ),
)
