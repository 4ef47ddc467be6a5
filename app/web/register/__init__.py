"""A register: declared columns and filters, a state that the address holds, and its files.

A view builds one, narrows its query with it, and shows a page of it or sends it as a file:

    listing = display.listing(actor, request.args, today())
    state = listing.state(request.args)
    statement = listing.narrow(queries.listed(actor), state)
    if state.file:
        wider = queries.with_texts(statement)
        return exports.download(listing, state, wider, actor=actor, at=now())
    table = listing.table(statement, state)
"""

from app.web.register.columns import Column, Kind, for_files
from app.web.register.files import CSV, XLSX, written
from app.web.register.filters import Filter, by_rating, by_status, choice, yes
from app.web.register.listing import Listing
from app.web.register.state import State
from app.web.register.table import Cell, Table, links_to

__all__ = [
    "CSV",
    "XLSX",
    "Cell",
    "Column",
    "Filter",
    "Kind",
    "Listing",
    "State",
    "Table",
    "by_rating",
    "by_status",
    "choice",
    "for_files",
    "links_to",
    "written",
    "yes",
]
