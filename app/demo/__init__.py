"""An invented outpatients improvement programme, told through the same commands as the pages."""
