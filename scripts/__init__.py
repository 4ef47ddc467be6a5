"""Set-up, serving and test programs; standard library only; `python -m scripts.NAME` runs one."""
