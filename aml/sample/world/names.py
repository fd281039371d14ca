"""Invented names of people and firms, drawn from the same pools for everybody in the town."""

from __future__ import annotations

import polars as pl

from aml.sample.chance import Chance, Ints, mixed, words


def pool(text: str) -> list[str]:
    """The names of a text; a hyphen stands for the blank inside a name."""
    return [name.replace("-", " ") for name in text.split()]


GIVEN = pool("""
Adela Aaron Adriana Agnes Alan Alejandro Alicia Amara Amy Andrea Anil Anita Arturo Beatriz Ben
Bianca Boris Brenda Bruno Camila Carl Carmen Cecilia Charles Chloe Clara Claudia Colin Daniel
Daniela David Deborah Diego Dolores Dora Edgar Eduardo Elena Elias Emeka Emily Emma Enrique
Erika Ernesto Esther Eva Fatima Felipe Felix Fiona Frances Francisco Gabriel George Gloria
Grace Gustavo Hana Harold Hector Helen Henry Hugo Ida Ignacio Imani Ines Irene Isaac Isabel
Ivan Jacob James Jasmine Javier Jean Jessica Joel Jorge Julia Karen Karim Kate Kenji Kevin
Laura Leah Leo Leticia Lina Linda Lorena Lucas Lucia Luis Mai Manuel Marco Maria Mariana Mark
Marta Martin Megan Mei Miguel Mina Monica Nadia Naomi Nathan Nicolas Nina Noah Nora Olga Omar
Oscar Pablo Patricia Paul Pedro Peter Priya Rachel Rafael Ramon Raquel Ravi Rebecca Ricardo
Rita Robert Rosa Ruben Ruth Samuel Sandra Sara Sergio Silvia Simon Sofia Stefan Susan Tara
Teresa Thomas Tomas Valeria Vera Victor Victoria Walter Wen Yara Yolanda Yusuf Zoe
""")  # fmt: skip

FAMILY = pool("""
Abbott Acosta Adeyemi Aguilar Allard Alvarado Anand Archer Avila Baker Banerjee Barrera Becker
Beltran Bishop Bravo Brennan Cabrera Calloway Campos Cardenas Carlson Castaneda Cervantes
Chandra Chen Cohen Contreras Cordova Cortez Costa Crane Cruz Dalton Davila Delgado Diaz
Dominguez Doyle Duarte Dunn Eklund Ellis Escobedo Espinoza Estrada Falk Farrell Fierro Figueroa
Fischer Flores Foster Fuentes Galindo Garcia Garza Gibson Gomez Gonzalez Graham Greene Grover
Guerra Gupta Gutierrez Hadley Hale Hansen Harper Hassan Hernandez Herrera Hidalgo Holloway
Horvath Ibarra Iyer Jacobs Jansen Jimenez Juarez Kaminski Keller Khan Kim Kovacs Lambert Lane
Larsen Leal Lee Leon Lindqvist Lopez Lozano Lucero Luna Maddox Maldonado Marin Marquez Marsh
Martinez Mata Medina Mehta Mejia Mendez Mercado Meyer Miranda Molina Montes Mora Morales Moreno
Morris Munoz Murphy Nakamura Navarro Nguyen Nolan Novak Nunez Obi Ochoa Okafor Olsen Orozco
Ortega Osman Pacheco Padilla Palmer Park Parra Patel Pena Perez Petrov Pineda Porter Pruitt
Quintero Quiroz Ramirez Ramos Rangel Reed Reyes Rios Rivas Rivera Robles Rocha Rojas Romero
Rossi Rubio Ruiz Salas Salazar Salinas Sandoval Santana Santos Saunders Schmidt Serrano Shah
Sharma Sierra Silva Singh Solis Soto Stark Suarez Tanaka Tapia Thorne Torres Tran Trevino
Trujillo Underwood Valdez Valencia Vance Vargas Vasquez Vega Velasco Vidal Villa Villarreal
Walsh Wang Weaver Weber Wells Whitfield Wong Wolfe Yamada Yates Zamora Zapata Zuniga
""")  # fmt: skip

STREETS = pool("""
Acacia Alameda Aspen Bayview Birch Bluebonnet Canal Cedar Central Cherry Church Clay Colorado
Commerce Convent Cypress Depot Elm Farragut Fourth Garden Grant Harbor Hickory Houston
Industrial Iturbide Jackson Juniper Lake Laurel Lincoln Madison Magnolia Main Maple Market
Matamoros Mesquite Mill Mission Monterrey Oak Ocean Orange Palm Park Pecan Pine Plum Railroad
Ridge River Rosewood San-Bernardo Santa-Maria Second Spruce Station Sycamore Third Union Valley
Victoria Walnut Washington Water Willow Zaragoza
""")  # fmt: skip

