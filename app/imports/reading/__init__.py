"""From a file's bytes to typed, checked rows; knows no database.

`reader.read` is the way in. `files` opens the file, `tables` finds the table and what each heading
means, `rows` types the cells, `checks` compares what is printed with what is computed.
"""
