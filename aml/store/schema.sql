-- The canonical tables: the one source of truth for columns and types.
-- Money is DECIMAL(18, 4). Instants end in _at (UTC TIMESTAMP), days in _on (local business DATE).
-- NOT NULL marks what a record must have to be loaded. Lists hold several values of one cell.
-- file_id and source_row say which record of which file a row is; reading fills them.

-- Who scans. One row, written when a run starts; as_of_on is the day the run speaks of.
CREATE TABLE institution (
    name VARCHAR NOT NULL, country VARCHAR, sector VARCHAR, base_currency VARCHAR NOT NULL, as_of_on DATE
);

-- One row a file that was read. file_id numbers the files of a run in the order of their paths.
CREATE TABLE ledger_files (
    file_id INTEGER NOT NULL, ledger_id VARCHAR NOT NULL, table_name VARCHAR NOT NULL,
    path VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, records BIGINT NOT NULL
);

-- Records that could not be loaded: one row a reason. The value stays inside the run.
CREATE TABLE rejected_records (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL, code VARCHAR NOT NULL,
    column_name VARCHAR, value VARCHAR, kind VARCHAR NOT NULL
);

-- Ledgers ---------------------------------------------------------------------------------------

-- One booked entry on one account.
CREATE TABLE transactions (
    transaction_id VARCHAR NOT NULL, ledger_id VARCHAR NOT NULL,
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    account_id VARCHAR NOT NULL, customer_id VARCHAR,
    booked_at TIMESTAMP NOT NULL, booked_on DATE NOT NULL, value_on DATE,
    direction VARCHAR NOT NULL, amount DECIMAL(18, 4) NOT NULL, currency VARCHAR NOT NULL,
    amount_base DECIMAL(18, 4), channel VARCHAR NOT NULL, status VARCHAR NOT NULL,
    counterparty_id VARCHAR, counterparty_name VARCHAR, counterparty_account VARCHAR,
    counterparty_bank VARCHAR, counterparty_country VARCHAR,
    conductor_id VARCHAR, conductor_name VARCHAR, on_behalf_of VARCHAR,
    branch_id VARCHAR, agent_id VARCHAR, teller_id VARCHAR, terminal_id VARCHAR,
    instrument_number VARCHAR, reference VARCHAR, remittance_text VARCHAR,
    invoice_reference VARCHAR, bill_of_lading VARCHAR, merchant_category VARCHAR,
    ip_address VARCHAR, device_id VARCHAR
);

-- One money transfer, sender to receiver, as a remittance business records it.
CREATE TABLE remittances (
    remittance_id VARCHAR NOT NULL, ledger_id VARCHAR NOT NULL,
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    sent_at TIMESTAMP NOT NULL, sent_on DATE NOT NULL, paid_at TIMESTAMP, paid_on DATE,
    status VARCHAR NOT NULL, amount DECIMAL(18, 4) NOT NULL, currency VARCHAR NOT NULL,
    amount_base DECIMAL(18, 4), payout_amount DECIMAL(18, 4), payout_currency VARCHAR,
    fee DECIMAL(18, 4), funding VARCHAR, reference VARCHAR, purpose VARCHAR,
    sender_id VARCHAR, sender_name VARCHAR NOT NULL, sender_document VARCHAR, sender_phone VARCHAR,
    sender_address VARCHAR, sender_city VARCHAR, sender_region VARCHAR, sender_country VARCHAR,
    sender_account VARCHAR, sender_since_on DATE,
    receiver_id VARCHAR, receiver_name VARCHAR NOT NULL, receiver_document VARCHAR,
    receiver_phone VARCHAR, receiver_address VARCHAR, receiver_account VARCHAR,
    payout_city VARCHAR, payout_region VARCHAR, payout_country VARCHAR,
    send_agent_id VARCHAR, pay_agent_id VARCHAR
);

-- The records of which a remittance was made, where its file tells one event a record; `reference` names it in
-- its ledger. event: send, pay, change, refund, cancel.
CREATE TABLE remittance_events (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    ledger_id VARCHAR NOT NULL, reference VARCHAR NOT NULL, event VARCHAR NOT NULL
);

