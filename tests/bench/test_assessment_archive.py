"""What an assessment costs a command in a large archive on disk: seconds of CPU, and memory.

Each figure is that of a process of its own, as Linux tells it. ``DOSSIER_BENCH_RECORDS`` sets the
number of records (default 20,000; 100,000 take a minute to fill), a fifth of them texts, a fifth
pictures.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from random import Random

import pytest

from dossier.model.events import Accessioned, Claimed, Event, Seen
from dossier.model.fixity import Fixity
from dossier.model.records import Claim, Source
from dossier.workflow.assess import check
from dossier.workflow.kept_assessment import FILE
from tests.tools.big_archive import Size, big_edition, fill, opened

pytestmark = pytest.mark.bench
RECORDS = int(os.environ.get("DOSSIER_BENCH_RECORDS", "20000"))
SIZE = Size(RECORDS, RECORDS // 5, RECORDS // 5)
COMMAND = """
    import json, sys, time
    from pathlib import Path
    from dossier.workflow.assess import check
    from dossier.workflow.integrity import record_findings
    from tests.tools.big_archive import NOW, opened

    with opened(Path(sys.argv[1])) as workspace:
        workspace.edition, workspace.profile
        before = time.process_time()
        if sys.argv[2] == "show":
            record_findings(workspace, "2026-000777", as_of=NOW.date())
        elif sys.argv[2] != "nothing":
            check(workspace, as_of=NOW.date(), requirements=tuple(sys.argv[3:]))
        took = time.process_time() - before
    status = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    print(json.dumps([took, peak]))
"""


def command(root: Path, *words: str) -> tuple[float, float]:
    """Seconds of CPU for the assessment, and the most memory of the process in MB."""
    arguments = [sys.executable, "-c", textwrap.dedent(COMMAND), str(root), *words]
    done = subprocess.run(arguments, check=True, capture_output=True, cwd=Path.cwd())
    took, peak = json.loads(done.stdout)
    return took, peak


def one_more(root: Path, number: int) -> None:
    """A record arrives."""
    wanted, unit = big_edition(SIZE).requirements[7].code, "第3局"
    record = f"2026-{number:06d}"
    source = Source("inbox", f"{unit}/{number}.docx")
    fixity, seen = Fixity(f"sha256:{number:064x}", number), Seen(number, number)
    events: list[Event] = [
        Accessioned(record, 1, fixity, source.name, source, seen, unit),
        Claimed(record, Claim(wanted, "report", unit)),
    ]
    with opened(root) as workspace, workspace.archive.writing() as writer:
        writer.record(events, at=workspace.now(), by="rule:intake")


def test_commands_in_a_large_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = fill(tmp_path, SIZE, Random(3))
    rows = [("nothing", command(root, "nothing")), ("first check", command(root, "check"))]
    kept = (root / "derived" / FILE).stat().st_size / 1e6
    rows.append(("next check", command(root, "check")))
    one_more(root, RECORDS + 1)
    rows.append(("check after one more", command(root, "check")))
    rows.append(("one requirement", command(root, "check", big_edition(SIZE).requirements[7].code)))
    rows.append(("show", command(root, "show")))
    with capsys.disabled():
        print(f"\n{RECORDS} records, 250 asks, 100 units; {kept:.0f} MB kept between commands")
        for name, (took, peak) in rows:
            print(f"{name}: {took:.2f} s, {peak:.0f} MB at most")
    with opened(root) as workspace:
        known = check(workspace, as_of=workspace.today())
        (root / "derived" / FILE).unlink()
    with opened(root) as workspace:
        assert check(workspace, as_of=workspace.today()) == known
