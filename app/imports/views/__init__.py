"""The pages of files that are brought in."""

from app.imports.views import acts, files, mapping, upload, workbook
from app.imports.views.blueprint import bp

__all__ = ["acts", "bp", "files", "mapping", "upload", "workbook"]
