"""From typed rows to records: which each row means, how it differs, and the commands to run.

`engine.run` is the way in. `register` finds a row's record, `tables` knows each kind of row.
"""
