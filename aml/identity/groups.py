"""The derived table party_groups: persons of remittances whom a number or an address joins.

One row a side of a posted remittance whose person belongs to a group: group_id is the group's
smallest party, role is sender or receiver, `person` is the name in one spelling, surname its last
word, home the address where one is recorded. shared_phones, shared_homes and shared_documents count
what joins the group.

Equal telephones and documents join their owners, and so does an address those who also deal with
the same person: lodgers of one house who pay each their own are strangers. What joins A with B and
B with C makes one group of all three. A value with more than fifty owners joins nobody: the
telephone of a shop, the address of a hostel, a document of all nines. Nor does one that is given at
a single desk, which may be the desk's own.

Of the names under one party the one used most is its person; another name is another person, unless
it has the same words and some more or fewer, or is the same but for a letter or two. Who has no
number of any kind is known by name and address. Equal names of one group are one person, and two
persons are a couple and no group.
"""

from __future__ import annotations

from aml.store import Derived, Store

#: Owners of one value beyond which it says nothing about them.
MOST_OWNERS = 50
#: Jaro-Winkler likeness from which a name under the same party is the usual one misspelt.
LEAST_LIKENESS = "0.92"
#: Persons that make a group.
LEAST_PERSONS = 3

#: One spelling of a name or an address.
_SPELT = """trim(regexp_replace(lower(strip_accents({text})), '[^\\pL\\pN]+', ' ', 'g'))"""
_HOME = f"""nullif({_SPELT.format(text="address")}, '')
            || ', ' || coalesce({_SPELT.format(text="city")}, '')"""

#: Posted remittances beside their parties: joined once, read three times.
_SENT = """
    CREATE TEMP TABLE group_sent AS
    SELECT pair.sender_party_id, pair.receiver_party_id, sent.remittance_id, sent.send_agent_id,
        sent.sender_name, sent.sender_phone, sent.sender_address, sent.sender_city,
        sent.receiver_name, sent.receiver_phone, sent.receiver_address, sent.payout_city
    FROM remittances AS sent
    INNER JOIN remittance_parties AS pair ON pair.remittance_id = sent.remittance_id"""
_SIDE = """
    SELECT {role}_party_id AS party_id, {other}_party_id AS other_id, remittance_id,
        '{role}' AS role, {role}_name AS name, {role}_phone AS phone,
        {role}_address AS address, {city} AS city, send_agent_id AS agent_id
    FROM group_sent"""
_SIDES = f"""{_SIDE.format(role="sender", other="receiver", city="sender_city")}
    UNION ALL {_SIDE.format(role="receiver", other="sender", city="payout_city")}"""

#: Each way in which a person was written down, once: spelling all sides would take thrice as long.
_PEOPLE = f"""
    CREATE TEMP TABLE group_people AS
    WITH written AS (
        SELECT party_id, role, name, phone, address, city,
            min(remittance_id) AS remittance_id, count(*) AS times,
            min(coalesce(agent_id, '')) AS first_agent, max(coalesce(agent_id, '')) AS last_agent
        FROM ({_SIDES}) AS sides
        GROUP BY party_id, role, name, phone, address, city
    ), spelt AS (
        SELECT party_id, role, remittance_id, times, first_agent, last_agent, name AS written,
            address, city,
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
            list_has_all(string_split(spelt.name, ' '), string_split(usual.name, ' '))
            OR list_has_all(string_split(usual.name, ' '), string_split(spelt.name, ' '))
            OR jaro_winkler_similarity(spelt.name, usual.name) >= {LEAST_LIKENESS} AS is_usual
        FROM spelt
        INNER JOIN usual ON usual.party_id = spelt.party_id
    )
    SELECT
        party_id, written, phone, address, city, home, first_agent, last_agent,
        CASE WHEN is_usual THEN usual_name ELSE name END AS person,
        CASE
            WHEN party_id = concat('own:', remittance_id, ':', role)
                THEN concat_ws(' of ', name, home)
            WHEN is_usual THEN party_id
            ELSE concat_ws(' as ', party_id, name)
        END AS identity
    FROM called"""

