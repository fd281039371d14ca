"""A tree of nodes as XML: in order, escaped, a shared part in each of its places."""

from aml.report.goaml.node import Node, xml_of


def test_a_part_stands_in_each_of_its_places_at_its_depth():
    name = Node("name", "A & B <Ltd> ñ")
    party = Node("party", parts=[name, Node("empty")])
    root = Node("report", parts=[party, Node("side", parts=[party])])
    assert xml_of(root, " not validated ").decode() == (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        "<!-- not validated -->\n"
        "<report>\n"
        "  <party>\n"
        "    <name>A &amp; B &lt;Ltd&gt; ñ</name>\n"
        "    <empty/>\n"
        "  </party>\n"
        "  <side>\n"
        "    <party>\n"
        "      <name>A &amp; B &lt;Ltd&gt; ñ</name>\n"
        "      <empty/>\n"
        "    </party>\n"
        "  </side>\n"
        "</report>\n"
    )
