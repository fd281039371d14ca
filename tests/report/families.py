"""A small case of each family of scenarios, as its report is read whole."""

from dataclasses import replace
from datetime import date

from tests.report import cases
from tests.report.voyages import sailing

FAN_IN = replace(
    cases.FUNNEL,
    reference="geographic_funnel@1",
    title="Cash paid in far away, taken out here",
    typology="F02",
    description="Cash reaches one account at branches far from its home and leaves near the border.",
)
CARGO = replace(
    cases.FLAGGED,
    reference="detour@1",
    title="A voyage that calls where its loop does not",
    typology="T04",
    description="The ship of a cited bill calls at a port outside its loop.",
)


def funnel():
    """Cash of others at branches of three states, taken out near the border over four months."""
    places = (
        "Camden Avenue, Phoenix, AZ",
        "Peachtree Road, Atlanta, GA",
        "Fulton Street, Chicago, IL",
    )
    rows = []
    for month in range(1, 5):
        for n, place in enumerate(places):
            rows.append(
                cases.entry(10 * month + n, f"2026-{month:02}-{5 + 7 * n:02}", f"{3000 + 100 * n}.0000",
                            place=place, conductor_name=f"Payer {n + 1}")
            )  # fmt: skip
        rows.append(
            cases.entry(10 * month + 5, f"2026-{month:02}-27", "9000.0000", "debit", "cash_teller",
                        place="Laredo Main, Laredo, TX", conductor_name="Maribel Fuentes Ortega")
        )  # fmt: skip
    found = cases.alert(1, FAN_IN, 70, rows)
    return cases.case_of(
        rows, [found], [cases.subject()], provenance=replace(cases.PROVENANCE, scenarios=(FAN_IN,))
    )


def layering():
    """Wires come in and go on within a day, over two accounts of the same owner."""
    rows = []
    for n in range(1, 7):
        day = f"2026-03-{2 * n:02}"
        rows.append(
            cases.entry(
                n, day, f"{40000 + n}.0000", "credit", "wire", counterparty_name=f"Alta Mar {n} LLC"
            )
        )
        rows.append(cases.entry(20 + n, f"2026-03-{2 * n + 1:02}", f"{39500 + n}.0000", "debit", "wire",
                                counterparty_name="Punto Final Holdings", counterparty_country="PA"))  # fmt: skip
    found = cases.alert(1, cases.PASS_THROUGH, 65, rows)
    provenance = replace(cases.PROVENANCE, scenarios=(cases.PASS_THROUGH,))
    return cases.case_of(rows, [found], [cases.subject()], provenance=provenance)


def cargo():
    """A bill of a ship that left its loop, the payment for it, and the voyage as a map."""
    rows = [
        cases.linked("bills_of_lading", "MEDU4471029", bl_no="MEDU4471029", issued_on="2026-02-01",
                     container_number="MSKU4054382", shipper_name="Frutas del Guayas SA", voyage_id="V-2026-07",
                     consignee_name="Maribel Fuentes Ortega", goods="fresh bananas", gross_kg="21500.0000",
                     declared_value="18200.0000", currency="USD"),
        cases.entry(1, "2026-02-20", "18200.0000", "debit", "wire", counterparty_name="Frutas del Guayas SA",
                    bill_of_lading="MEDU4471029", counterparty_country="EC"),
    ]  # fmt: skip
    found = cases.alert(1, CARGO, 60, rows, window_start=date(2026, 2, 1))
    provenance = replace(cases.PROVENANCE, scenarios=(CARGO,))
    return cases.case_of(
        rows, [found], [cases.subject()], provenance=provenance,
        voyages=(sailing("GYE", "OXB", "ALG", "RTM"),),
    )  # fmt: skip


#: The family and its case; structuring stands in report_case.html, the whole page.
FAMILIES = {
    "funnel": funnel,
    "remittance": cases.remittances_only,
    "layering": layering,
    "flagged": cases.trade,
    "trade": cargo,
}
