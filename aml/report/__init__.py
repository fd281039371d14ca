"""A case to documents, a run to pages. Never sees the ledger."""

from aml.report.coverage import render_coverage
from aml.report.html import render_html
from aml.report.index import render_index
from aml.report.pdf import render_pdf
from aml.report.quality import render_quality
from aml.report.records import evidence_csv

__all__ = [
    "evidence_csv",
    "render_coverage",
    "render_html",
    "render_index",
    "render_pdf",
    "render_quality",
]
