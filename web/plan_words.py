"""How good a plan is and how far its making is, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from printlab.errors import PrintlabError
from printlab.services.background import TaskProgress
from printlab.services.plan_view import PlanView
from web.line_words import STAGES, STATUSES, TERMS, word
from web.localise import number
from web.messages import sentence

__all__ = ["PlanProgress", "Quality", "TermRow", "plan_words", "quality"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """One term of the objective: what it counts, how much, and what it adds to the cost."""

    name: str
    explanation: str
    amount: float
    weight: float
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How good a plan is: sentences first, then the numbers behind them."""

    status: str
    gap: str
    terms: tuple[TermRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProgress:
    """How far the making of a plan is; ``causes`` where several rule every plan out."""

    line: str
    percent: int | None
    detail: str
    failure: str
    causes: tuple[str, ...] = ()


def quality(plan: PlanView, terms: Mapping[str, Mapping[str, float]]) -> Quality:
    """Say how good a plan is, and of what its cost is made."""
    rows = tuple(_term(name, values) for name, values in terms.items() if values.get("weight"))
    return Quality(status=word(STATUSES, plan.status), gap=_gap(plan), terms=rows)


def _gap(plan: PlanView) -> str:
    if plan.objective is None or plan.bound is None or plan.gap is None:
        return ""
    cost, bound = number(plan.objective), number(plan.bound)
    if plan.status == "optimal":
        return str(_("Its cost is %(cost)s, and no plan can cost less.", cost=cost))
    words = _(
        "Its cost is %(cost)s. It is proved that no plan can cost less than %(bound)s; of the gap "
        "of %(gap)s %% between them usually most is the weakness of that bound, and little can be "
        "gained.",
        cost=cost,
        bound=bound,
        gap=number(100 * plan.gap, 1),
    )
    return str(words)


def _term(name: str, values: Mapping[str, float]) -> TermRow:
    title, explanation = TERMS.get(name, (name, ""))
    return TermRow(
        name=str(title),
        explanation=str(explanation),
        amount=float(values.get("amount", 0.0)),
        weight=float(values.get("weight", 0.0)),
        cost=float(values.get("cost", 0.0)),
    )


def plan_words(progress: TaskProgress) -> PlanProgress:
    """Say how far the making of a plan is; a search tells its cost and bound as it goes."""
    stage, *numbers = progress.stage.split(" ")
    counted = progress.total > 0
    line = word(STAGES, stage)
    if counted:
        line = _(
            "%(stage)s: %(done)s of %(total)s s",
            stage=line,
            done=number(progress.done),
            total=number(progress.total),
        )
    return PlanProgress(
        line=line,
        percent=round(100 * progress.done / progress.total) if counted else None,
        detail=_detail(numbers),
        failure=_failure(progress),
        causes=_causes(progress),
    )


def _detail(numbers: list[str]) -> str:
    """Say the best cost so far and the bound, where the search has told them."""
    values = [float(text) for text in numbers if text.replace(".", "", 1).isdigit()]
    if not values:
        return ""
    cost = number(values[0])
    if len(values) == 1:
        return str(_("Cost of the best plan so far %(cost)s.", cost=cost))
    words = _(
        "Cost of the best plan so far %(cost)s; no plan can cost less than %(bound)s.",
        cost=cost,
        bound=number(values[1]),
    )
    return str(words)


def _failure(progress: TaskProgress) -> str:
    if progress.error_code is None:
        return ""
    english = progress.error_message or progress.error_code
    return sentence(PrintlabError(progress.error_code, english, progress.error_params))


def _causes(progress: TaskProgress) -> tuple[str, ...]:
    """Return a sentence for each cause, where several rule every plan out."""
    causes = progress.error_params.get("causes")
    if not isinstance(causes, list):
        return ()
    return tuple(sentence(PrintlabError(one["code"], one["code"], one["params"])) for one in causes)
