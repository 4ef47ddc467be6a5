"""Risks of the last four workstreams: video, the community, booking, workforce."""

from __future__ import annotations

from app.demo.story.risk import r

RISKS = (
    r(
        "WS05",
        "Two video platforms",
        "the old licence runs to March | staff use both | cost is double and training is split | One platform decided; licence talks with the supplier",
        "3x4 3x4 2x2",
        target_in=2,
    ),
    r(
        "WS05",
        "Patients without a device",
        "a quarter lack a device or data | they cannot be seen by video | inequality | Choice of telephone or face to face, always",
        "4x3 3x3 3x2",
    ),
    r(
        "WS05",
        "Clinicians return to face to face",
        "video rooms are noisy | clinicians switch back | savings stop | Twelve quiet booths; weekly count by clinic",
        "3x4 3x4 3x2",
        target_in=3,
    ),
    r(
        "WS05",
        "Overflow suite reopens",
        "waits rise in two specialties | the suite reopens on Thursdays | £19k a month is lost | Opening needs the SRO",
        "4x4 4x3 3x2",
        target_in=2,
    ),
    r(
        "WS05",
        "Network outage",
        "clinics depend on one link | clinics are cancelled | patients wait | Second link at the main site",
        "4x3 4x2 3x2",
    ),
    r(
        "WS06",
        "East wing not handed back in time",
        "the network in the health centres is late | clinics cannot move | the lease runs on and £620k slips into next year | Weekly call with the landlord; extension costed",
        "5x4 5x4 4x2",
        target_in=3,
    ),
    r(
        "WS06",
        "Health centre rooms withdrawn",
        "the landlord lets rooms to others | clinics have no home | the move stops | Heads of terms signed; lease in draft",
        "4x4 4x3 3x2",
    ),
    r(
        "WS06",
        "Journeys longer for some patients",
        "two sites have no direct bus | patients miss visits | access worsens | Transport contract; clinics timed to buses",
        "4x4 4x3 3x2",
    ),
    r(
        "WS06",
        "Equipment cannot be moved",
        "scanners are tied to the east wing | two clinics stay | half a floor stays leased | Portable scanners on trial",
        "4x3 4x3 3x2",
    ),
    r(
        "WS06",
        "Staff travel between sites",
        "staff split days | time is lost in travel | sessions start late | Whole-day rotas",
        "2x4 2x4 2x2",
    ),
    r(
        "WS07",
        "Experienced bookers leave",
        "the team is restructured | knowledge leaves | errors rise | Retention talks; written procedures",
        "4x4 3x2 3x1",
    ),
    r(
        "WS07",
        "Calls unanswered in the first weeks",
        "one number brings all calls together | queues are long | complaints | Overflow rota at peak times",
        "3x4 2x3 2x2",
    ),
    r(
        "WS07",
        "Letters not read in the app",
        "older patients do not open the app | they miss visits | savings are offset | Paper letter after 48 hours unread",
        "3x3 3x2 2x2",
    ),
    r(
        "WS07",
        "Four booking systems merged too fast",
        "data differ between sites | appointments are lost | harm | Two weeks of parallel running",
        "5x3 3x2 3x1",
        target_in=2,
        closed=True,
    ),
    r(
        "WS07",
        "Transcription errors",
        "the automatic tool mishears | letters are wrong | harm or complaint | Clinician signs each letter",
        "4x3 3x2 3x1",
    ),
    r(
        "WS08",
        "Bank shifts unfilled",
        "the bank pays less than agency | shifts stay empty | agency returns | Weekly pay, first choice of shifts",
        "3x4 3x3 3x2",
    ),
    r(
        "WS08",
        "Advanced practitioners not in post",
        "national shortage | posts stay open | two workstreams wait | Trainee route; overseas offers",
        "4x4 4x4 3x2",
        target_in=2,
    ),
    r(
        "WS08",
        "Skill mix opposed",
        "staff fear for safety in pre-assessment | the change is disputed | it starts late | Clinical lead at each meeting; pilot first",
        "4x3 4x3 3x2",
    ),
    r(
        "WS08",
        "Sickness in winter",
        "winter illness | clinics short of nurses | sessions cancelled | Vaccination; cross-site cover",
        "3x4 3x3 3x2",
    ),
    r(
        "WS08",
        "Training time not released",
        "clinics cannot release staff | video and advice stall | benefits late | Training in quiet weeks",
        "3x3 3x3 2x2",
    ),
)
