"""`aml sample`: a synthetic ledger of any size, with planted truth."""

from __future__ import annotations

from pathlib import Path

import click

from aml.cli.console import say
from aml.pipeline.folder import refused


@click.command()
@click.option(
    "--transactions",
    type=click.IntRange(500),
    default=4000,
    show_default=True,
    help="Entries of the bank's ledger, about.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same bytes.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A new folder.")
@click.option(
    "--file-format",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="Parquet from a million entries on.",
)
@click.option(
    "--voyages",
    type=click.IntRange(0),
    default=0,
    help="Voyages, at least; by default those that the bank's importers need.",
)
@click.option(
    "--bills",
    type=click.IntRange(0),
    default=0,
    help="Bills of lading, at least; by default those of the bank's importers and some others.",
)
@click.option("--quiet", is_flag=True, help="Ordinary life only: no planted scheme.")
def sample(  # noqa: PLR0913, PLR0917 - one argument an option
    transactions: int,
    seed: int,
    out: Path,
    file_format: str,
    voyages: int,
    bills: int,
    quiet: bool,
) -> None:
    """Write a realistic synthetic ledger with everything around it, and scan it with `aml scan`.

    \b
      aml sample --transactions 100000 --seed 7 --out sample_100k
      aml scan --config sample_100k/aml.toml

    The planted schemes and their innocent look-alikes are listed in answers.csv beside the ledger.
    """
    from aml.sample import Shipping, generate_to

    with refused(out):
        generate_to(
            out, transactions, seed,
            planted=not quiet, file_format=file_format, shipping=Shipping(voyages, bills),
        )  # fmt: skip
    say(f"wrote {out}; then: aml scan --config {out / 'aml.toml'}")
