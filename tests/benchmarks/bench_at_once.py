"""Eight administrators at once, each as quick as a machine: how long changes and pages take, and who is refused."""

import time
from multiprocessing.connection import Connection
from statistics import median, quantiles
from threading import Barrier

from oktui.domain.errors import DomainError
from oktui.domain.listing import Criteria
from oktui.domain.modules import Module
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.services.answering import in_time
from oktui.services.employees.find_employees import find_employees
from oktui.services.employees.retire_employee import restore_employee, retire_employee
from oktui.services.sign_in.sign_in import SignIn, sign_in
from oktui.values import dataclass
from storage.database import transaction
from storage.models import EmployeeRow
from tests.benchmarks.measuring import Figures, Installation
from tests.support.cast import PASSWORD
from tests.support.effects import make_effects
from tests.support.programs import barrier, start

AT_ONCE = 8
STEPS = 30


@dataclass
class _Seen:
    """Seconds that each change and each page took, and how many were refused."""

    changes: list[float]
    pages: list[float]
    refused: int = 0


def measure(installation: Installation) -> Figures:
    """Milliseconds of changes and pages, alone and with seven others; and how many of all were refused."""
    with installation.opened():
        signing_in = SignIn(Module.REGISTR, "mpsv_radek", PASSWORD, end_other=True)
        actor = sign_in(signing_in, effects=make_effects()).actor
        with transaction():
            rows = EmployeeRow.select(EmployeeRow.id).where(EmployeeRow.retired_at.is_null())
            ids = [row.id for row in rows.order_by(EmployeeRow.id.desc()).limit(AT_ONCE)]
    (alone,) = _work(installation, actor, ids[:1])
    together = _work(installation, actor, ids)
    changes = [taken for seen in together for taken in seen.changes]
    pages = [taken for seen in together for taken in seen.pages]
    return {
        "a change, alone": 1000 * median(alone.changes),
        "a change among eight": 1000 * median(changes),
        "a change among eight, the 99th of 100": 1000 * quantiles(changes, n=100)[98],
        "a page, alone": 1000 * median(alone.pages),
        "a page among eight": 1000 * median(pages),
        "a page among eight, the 99th of 100": 1000 * quantiles(pages, n=100)[98],
        "refused": sum(seen.refused for seen in together),
    }


def _work(installation: Installation, actor: Actor, ids: list[int]) -> list[_Seen]:
    together = barrier(len(ids))
    programs = [start(_administrator, installation, actor, employee_id, together) for employee_id in ids]
    reports: list[_Seen] = [program.report() for program in programs]
    for program in programs:
        program.end()
    return reports


def _administrator(
    installation: Installation, actor: Actor, employee_id: int, together: Barrier, pipe: Connection
) -> None:
    """Retires and restores somebody, and looks at the list in between."""
    effects, seen = make_effects(), _Seen([], [])

    def change(step: int) -> None:
        if step % 2:
            restore_employee(actor, employee_id, effects=effects)
        else:
            retire_employee(actor, employee_id, confirmed=True, effects=effects)

    with installation.opened():
        together.wait()
        for step in range(STEPS):
            for taken, work in (
                (seen.changes, lambda step=step: change(step)),
                (seen.pages, lambda: find_employees(actor, Criteria(), Rows(101), effects=effects)),
            ):
                began = time.perf_counter()
                try:
                    in_time(work)
                except DomainError:
                    seen.refused += 1
                taken.append(time.perf_counter() - began)
    pipe.send(seen)
