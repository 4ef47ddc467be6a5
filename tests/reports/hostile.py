"""Text that nobody should be able to hurt a report with."""

MARKUP = """<script>alert("x")</script> & <b onmouseover='y'>bold</b> </svg> ]]> %s {{ 7*7 }}"""
LONG = "An unreasonably long title that goes on and on. " * 210  # over 10,000 characters
UNBROKEN = "W" * 10_000
NAMES = "Łódź Żaneta Siân Ŵyn Çelik Ọlá Nguyễn"
CONTROL = "bell \x07 null \x00 tab \t end"
ALL = (MARKUP, LONG, UNBROKEN, NAMES, CONTROL, "")
