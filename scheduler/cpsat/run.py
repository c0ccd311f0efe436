"""Running CP-SAT within what is left of a search, so that it can be cancelled."""

from __future__ import annotations

from threading import Thread

from ortools.sat.python import cp_model

from scheduler.control import Control

POLL_S = 0.05
"""Seconds between two looks at the person watching."""

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


class Run:
    """One run of the solver on a model; `solver` then answers for the values of variables."""

    def __init__(self, model: cp_model.CpModel, control: Control, time_s: float) -> None:
        self.solver = cp_model.CpSolver()
        parameters = self.solver.parameters
        parameters.max_time_in_seconds = max(POLL_S, min(time_s, control.left_s))
        parameters.num_workers = control.threads
        parameters.random_seed = control.limits.seed
        parameters.catch_sigint_signal = False  # Ctrl-C is the caller's; in a thread it aborts
        self._status = cp_model.UNKNOWN
        self._solve(model, control)

    @property
    def found(self) -> bool:
        """Tell whether there is a solution."""
        return self._status in FOUND

    @property
    def impossible(self) -> bool:
        """Tell whether there is proof that no solution exists."""
        return bool(self._status == cp_model.INFEASIBLE)

    @property
    def bound(self) -> float:
        """The value that no solution of the model goes below."""
        return float(self.solver.best_objective_bound)

    @property
    def proven(self) -> float:
        """The bound, also where no solution was found; zero where nothing is known."""
        if self.impossible or not self.solver.response_proto.best_objective_bound > 0.0:
            return 0.0
        return self.bound

    def _solve(self, model: cp_model.CpModel, control: Control) -> None:
        """Solve in a thread of its own, so that the callback stays in the caller's."""

        def work() -> None:
            self._status = self.solver.solve(model)

        thread = Thread(target=work, name="cp-sat")
        thread.start()
        try:
            while thread.is_alive():
                thread.join(POLL_S)
                if control.cancelled():
                    self.solver.stop_search()
        finally:
            self.solver.stop_search()
            thread.join()