-- The bank's own records ------------------------------------------------------------------------

-- declared_income and expected_turnover are a year's, in the base currency. employees: how many people a
-- firm employs. segment: the institution's own word, such as retail, for which it may set other thresholds.
CREATE TABLE customers (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    customer_id VARCHAR NOT NULL, customer_type VARCHAR, name VARCHAR, born_on DATE,
    document_number VARCHAR, tax_number VARCHAR, phone VARCHAR, email VARCHAR,
    occupation VARCHAR, industry_code VARCHAR, industry VARCHAR, employer VARCHAR,
    declared_income DECIMAL(18, 4), expected_turnover DECIMAL(18, 4),
    address VARCHAR, city VARCHAR, region VARCHAR, postal_code VARCHAR, country VARCHAR,
    latitude DECIMAL(9, 6), longitude DECIMAL(9, 6),
    licences VARCHAR[], risk_rating VARCHAR, onboarded_on DATE, employees INTEGER, segment VARCHAR
);

CREATE TABLE accounts (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    account_id VARCHAR NOT NULL, customer_id VARCHAR, account_type VARCHAR, currency VARCHAR,
    iban VARCHAR, branch_id VARCHAR, opened_on DATE, closed_on DATE
);

-- role: owner, director, signatory, same_household, relative, employee.
CREATE TABLE relationships (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    relationship_id VARCHAR NOT NULL, from_customer_id VARCHAR NOT NULL,
    to_customer_id VARCHAR NOT NULL, role VARCHAR NOT NULL, share DECIMAL(9, 6),
    valid_from DATE, valid_to DATE
);

CREATE TABLE branches (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    branch_id VARCHAR NOT NULL, name VARCHAR, city VARCHAR, county VARCHAR, region VARCHAR,
    postal_code VARCHAR, country VARCHAR, latitude DECIMAL(9, 6), longitude DECIMAL(9, 6)
);

CREATE TABLE agents (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    agent_id VARCHAR NOT NULL, name VARCHAR, city VARCHAR, county VARCHAR, region VARCHAR,
    postal_code VARCHAR, country VARCHAR, latitude DECIMAL(9, 6), longitude DECIMAL(9, 6)
);

-- What somebody found out about two records, over what ties them: that they are the `same` person or firm,
-- or `different` ones. kind: customer, sender, receiver; the id is then the customer_id or remittance_id.
CREATE TABLE identity_overrides (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    member_kind VARCHAR NOT NULL, member_id VARCHAR NOT NULL,
    other_kind VARCHAR NOT NULL, other_id VARCHAR NOT NULL, verdict VARCHAR NOT NULL,
    reason VARCHAR NOT NULL, decided_by VARCHAR NOT NULL, valid_from DATE NOT NULL
);

-- Flagged parties and trade ---------------------------------------------------------------------

-- kind: organisation, person, vessel, aircraft, container, address. strength runs from 0 to 1. Several
-- numbers of one kind are parted by `;`. weak_aliases are those that the publisher itself calls weak.
CREATE TABLE flagged_parties (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    entry_id VARCHAR NOT NULL, list_id VARCHAR NOT NULL, list_version VARCHAR,
    name VARCHAR, aliases VARCHAR[], weak_aliases VARCHAR[], kind VARCHAR NOT NULL,
    imo_number VARCHAR, company_imo VARCHAR, mmsi VARCHAR, container_number VARCHAR, lei VARCHAR,
    registration_number VARCHAR, document_number VARCHAR, account_number VARCHAR, bic VARCHAR,
    wallet VARCHAR, country VARCHAR, address VARCHAR, born_on DATE,
    reason VARCHAR NOT NULL, strength DECIMAL(9, 6) NOT NULL, program VARCHAR, source VARCHAR,
    flagged_from DATE NOT NULL, flagged_to DATE
);

CREATE TABLE shippers (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    shipper_id VARCHAR NOT NULL, name VARCHAR, registration_number VARCHAR, lei VARCHAR,
    country VARCHAR, incorporated_on DATE, address VARCHAR
);

