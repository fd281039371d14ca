"""What a grid of a scenario costs, as a multiple of one run of it.

    python benchmarks/tune.py --transactions 10000000             # makes a sample ledger first
    python benchmarks/tune.py --transactions 1000000 --folder kept    # and keeps it for next time
    python benchmarks/tune.py --scenario pass_through --grid min_amount=1000:9000:1000

One run is the median of three at the parameters in force. CPU is the processor's own time on all
threads: on a machine that others use too, it says more than seconds.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from rich.console import Console

from aml.core.progress import Silent
from aml.ledger import read
from aml.pipeline.as_of import settle_as_of
from aml.pipeline.basis import gather
from aml.pipeline.workspace import read_workspace
from aml.sample import Shipping, generate_to
from aml.scenario.fire import fire
from aml.scenario.prepare import derive, tables_of
from aml.scenario.tune_compare import Episodes
from aml.scenario.tune_fire import fire_points
from aml.scenario.tune_grid import read_grid
from aml.scenario.tune_points import plan_points
from aml.store import Store

#: 200 points: 25 of the band, 8 of the number of items.
_GRID = ("near_ratio=0.70:0.94:0.01", "min_items=2,3,4,5,6,7,8,9")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds and processor seconds."""
    started, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - busy


def measure(chosen: argparse.Namespace, config: Path, work: Path) -> None:
    basis = gather(read_workspace(config))
    item = next(i for i in basis.active if i.scenario.scenario_id == chosen.scenario)
    points = plan_points(read_grid(item.scenario, item.parameters, chosen.grid), 1)
    console = Console(width=110)
    with Store(
        work / "run.duckdb", threads=chosen.threads, memory=chosen.memory, work=work
    ) as store:
        reading = read(store, basis.workspace.institution, basis.inputs, basis.profiles, Silent())
        settle_as_of(store, basis.workspace, reading)
        derive(store, tables_of([item.scenario]))
        store.lock()
        runs = [timed(lambda: fire(store, item.scenario, item.parameters)) for _ in range(3)]
        one, busy_one = (median(column) for column in zip(*runs, strict=True))
        episodes = Episodes(points.in_force)
        all_of_them = [{**item.parameters, **point} for point in points.items]

        def grid() -> None:
            way = fire_points(store, item.scenario, all_of_them, points.full, episodes.take)
            console.print(way)

        whole, busy = timed(grid)
    console.print(
        f"{chosen.scenario}: {len(points.items)} points in {whole:.2f} s ({busy:.2f} s CPU);"
        f" one run {one:.2f} s ({busy_one:.2f} s CPU); ratio {whole / one:.1f}"
        f" ({busy / busy_one:.1f} in CPU)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=10_000_000)
    parser.add_argument("--scenario", default="cash_band")
    parser.add_argument("--grid", action="append", help="as aml scenario tune takes it")
    parser.add_argument("--folder", type=Path, help="keep the sample here, or take it from here")
    parser.add_argument("--config", type=Path, help="a workspace instead of a sample ledger")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="5GB", help="the database's; the process has its own")
    chosen = parser.parse_args()
    chosen.grid = tuple(chosen.grid or _GRID)
    if chosen.folder:
        chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="aml-bench-", dir=chosen.folder) as work:
        config = chosen.config or (chosen.folder or Path(work)) / "sample" / "aml.toml"
        if not config.exists():
            generate_to(
                config.parent, chosen.transactions, 1, planted=True, file_format="parquet",
                shipping=Shipping(0, 0),
            )  # fmt: skip
        measure(chosen, config, Path(work))


if __name__ == "__main__":
    main()
