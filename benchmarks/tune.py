"""What a grid of a scenario costs, as a multiple of one run of it.

    python benchmarks/tune.py --transactions 10000000             # makes a sample ledger first
    python benchmarks/tune.py --transactions 1000000 --folder kept    # and keeps it for next time
    python benchmarks/tune.py --scenario pass_through --grid min_amount=1000:9000:1000
    python benchmarks/tune.py --scenario all --config big/aml.toml    # each with a grid of its own

Without --grid, a scenario has 200 points of its first two parameters that decide on alerts: 20 and
10 values from half to twice the value in force, or fewer where the range has no more.

Two ratios. Of a firing: the grid beside one execution of the rule's SQL on tables that are ready,
the median of three. Of a run: the whole command beside a scan with this rule alone, both from the
files on, as benchmarks/backtest.py counts it. CPU is the processor's own time on all threads: on a
machine that others use too, it says more than seconds.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from statistics import median

from rich.console import Console

from aml.core.problem import AmlError
from aml.core.progress import Silent
from aml.core.scenario import Parameter, ParameterValue
from aml.ledger import read
from aml.pipeline.as_of import settle_as_of
from aml.pipeline.basis import gather
from aml.pipeline.library import Active
from aml.pipeline.workspace import read_workspace
from aml.sample import Shipping, generate_to
from aml.scenario.fire import bindings, fire
from aml.scenario.prepare import derive, tables_of, why_not
from aml.scenario.tune_compare import Episodes
from aml.scenario.tune_fire import fire_points
from aml.scenario.tune_grid import read_grid
from aml.scenario.tune_points import plan_points
from aml.store import Store

#: Values of the first and of the second parameter of a grid that nobody named.
_SIZES = (20, 10)
_CONSOLE = Console(width=130)


def grid_of(item: Active) -> tuple[str, ...]:
    """A grid of a scenario's first two parameters, as `aml scenario tune` takes it."""
    deciding = bindings(item.scenario, item.parameters)
    numbers = [
        parameter
        for parameter in item.scenario.parameters
        if parameter.name in deciding and parameter.tunable and parameter.kind != "text"
    ]
    return tuple(
        f"{p.name}={','.join(islice(values(p, deciding[p.name]), size))}"
        for p, size in zip(numbers, _SIZES, strict=False)
    )


def values(parameter: Parameter, in_force: ParameterValue) -> Iterator[str]:
    """Values around the one in force, inside the range of a parameter."""
    force, whole = Decimal(in_force), isinstance(in_force, int)
    low = max(parameter.low or Decimal(0), force / 2)
    high = min(parameter.high or force * 2, force * 2)
    step = max((high - low) / (_SIZES[0] - 1), Decimal(1) if whole else Decimal("0.0001"))
    given = set()
    while low <= high:
        value = str(int(low) if whole else low.quantize(Decimal("0.0001")))
        if value not in given and Decimal(value) >= (parameter.low or 0):
            given.add(value)
            yield value
        low += step


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds and processor seconds."""
    started, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - busy


def measure(store: Store, item: Active, asked: tuple[str, ...], ready: tuple[float, float]) -> None:
    """Time a firing and a grid of a scenario, and say what they cost.

    `ready`: seconds and processor seconds until the tables were there.
    """
    name = item.scenario.scenario_id
    points = plan_points(read_grid(item.scenario, item.parameters, asked or grid_of(item)), 1)
    runs = [timed(lambda: fire(store, item.scenario, item.parameters)) for _ in range(3)]
    one, busy_one = (median(column) for column in zip(*runs, strict=True))
    episodes = Episodes(points.in_force)
    all_of_them = [{**item.parameters, **point} for point in points.items]
    ways = []

    def grid() -> None:
        ways.append(fire_points(store, item.scenario, all_of_them, points.full, episodes.take))

    whole, busy = timed(grid)
    (way,) = ways
    axes = " ".join(f"{axis.name}:{len(axis.values)}" for axis in points.axes)
    _CONSOLE.print(
        f"{name} {axes}: {len(points.items)} points in {whole:.2f} s ({busy:.2f} s CPU);"
        f" one firing {one:.2f} s ({busy_one:.2f} s CPU): x {whole / one:.1f}"
        f" ({busy / busy_one:.1f} in CPU); {way.full} in full, {way.reduced} on {way.foci} foci"
    )
    until, busy_until = ready
    _CONSOLE.print(
        f"    from the files on: {until + whole:.1f} s ({busy_until + busy:.1f} s CPU) against"
        f" {until + one:.1f} s ({busy_until + busy_one:.1f} s CPU) for one run:"
        f" x {(until + whole) / (until + one):.2f}"
        f" ({(busy_until + busy) / (busy_until + busy_one):.2f} in CPU)"
    )


def measure_all(chosen: argparse.Namespace, config: Path, work: Path) -> None:
    """Each chosen scenario that can run on the tables of a workspace."""
    basis = gather(read_workspace(config))
    items = [i for i in basis.active if chosen.scenario in (i.scenario.scenario_id, "all")]
    given = frozenset(entry.table for entry in basis.inputs)
    with Store(
        work / "run.duckdb", threads=chosen.threads, memory=chosen.memory, work=work
    ) as store:

        def prepare() -> None:
            institution = basis.workspace.institution
            reading = read(store, institution, basis.inputs, basis.profiles, Silent())
            settle_as_of(store, basis.workspace, reading)
            derive(store, tables_of(item.scenario for item in items))

        ready = timed(prepare)
        store.lock()
        for item in items:
            _, reason = why_not(store, item.scenario, given)
            if reason:
                _CONSOLE.print(f"{item.scenario.scenario_id}: {reason}")
                continue
            try:
                measure(store, item, chosen.grid, ready)
            except AmlError as error:
                _CONSOLE.print(f"{item.scenario.scenario_id}: {error}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=10_000_000)
    parser.add_argument("--scenario", default="cash_band", help="its id, or all")
    parser.add_argument("--grid", action="append", help="as aml scenario tune takes it")
    parser.add_argument("--folder", type=Path, help="keep the sample here, or take it from here")
    parser.add_argument("--config", type=Path, help="a workspace instead of a sample ledger")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="5GB", help="the database's; the process has its own")
    chosen = parser.parse_args()
    chosen.grid = tuple(chosen.grid or ())
    if chosen.folder:
        chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="aml-bench-", dir=chosen.folder) as work:
        config = chosen.config or (chosen.folder or Path(work)) / "sample" / "aml.toml"
        if not config.exists():
            generate_to(
                config.parent, chosen.transactions, 1, planted=True, file_format="parquet",
                shipping=Shipping(0, 0),
            )  # fmt: skip
        measure_all(chosen, config, Path(work))


if __name__ == "__main__":
    main()