CREATE TABLE vessels (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    imo_number VARCHAR NOT NULL, name VARCHAR, flag VARCHAR, owner VARCHAR, operator VARCHAR,
    valid_from DATE, valid_to DATE
);

CREATE TABLE voyages (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    voyage_id VARCHAR NOT NULL, imo_number VARCHAR, origin_port VARCHAR, destination_port VARCHAR,
    service_loop VARCHAR
);

CREATE TABLE port_calls (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    port_call_id VARCHAR NOT NULL, voyage_id VARCHAR NOT NULL, sequence INTEGER, port VARCHAR,
    due_at TIMESTAMP, arrived_at TIMESTAMP, departed_at TIMESTAMP, is_scheduled BOOLEAN
);

-- Times at which a ship could not be followed. kind: gap (the same as none given: its AIS sent nothing),
-- loitering (slower than two knots), meeting (alongside another ship). latitude and longitude are those at
-- which it began, coast_nm is how far off the coast that was, in nautical miles.
CREATE TABLE ais_gaps (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    imo_number VARCHAR NOT NULL, started_at TIMESTAMP NOT NULL, ended_at TIMESTAMP,
    latitude DECIMAL(9, 6), longitude DECIMAL(9, 6), coast_nm DECIMAL(9, 2), kind VARCHAR
);

-- One row a bill of lading and container. Roles are given by id, by name, or both. freight is the price of
-- the carriage in the currency of the bill, freight_payer who paid it, by name or id.
CREATE TABLE bills_of_lading (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    bl_no VARCHAR NOT NULL, issued_on DATE NOT NULL, voyage_id VARCHAR, imo_number VARCHAR,
    vessel_name VARCHAR, container_number VARCHAR, booking_number VARCHAR,
    shipper_id VARCHAR, shipper_name VARCHAR, consignee_id VARCHAR, consignee_name VARCHAR,
    notify_id VARCHAR, notify_name VARCHAR, forwarder_id VARCHAR, forwarder_name VARCHAR,
    carrier_name VARCHAR, load_port VARCHAR, discharge_port VARCHAR, arrival_on DATE,
    hs_code VARCHAR, goods VARCHAR, packages INTEGER, gross_kg DECIMAL(18, 4),
    declared_value DECIMAL(18, 4), currency VARCHAR,
    freight DECIMAL(18, 4), freight_payer VARCHAR
);

-- event: load, discharge, gate_in, gate_out and others; carrier is who did it. named_haulier is the one that
-- the delivery order names, where it is known.
CREATE TABLE container_events (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    container_event_id VARCHAR NOT NULL, container_number VARCHAR NOT NULL, event VARCHAR,
    happened_at TIMESTAMP, port VARCHAR, carrier VARCHAR, named_haulier VARCHAR
);

-- Reference -------------------------------------------------------------------------------------

-- A reporting, record-keeping or payment line. operator: '>' counts above it, '>=' from it on.
-- kind: see aml/ledger/rules.py. sector: bank, msb, any. Lines that follow one another share a family.
-- announced_on: from then on a line that will hold is known. area_complete is filled for a line that
-- holds in the places of threshold_areas only, and says whether all of them are listed there.
CREATE TABLE thresholds (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    line_id VARCHAR NOT NULL, jurisdiction VARCHAR NOT NULL, sector VARCHAR NOT NULL,
    kind VARCHAR NOT NULL, amount DECIMAL(18, 4) NOT NULL, currency VARCHAR NOT NULL,
    operator VARCHAR NOT NULL, aggregation VARCHAR NOT NULL, has_reporting_duty BOOLEAN NOT NULL,
    valid_from DATE NOT NULL, valid_to DATE, source VARCHAR NOT NULL, seen VARCHAR NOT NULL,
    family VARCHAR, announced_on DATE, area_complete BOOLEAN, gap_reason VARCHAR
);

-- A place in which a line holds, as long as the line does. place_kind: county (of a region), postal_code
-- (in a region), region, country.
CREATE TABLE threshold_areas (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    line_id VARCHAR NOT NULL, place_kind VARCHAR NOT NULL, place VARCHAR NOT NULL, region VARCHAR,
    source VARCHAR NOT NULL, seen VARCHAR NOT NULL
);

