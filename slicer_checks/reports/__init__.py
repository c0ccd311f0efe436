"""Reports to print: one page of HTML that holds everything, or a tagged PDF."""

from slicer_checks.reports.html import html_of, report_html
from slicer_checks.reports.pdf import pdf_of, report_pdf
from slicer_checks.reports.subject import Subject, subject_of

__all__ = ["Subject", "html_of", "pdf_of", "report_html", "report_pdf", "subject_of"]
