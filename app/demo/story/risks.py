"""The forty risks."""

from app.demo.story import risks_in_change, risks_in_clinics

RISKS = (*risks_in_clinics.RISKS, *risks_in_change.RISKS)
