"""What a backtest of two versions costs, as a multiple of one run of one of them.

    python benchmarks/backtest.py --transactions 1000000              # makes a sample ledger first
    python benchmarks/backtest.py --folder kept                       # and keeps it for next time
    python benchmarks/backtest.py cash_band cash_band:min_items=2

One run is a scan with rule A alone and without the detector, from the files to cases in memory. CPU
is the processor's own time on all threads: on a machine that others use too, it says more than
seconds.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from aml.core.progress import Silent
from aml.pipeline.backtest import backtest
from aml.pipeline.backtest_rules import read_side
from aml.pipeline.basis import gather
from aml.pipeline.folder import building
from aml.pipeline.scan import Engine, scan
from aml.pipeline.workspace import read_workspace
from aml.sample import Shipping, generate_to


def timed(work: Callable[[Path], object], folder: Path) -> tuple[float, float, object]:
    """Seconds and processor seconds of work in a folder of its own, and what it gave."""
    started, busy = time.perf_counter(), time.process_time()
    with building(folder) as place:
        found = work(place)
    return time.perf_counter() - started, time.process_time() - busy, found


def measure(chosen: argparse.Namespace, config: Path, work: Path) -> None:
    workspace = replace(read_workspace(config), use_detector=False)
    basis = gather(workspace)
    sides = (read_side(workspace, chosen.a), read_side(workspace, chosen.b))
    engine = Engine(chosen.threads, chosen.memory)
    alone = replace(basis, active=(sides[0].active,))
    one, busy_one, _ = timed(lambda place: scan(alone, place, Silent(), engine), work)
    whole, busy, found = timed(
        lambda place: backtest(basis, sides, (), None, place, Silent(), engine), work
    )
    console = Console(width=110)
    console.print(getattr(found, "dates", ""))
    console.print(
        f"{chosen.a} against {chosen.b}: {whole:.1f} s ({busy:.1f} s CPU); one run {one:.1f} s"
        f" ({busy_one:.1f} s CPU); ratio {whole / one:.2f} ({busy / busy_one:.2f} in CPU)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("a", nargs="?", default="cash_band")
    parser.add_argument("b", nargs="?", default="cash_band:min_items=2")
    parser.add_argument("--transactions", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="keep the sample here, or take it from here")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="5GB", help="the database's; the process has its own")
    chosen = parser.parse_args()
    if chosen.folder:
        chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="aml-bench-", dir=chosen.folder) as work:
        config = (chosen.folder or Path(work)) / "sample" / "aml.toml"
        if not config.exists():
            generate_to(
                config.parent, chosen.transactions, 1, planted=True, file_format="parquet",
                shipping=Shipping(0, 0),
            )  # fmt: skip
        measure(chosen, config, Path(work))


if __name__ == "__main__":
    main()
