"""The FinCEN SAR as an XML batch for BSA E-Filing (form 111, schema SARX 1.2 of December 2021)."""

from aml.report.fincen.acknowledgement import Acknowledged, read_acknowledgement
from aml.report.fincen.batch import Batch, fincen_batch
from aml.report.fincen.missing import missing_for_fincen
from aml.report.fincen.rules import broken_rules
from aml.report.fincen.xsd import schema_problems

__all__ = [
    "Acknowledged",
    "Batch",
    "broken_rules",
    "fincen_batch",
    "missing_for_fincen",
    "read_acknowledgement",
    "schema_problems",
]