_FIRM_WORDS = pool("""
Acorn Alba Alder Alto Amber Anchor Arbor Argos Atlas Aurora Azul Bahia Beacon Bonanza Borealis
Brisa Cabo Cactus Canyon Capri Cardinal Cascada Cedro Centro Cielo Cobalt Compass Coral Corona
Costa Crest Crystal Cumbre Delta Dorado Eagle Eden Ember Encino Estrella Everest Falcon Faro
Fenix Fiesta Flamingo Fortuna Garnet Globo Granada Halcon Harvest Heron Horizon Huerta Iris
Isla Ivory Jade Jardin Jubilee Kestrel Lago Laguna Lark Laurel Linden Lirio Loma Luz Lynx
Magnolia Mar Marbella Meadow Mesa Mirador Monte Nautilus Nexo Nogal Norte Nova Oasis Ocotillo
Olivo Onyx Opal Oriente Orion Palma Paloma Pegasus Piedra Pinar Pioneer Plata Pradera Prisma
Quetzal Quinta Raven Ribera Roble Royal Sable Sage Salvia Sapphire Sauce Sequoia Sierra Silver
Sirena Solar Sonora Sterling Summit Tango Terra Tierra Tiger Topaz Torre Trebol Tropic Tundra
Union Valle Vela Venado Verde Vista Willow Yucca Zafiro Zenith
""")  # fmt: skip

FIRM_TRADES = {
    "shop": ["Market", "Stores", "Supplies", "Goods", "Corner", "Outlet", "Traders"],
    "food": ["Kitchen", "Grill", "Cafe", "Bakery", "Diner", "Cantina", "Foods"],
    "service": ["Services", "Group", "Partners", "Associates", "Works", "Solutions"],
    "trade": ["Imports", "Trading", "Produce", "Wholesale", "Distribution", "Exports"],
    "carrier": ["Shipping", "Lines", "Maritime", "Ocean"],
    "forwarder": ["Forwarding", "Freight", "Logistics", "Cargo", "Transit"],
    "terminal": ["Terminals", "Stevedoring", "Container Terminal"],
    "agency": ["Ship Agency", "Port Agency"],
    "chemical": ["Biotech", "Chemical", "Fine Chemicals", "Reagents", "Materials"],
    "fuel": ["Petroleum", "Energeticos", "Fuels", "Lubricants", "Oil"],
    "haul": ["Haulage", "Trucking", "Transport", "Carriers"],
}
_US_FORMS = ["LLC", "Inc", "LLC", "Corp", "Co"]
_FORMS = {
    "US": _US_FORMS,
    "MX": ["S.A. de C.V.", "S. de R.L. de C.V."],
    "EC": ["S.A.", "Cia. Ltda."],
    "CO": ["S.A.S.", "Ltda."],
    "PE": ["S.A.C.", "S.A."],
    "ES": ["S.L.", "S.A."],
    "NL": ["B.V."],
    "GB": ["Ltd", "plc"],
    "CA": ["Inc", "Ltd"],
    "CN": ["Co Ltd"],
    "HK": ["Limited"],
    "IN": ["Pvt Ltd"],
    "AE": ["FZE", "LLC"],
    "GT": ["S.A."],
}


def person_names(rng: Chance, count: int) -> pl.Series:
    """Given and family name."""
    return full_names(words(rng, GIVEN, count), words(rng, FAMILY, count))


def full_names(given: pl.Series, family: pl.Series) -> pl.Series:
    """The two parts as one name."""
    return pl.select(pl.concat_str([given, family], separator=" ")).to_series()


def firm_names(rng: Chance, trade: str, country: str, count: int) -> pl.Series:
    """A firm's name: one or two words, what it does, its legal form."""
    first, second = words(rng, _FIRM_WORDS, count), words(rng, _FIRM_WORDS, count)
    is_double = pl.Series(rng.random(count) < 0.6)
    family = words(rng, FAMILY, count)
    is_family = pl.Series(rng.random(count) < 0.2)
    head = pl.select(
        pl.when(is_family)
        .then(family)
        .when(is_double & (first != second))
        .then(pl.concat_str([first, second], separator=" "))
        .otherwise(pl.concat_str([first, family], separator=" "))
    ).to_series()
    forms = _FORMS.get(country, _US_FORMS)
    parts = [head, words(rng, FIRM_TRADES[trade], count), words(rng, forms, count)]
    return pl.select(pl.concat_str(parts, separator=" ")).to_series()


def addresses(rng: Chance, count: int) -> pl.Series:
    """House number and street."""
    number = pl.Series(rng.integers(1, 9900, count)).cast(pl.String)
    street = words(rng, STREETS, count)
    kind = words(rng, ["St", "Ave", "Rd", "Blvd", "Ln"], count)
    return pl.select(pl.concat_str([number, street, kind], separator=" ")).to_series()


def phones(rng: Chance, count: int, country: str = "1") -> pl.Series:
    """International numbers that share no pattern but the country's prefix."""
    number = pl.Series(rng.integers(2_000_000_000, 9_999_999_999, count)).cast(pl.String)
    return pl.select(pl.concat_str([pl.lit(f"+{country}"), number])).to_series()


def documents(number: Ints, key: int) -> pl.Series:
    """Identity papers: two different numbers never have the same paper under one key."""
    digits = pl.Series(mixed(number, key)).cast(pl.String).str.zfill(10)
    return pl.select(pl.concat_str([pl.lit("P"), digits])).to_series()
