"""A filing as goAML XML, the report that FIUs of UNODC's system take; each FIU has its own profile.

Promises: what is written lacks nothing that the profile and its schema ask for; everything that is
missing is listed. Refuses: a rate that nobody knows, a code that the profile does not map.
"""

from aml.report.goaml.order import Order
from aml.report.goaml.profile import Profile, profile_path, read_profile
from aml.report.goaml.report import GoamlReport, order_of, render_goaml

__all__ = [
    "GoamlReport",
    "Order",
    "Profile",
    "order_of",
    "profile_path",
    "read_profile",
    "render_goaml",
]
