"""A case to documents, a run to pages. Never sees the ledger."""

from aml.report.arrivals import arrivals_csv, render_arrivals
from aml.report.coverage import render_coverage
from aml.report.detector import render_detector
from aml.report.html import render_html
from aml.report.index import render_index
from aml.report.pack import pack_csv, render_pack
from aml.report.pdf import render_pdf
from aml.report.quality import render_quality
from aml.report.records import evidence_csv
from aml.report.word import render_docx

__all__ = [
    "arrivals_csv",
    "evidence_csv",
    "pack_csv",
    "render_arrivals",
    "render_coverage",
    "render_detector",
    "render_docx",
    "render_html",
    "render_index",
    "render_pack",
    "render_pdf",
    "render_quality",
]
