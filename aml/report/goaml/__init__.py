"""A filing as goAML XML, the report that FIUs of UNODC's system take; each FIU has its own profile.

Promises: what is written lacks nothing that the profile and its schema ask for; everything that is
missing is listed. Refuses: a rate that nobody knows, a code that the profile does not map.
"""

from aml.report.goaml.order import Order
from aml.report.goaml.profile import Profile, find_profile, read_profile
from aml.report.goaml.report import GoamlReport, missing_for_goaml, order_of, render_goaml

__all__ = [
    "GoamlReport",
    "Order",
    "Profile",
    "find_profile",
    "missing_for_goaml",
    "order_of",
    "read_profile",
    "render_goaml",
]