#: Each identity with each value that joins it to another, both by number. `mark` numbers what is
#: shared, an address counted once whomever its people deal with.
_TIES = f"""
    CREATE TEMP TABLE group_ties AS
    WITH given AS (
        SELECT *, unnest(['phone', 'home', 'document']) AS kind, unnest([
            phone, home, CASE WHEN party_id LIKE 'doc:%' THEN party_id END
        ]) AS value
        FROM group_people
    ), owned AS (
        SELECT identity, kind, value, min(first_agent) AS first_agent, max(last_agent) AS last_agent
        FROM given
        WHERE value IS NOT NULL
        GROUP BY identity, kind, value
    ), shared AS (
        SELECT kind, value
        FROM owned
        GROUP BY kind, value
        HAVING count(*) BETWEEN 2 AND {MOST_OWNERS}
            AND (min(first_agent) = '' OR min(first_agent) <> max(last_agent))
    ), neighbours AS (
        SELECT people.* FROM group_people AS people
        SEMI JOIN shared ON shared.kind = 'home' AND shared.value = people.home
    ), joined AS (
        SELECT identity, kind, value AS mark, value
        FROM owned SEMI JOIN shared ON shared.kind = owned.kind AND shared.value = owned.value
        WHERE kind <> 'home'
        UNION ALL
        SELECT DISTINCT near.identity, 'home', near.home,
            concat_ws(' with ', near.home, side.other_id)
        FROM neighbours AS near
        INNER JOIN ({_SIDES}) AS side
            ON side.party_id = near.party_id AND side.name = near.written
            AND side.address = near.address AND side.city IS NOT DISTINCT FROM near.city
    ), several AS (
        SELECT * FROM joined QUALIFY count(*) OVER (PARTITION BY kind, value) > 1
    )
    SELECT
        identity, kind, dense_rank() OVER (ORDER BY kind, mark) AS mark,
        dense_rank() OVER (ORDER BY identity) AS node,
        dense_rank() OVER (ORDER BY kind, value) AS value
    FROM several"""

_LABELS = "CREATE TEMP TABLE group_labels AS SELECT DISTINCT node, node AS label FROM group_ties"

#: The smallest label among those who share a value, and then the label of that one.
_ROUND = """
    CREATE OR REPLACE TEMP TABLE group_next AS
    WITH lowest AS (
        SELECT edge.value, min(known.label) AS label
        FROM group_ties AS edge INNER JOIN group_labels AS known ON known.node = edge.node
        GROUP BY edge.value
    ), nearer AS (
        SELECT edge.node, min(lowest.label) AS label
        FROM group_ties AS edge INNER JOIN lowest ON lowest.value = edge.value
        GROUP BY edge.node
    )
    SELECT nearer.node, least(nearer.label, beyond.label) AS label
    FROM nearer INNER JOIN nearer AS beyond ON beyond.node = nearer.label"""

_CHANGED = """
    SELECT count(*) FROM group_next AS later INNER JOIN group_labels AS known
    ON known.node = later.node WHERE known.label <> later.label"""

_GROUPS = f"""
    CREATE TEMP TABLE party_groups AS
    WITH tied AS (
        SELECT edge.identity, edge.kind, edge.mark, label.label
        FROM group_ties AS edge INNER JOIN group_labels AS label ON label.node = edge.node
    ), known AS (
        SELECT DISTINCT people.party_id, people.written, people.person, tied.label
        FROM tied INNER JOIN group_people AS people ON people.identity = tied.identity
    ), sized AS (
        SELECT label, min(party_id) AS group_id
        FROM known
        GROUP BY label
        HAVING count(DISTINCT person) >= {LEAST_PERSONS}
    ), ties AS (
        SELECT label,
            count(DISTINCT CASE WHEN kind = 'phone' THEN mark END) AS shared_phones,
            count(DISTINCT CASE WHEN kind = 'home' THEN mark END) AS shared_homes,
            count(DISTINCT CASE WHEN kind = 'document' THEN mark END) AS shared_documents
        FROM tied
        GROUP BY label
    ), members AS (
        SELECT known.*, sized.group_id, ties.* EXCLUDE (label)
        FROM known
        INNER JOIN sized ON sized.label = known.label
        INNER JOIN ties ON ties.label = known.label
    )
    SELECT
        members.group_id, remittance_id, role, members.person,
        regexp_extract(members.person, '[^ ]+$') AS surname, {_HOME} AS home,
        members.shared_phones, members.shared_homes, members.shared_documents
    FROM ({_SIDES}) AS side
    INNER JOIN members ON members.party_id = side.party_id AND members.written = side.name"""


def _build(store: Store) -> None:
    for statement in (_SENT, _PEOPLE, _TIES, _LABELS, _ROUND):
        store.run(statement)
    while store.value(_CHANGED):
        store.run("CREATE OR REPLACE TEMP TABLE group_labels AS SELECT * FROM group_next")
        store.run(_ROUND)
    store.run(_GROUPS)
    for table in ("group_sent", "group_people", "group_ties", "group_labels", "group_next"):
        store.run(f"DROP TABLE {table}")


PARTY_GROUPS = Derived("party_groups", ("remittances", "remittance_parties"), (), _build)
