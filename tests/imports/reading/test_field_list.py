"""The published list of fields is the list that is read."""

import re
from pathlib import Path

from app.imports.reading.contracts import ALL

LIST = Path(__file__).resolve().parents[3] / "docs" / "import-fields.md"
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| (\w*) ?\|$", re.MULTILINE)


def test_every_field_is_in_the_list_as_it_is_read_and_no_other():
    sections = dict(
        re.findall(r"^## (\w+) \(\w+\)\n(.*?)(?=^## |\Z)", LIST.read_text(), re.M | re.S)
    )
    assert list(sections) == [contract.table for contract in ALL]
    for contract in ALL:
        assert ROW.findall(sections[contract.table]) == [
            (
                field.name,
                field.type.value,
                field.synonyms[0],
                "required" if field.required else "compared" if field.printed else "",
            )
            for field in contract.fields
        ]
