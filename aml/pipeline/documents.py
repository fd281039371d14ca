"""Cases to their documents, several at once: a document of one case needs nothing of another's.

A document is made by one processor. So many cases go to processes of their own, one a processor;
few are done sooner than such a process starts.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from itertools import chain, islice

from aml.core.case import Case
from aml.core.plain import plain
from aml.core.progress import Progress
from aml.pipeline.folder import Folder
from aml.report import (
    evidence_csv,
    pack_csv,
    render_docx,
    render_html,
    render_pack,
    render_pdf,
)

Files = Mapping[str, Callable[[Case], str | bytes]]

#: The documents of a case that a run may write: the files of each and what renders them.
DOCUMENTS: Mapping[str, Files] = {
    "html": {"sar.html": render_html},
    "pdf": {"sar.pdf": render_pdf},
    "docx": {"sar.docx": render_docx},
}
#: What is made when a person asks for it, and by no run of its own.
ON_REQUEST: Mapping[str, Files] = {
    "pack": {"sharing_pack.html": render_pack, "sharing_pack.csv": pack_csv},
    "json": {
        "case.json": lambda case: json_text(plain(case)),
        "evidence.csv": evidence_csv,
    },
}
#: Typst works outside Python's lock; as many cases as this are in hand, whatever the machine.
_AT_ONCE = 4
_AHEAD = 16
#: More cases than this are worth processes, and more processes than this only take memory.
_FEW = 24
_MOST_PROCESSES = 8


def write_cases(
    folder: Folder, cases: Iterable[Case], documents: Sequence[str], progress: Progress
) -> None:
    """The documents of each case below cases/, written in the order of the cases.

    Args:
        folder: where they go.
        cases: read one after the other, a few ahead of what is written.
        documents: names of DOCUMENTS and ON_REQUEST.
        progress: told of each case that is written.

    Raises:
        ReportError: a document that its case cannot fill; those of earlier cases are written.
    """
    rest = iter(cases)
    first = list(islice(rest, _FEW + 1))
    ahead: deque[tuple[str, Future[dict[str, str | bytes]]]] = deque()
    with workers(len(first)) as pool:
        for case in chain(first, rest):
            ahead.append((case.case_id, pool.submit(_rendered, case, documents)))
            if len(ahead) >= _AHEAD:
                _write(folder, *ahead.popleft(), progress)
        while ahead:
            _write(folder, *ahead.popleft(), progress)


@contextlib.contextmanager
def workers(cases: int) -> Iterator[Executor]:
    """Threads for few cases, processes for many; what was not begun is given up at an error.

    Processes are started anew, for a copy of one that runs a database may hang.
    """
    pool: Executor = ThreadPoolExecutor(_AT_ONCE)
    if cases > _FEW:
        pool = ProcessPoolExecutor(
            min(os.cpu_count() or 1, _MOST_PROCESSES),
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_end_with_parent,
        )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """Let this process end when the one that started it is killed, and wait for no work alone."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _rendered(case: Case, documents: Sequence[str]) -> dict[str, str | bytes]:
    """The files of a case by name."""
    known = {**DOCUMENTS, **ON_REQUEST}
    return {
        name: render(case) for document in documents for name, render in known[document].items()
    }


def _write(
    folder: Folder, case_id: str, files: Future[dict[str, str | bytes]], progress: Progress
) -> None:
    for name, content in files.result().items():
        folder.write(f"cases/{case_id}/{name}", content)
    progress.step(case_id)


def json_text(shape: object) -> str:
    """A value of lists and mappings as the JSON of a run: sorted, one item a line."""
    return json.dumps(shape, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
