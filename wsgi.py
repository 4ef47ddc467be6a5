"""What a WSGI server loads: `wsgi:app`."""

import gc

from app import create_app

app = create_app()

# What is loaded by now lives as long as the process: looking through it for rubbish again and again
# took a fifth of the time of a page that reads hundreds of records.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
