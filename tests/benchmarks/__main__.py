"""`make bench`."""

import tempfile
from pathlib import Path

from tests.benchmarks import (
    bench_at_once,
    bench_audit,
    bench_f3,
    bench_listing,
    bench_lookup,
    bench_passwords,
    bench_refusals,
    bench_start,
)
from tests.benchmarks.measuring import SIZES, Installation, compare
from tests.support import postgres


def main() -> None:
    """Measure installations of both sizes on both engines, and print the figures side by side."""
    with tempfile.TemporaryDirectory(prefix="oktui-bench-") as name, postgres.server() as server:
        embedded = [Installation(f"sqlite:///{name}/{size}/oktui.db", Path(name, str(size))) for size in SIZES]
        served = [Installation(server.create(f"of_{size}"), Path(name, f"served_{size}")) for size in SIZES]
        for title, installations in (("SQLite", embedded), ("PostgreSQL", served)):
            for installation, size in zip(installations, SIZES, strict=True):
                installation.make(size)
            compare(f"queries on {title}, ms", *map(bench_listing.measure, installations))
            compare(f"the one box on {title}, ms", *map(bench_lookup.measure, installations))
            compare(f"the audit on {title}, ms", *map(bench_audit.measure, installations, SIZES))
            compare(f"at once on {title}, ms", *map(bench_at_once.measure, installations))
        compare("F3 on SQLite, ms", *map(bench_f3.measure, embedded))
        bench_refusals.compare_kinds(Path(name, "refusals"))
        bench_start.compare_starts(Path(name, "start"))
    bench_passwords.compare_lengths()


if __name__ == "__main__":
    main()
