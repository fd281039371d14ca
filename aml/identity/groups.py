"""The derived table party_groups: persons of remittances who share a number or an address.

One row a side of a posted remittance whose person belongs to a group: group_id is the group's
smallest party, role is sender or receiver, `person` tells the persons of a group apart, surname is
the last word of the name, home the address where one is recorded.

Persons are in one group when a chain of equal telephones, addresses or documents joins them. A
value with more than fifty owners joins nobody: the telephone of a shop, the address of a hostel, a
document of all nines. Of the names under one party the one used most is its person; another name is
another person where it shares no word with that one, so that a misspelt name is not. Who has no
number of any kind is known by name and address.
"""

from __future__ import annotations

from aml.store import Derived, Store

#: Owners of one value beyond which it says nothing about them.
MOST_OWNERS = 50

#: One spelling of a name or an address.
_SPELT = """trim(regexp_replace(lower(strip_accents({text})), '[^\\pL\\pN]+', ' ', 'g'))"""
_HOME = f"""nullif({_SPELT.format(text="address")}, '')
            || ', ' || coalesce({_SPELT.format(text="city")}, '')"""

_SIDE = """
    SELECT member.party_id, sent.remittance_id, '{role}' AS role, sent.{role}_name AS name,
        sent.{role}_phone AS phone, sent.{role}_address AS address, sent.{city} AS city
    FROM remittances AS sent
    INNER JOIN party_members AS member
        ON member.member_kind = '{role}' AND member.member_id = sent.remittance_id
    WHERE sent.status = 'posted'"""
_SIDES = f"""{_SIDE.format(role="sender", city="sender_city")}
    UNION ALL {_SIDE.format(role="receiver", city="payout_city")}"""

#: Each way in which a person was written down, once: spelling all sides would take thrice as long.
_PEOPLE = f"""
    CREATE TEMP TABLE group_people AS
    WITH written AS (
        SELECT party_id, role, name, phone, address, city,
            min(remittance_id) AS remittance_id, count(*) AS times
        FROM ({_SIDES}) AS sides
        GROUP BY party_id, role, name, phone, address, city
    ), spelt AS (
        SELECT party_id, role, remittance_id, times, name AS written,
            {_SPELT.format(text="name")} AS name,
            nullif(regexp_replace(phone, '[^0-9]', '', 'g'), '') AS phone,
            {_HOME} AS home
        FROM written
    ), usual AS (
        SELECT party_id, name
        FROM spelt
        GROUP BY party_id, name
        QUALIFY row_number() OVER (PARTITION BY party_id ORDER BY sum(times) DESC, name) = 1
    ), called AS (
        SELECT spelt.*, usual.name AS usual_name,
            list_has_any(string_split(spelt.name, ' '), string_split(usual.name, ' ')) AS is_usual
        FROM spelt
        INNER JOIN usual ON usual.party_id = spelt.party_id
    )
    SELECT
        party_id, written, phone, home,
        regexp_extract(CASE WHEN is_usual THEN usual_name ELSE name END, '[^ ]+$') AS surname,
        CASE
            WHEN party_id = concat('own:', remittance_id, ':', role)
                THEN concat_ws(' of ', name, home)
            WHEN is_usual THEN party_id
            ELSE concat_ws(' as ', party_id, name)
        END AS person
    FROM called"""

#: Each person with each value that two to fifty persons share, both by number.
_SHARED = f"""
    CREATE TEMP TABLE group_edges AS
    WITH owned AS (
        SELECT DISTINCT person, 'phone ' || phone AS value FROM group_people WHERE phone IS NOT NULL
        UNION ALL
        SELECT DISTINCT person, 'home ' || home FROM group_people WHERE home IS NOT NULL
        UNION ALL
        SELECT DISTINCT person, party_id FROM group_people WHERE party_id LIKE 'doc:%'
    ), shared AS (
        SELECT value FROM owned GROUP BY value HAVING count(*) BETWEEN 2 AND {MOST_OWNERS}
    )
    SELECT
        person, dense_rank() OVER (ORDER BY person) AS node,
        dense_rank() OVER (ORDER BY value) AS value
    FROM owned
    WHERE value IN (SELECT value FROM shared)"""

_LABELS = "CREATE TEMP TABLE group_labels AS SELECT DISTINCT node, node AS label FROM group_edges"

#: The smallest label among those who share a value, and then the label of that one.
_ROUND = """
    CREATE OR REPLACE TEMP TABLE group_next AS
    WITH lowest AS (
        SELECT edge.value, min(known.label) AS label
        FROM group_edges AS edge INNER JOIN group_labels AS known ON known.node = edge.node
        GROUP BY edge.value
    ), nearer AS (
        SELECT edge.node, min(lowest.label) AS label
        FROM group_edges AS edge INNER JOIN lowest ON lowest.value = edge.value
        GROUP BY edge.node
    )
    SELECT nearer.node, least(nearer.label, beyond.label) AS label
    FROM nearer INNER JOIN nearer AS beyond ON beyond.node = nearer.label"""

_CHANGED = """
    SELECT count(*) FROM group_next AS later INNER JOIN group_labels AS known
    ON known.node = later.node WHERE known.label <> later.label"""

_GROUPS = f"""
    CREATE TEMP TABLE party_groups AS
    WITH known AS (
        SELECT DISTINCT people.party_id, people.written, people.person, people.surname, label.label
        FROM group_edges AS edge
        INNER JOIN group_labels AS label ON label.node = edge.node
        INNER JOIN group_people AS people ON people.person = edge.person
    )
    SELECT
        min(known.party_id) OVER (PARTITION BY known.label) AS group_id, remittance_id, role,
        known.person, known.surname, {_HOME} AS home
    FROM ({_SIDES}) AS side
    INNER JOIN known ON known.party_id = side.party_id AND known.written = side.name"""


def _build(store: Store) -> None:
    for statement in (_PEOPLE, _SHARED, _LABELS, _ROUND):
        store.run(statement)
    while store.value(_CHANGED):
        store.run("CREATE OR REPLACE TEMP TABLE group_labels AS SELECT * FROM group_next")
        store.run(_ROUND)
    store.run(_GROUPS)
    for table in ("group_people", "group_edges", "group_labels", "group_next"):
        store.run(f"DROP TABLE {table}")


PARTY_GROUPS = Derived("party_groups", ("remittances", "party_members"), (), _build)
