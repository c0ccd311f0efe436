"""What would help the jobs of a plan that are late or at risk, looked for before somebody asks."""

from sqlalchemy import Select, select

from printlab import tasks
from printlab.convert.insight import wanting_advice
from printlab.lab import Desk
from printlab.records import Job, Plan, Task

__all__ = ["advise_next"]


def advise_next(desk: Desk, plan: Plan) -> None:
    """Queue the search for what would help the next job of a plan that wants it, once per job.

    Each search queues the next when it ends: one worker at a time is held, and parts that come in
    meanwhile are checked between them.
    """
    if plan.insight is None or plan.state not in {"proposed", "published"}:
        return
    numbers = wanting_advice(plan.insight)
    found = {job.number: job for job in desk.session.scalars(_jobs(numbers))}
    keys = {number: f"advise_job:{plan.id}:{job.id}:due" for number, job in found.items()}
    begun = select(Task.idempotency_key).where(Task.idempotency_key.in_(keys.values()))
    known = set(desk.session.scalars(begun))
    for number in numbers:
        if number in keys and keys[number] not in known:
            job = found[number]
            payload = {"plan_id": plan.id, "job_id": job.id, "job": number}
            tasks.enqueue(
                desk, "advise_job", payload, idempotency_key=keys[number], subject_id=job.id
            )
            return


def _jobs(numbers: list[str]) -> Select[Job]:
    return select(Job).where(Job.number.in_(numbers))