-- Units of the base currency for one unit of the currency, on a day.
CREATE TABLE fx_rates (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    currency VARCHAR NOT NULL, base_currency VARCHAR NOT NULL, rate_on DATE NOT NULL,
    rate DECIMAL(28, 14) NOT NULL, source VARCHAR
);

-- A measure against a bank, one row for each time that it had one status: proposed, finding (known, not
-- yet in force), prohibited. account_prefix is how numbers of its accounts begin; of figures alone it is
-- that of a Mexican CLABE.
CREATE TABLE special_measures (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    measure_id VARCHAR NOT NULL, name VARCHAR NOT NULL, bic VARCHAR, account_prefix VARCHAR,
    status VARCHAR, effective_from DATE, effective_to DATE, source VARCHAR, seen VARCHAR
);

-- A chemical from which drugs are made. schedule begins with UN Table I, or says where else it is listed.
-- is_common: sold for ordinary uses, so that its name alone says little.
CREATE TABLE precursors (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    precursor_id VARCHAR NOT NULL, name VARCHAR, cas_number VARCHAR, hs_code VARCHAR,
    schedule VARCHAR, keywords VARCHAR[], source VARCHAR, seen VARCHAR, is_common BOOLEAN
);

-- Words and merchant codes by which goods of a basket are known in payments. basket: boat, lab, or
-- precursor, whose category is a precursor_id. kind: word (in the text or the other side's name) or merchant
-- (a merchant category code). is_ambiguous: sold for ordinary uses too, so it counts with a second sign only.
CREATE TABLE basket_terms (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    basket VARCHAR NOT NULL, category VARCHAR NOT NULL, kind VARCHAR NOT NULL, term VARCHAR NOT NULL,
    is_ambiguous BOOLEAN NOT NULL, source VARCHAR, seen VARCHAR
);

-- port is a UN/LOCODE or a code of your own. tier: watch (a call there that no schedule had is worth a
-- look), hub (goods change ships there), or none.
CREATE TABLE ports (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    port VARCHAR NOT NULL, name VARCHAR, country VARCHAR, latitude DECIMAL(9, 6), longitude DECIMAL(9, 6),
    tier VARCHAR, source VARCHAR, seen VARCHAR
);

-- Firms and offices that work in a port. kind: terminal, haulier, customs, agency, warehouse and others.
-- port is empty for one that works in all of them.
CREATE TABLE port_employers (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    name VARCHAR NOT NULL, port VARCHAR, kind VARCHAR, source VARCHAR, seen VARCHAR
);

CREATE TABLE country_risk (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    country VARCHAR NOT NULL, tier VARCHAR NOT NULL, valid_from DATE NOT NULL, valid_to DATE, source VARCHAR,
    seen VARCHAR
);

-- What a kilogram of the goods costs in a corridor: the 10th, 50th and 90th of a hundred prices in order.
-- reference_count: how many prices that was learnt from.
CREATE TABLE hs_prices (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    hs_code VARCHAR NOT NULL, corridor VARCHAR NOT NULL, p10 DECIMAL(18, 4), p50 DECIMAL(18, 4),
    p90 DECIMAL(18, 4), currency VARCHAR, valid_from DATE, source VARCHAR,
    valid_to DATE, reference_count INTEGER, seen VARCHAR
);

CREATE TABLE calendar (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    country VARCHAR NOT NULL, day_on DATE NOT NULL, is_business_day BOOLEAN NOT NULL, business_day INTEGER,
    source VARCHAR, seen VARCHAR
);

-- Alerts that somebody answers for, for 365 days at most. scenario_id may be `*`. With a counterparty (its
-- account or id) it is a trusted pair: alerts on the focus that cite payments with that one alone.
CREATE TABLE suppressions (
    file_id INTEGER NOT NULL, source_row BIGINT NOT NULL,
    suppression_id VARCHAR NOT NULL, scenario_id VARCHAR NOT NULL, focus_id VARCHAR, counterparty VARCHAR,
    reason VARCHAR NOT NULL, owner VARCHAR NOT NULL, valid_from DATE NOT NULL, valid_to DATE NOT NULL
);
