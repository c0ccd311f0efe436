"""Refusals in the page's language, by their stable code.

Services say what is wrong as a code with parameters and an English sentence; this table holds the
sentence that gettext translates. A test fails when a code that printlab raises is missing here.
"""

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from printlab.errors import PrintlabError, Unreadable
from printlab.texts import library_sentence

__all__ = ["SENTENCES", "http_sentence", "sentence"]

SENTENCES: dict[str, object] = {
    # anybody, anywhere
    "not-found": _l("There is no such thing here."),
    "not-allowed": _l("You may not do this."),
    "not-a-member": _l("You can only hand in work for your own organisation and groups."),
    "decision-needs-a-person": _l("A decision is made by a person."),
    "order-not-yours": _l("Only the company that pays may order."),
    # accounts
    "sign-in-refused": _l("E-mail address or password is not right."),
    "password-length": _l("A password has %(least)s to %(most)s characters."),
    "password-differs": _l("The two passwords differ."),
    "password-wrong": _l("This is not your password now."),
    "email-malformed": _l("This is not an e-mail address."),
    "email-known": _l("Somebody with this e-mail address is known already."),
    "name-missing": _l("A person needs a name."),
    "role-missing": _l("Choose a role."),
    "role-unknown": _l("There is no role %(role)s."),
    "invite-unknown": _l("This invitation is not known, is used, or has expired."),
    "language-unknown": _l("This language is not offered."),
    # uploads
    "file-missing": _l("Choose a file."),
    "file-too-large": _l("The file is larger than %(most_mb)s MB."),
    "material-missing": _l("Choose a material."),
    "material-unknown": _l("The lab does not print %(material)s."),
    "material-not-on-machine": _l("No machine of this class prints %(material)s."),
    "machine-class-unknown": _l("The lab has no machine of class %(class)s."),
    "quantity-out-of-range": _l("Ask for %(least)s to %(most)s copies, as a whole number."),
    "needed-by-missing": _l("Say by which day you need the parts."),
    "needed-by-malformed": _l("Write the day as 2027-03-28."),
    "needed-by-past": _l("The day you need the parts is in the past."),
    "far-ahead": _l("Choose a moment within ten years from now."),
    "due-past": _l("The due day is in the past; choose a later one."),
    "needed-by-far": _l("The day you need the parts is more than two years ahead."),
    "organisation-missing": _l("Say for which organisation this is."),
    "organisation-unknown": _l("This organisation is not known."),
    "group-unknown": _l("This class or course is not known."),
    "group-elsewhere": _l("This class or course is of another organisation."),
    "group-expired": _l("This class or course is over."),
    "unit-unknown": _l("Units are mm, um, inch, m."),
    "owner-missing": _l("A part belongs to a person; sign in first."),
    # toolpaths that the lab makes
    "pattern-unknown": _l("There is no such pattern."),
    "support-distance": _l(
        "Walls of supports are %(least)s to %(most)s mm apart; 0 leaves them out."
    ),
    "skin-layers": _l("A skin has 0 to %(most)s layers."),
    "skin-power": _l("Write a number from 0 to %(most)s; 0 takes the parameter set's own."),
    "skin-speed": _l("Write a number from 0 to %(most)s; 0 takes the parameter set's own."),
    "name-too-long": _l("Use at most %(most)s characters here."),
    "note-too-long": _l("Use at most %(most)s characters here."),
    "key-too-long": _l("Use at most %(most)s characters here."),
    # reports, submissions, quotes
    "orientation-unknown": _l("The report offers no such way to lay the part."),
    "part-changed": _l("The part was changed in the meantime; look at its report again."),
    "report-not-ready": _l("This part has not been checked yet."),
    "build-empty": _l("There is nothing left on this platform."),
    "toolpath-layers-many": _l("The toolpath has more than %(most)s layers."),
    "toolpath-not-checked": _l("This toolpath has not been checked yet."),
    "check-not-done": _l("The part has not been checked yet."),
    "errors-not-acknowledged": _l(
        "The check found errors in this part. Tick that you know of them."
    ),
    "submission-state": _l("This submission is in a state in which that cannot be done."),
    "not-your-decision": _l("You may not decide about this submission."),
    "reason-missing": _l("Say why."),
    "reason-too-long": _l("Use at most %(most)s characters."),
    "weight-out-of-range": _l("The weight is above 0 and at most 1000."),
    "day-malformed": _l("Write the day as year-month-day."),
    "number-malformed": _l("Write a number here."),
    "part-not-accepted": _l("A part is offered once its check has found no errors."),
    "price-not-known": _l("No machine of the lab can print this part now."),
    "quote-state": _l("This quote is no longer open."),
    "quote-date-changed": _l(
        "Other work came in meanwhile and the date holds no more; have it worked out anew."
    ),
    "po-missing": _l("Fill in your purchase order number."),
    "po-too-long": _l("A purchase order number has at most %(most)s characters."),
    "job-planned": _l("Job %(job)s is planned already; ask the lab to take it out."),
    # plans and builds
    "nothing-to-plan": _l("There is nothing to plan: no job is open."),
    "plan-unknown": _l("No plan was found in the time given; give it more time."),
    "no-eligible-machine": _l("Job %(part)s has no machine that may print it in %(material)s."),
    "too-tall": _l(
        "Job %(part)s is %(height_mm)s mm high; the tallest machine that may print it has "
        "%(limit_mm)s mm."
    ),
    "horizon-alone": _l(
        "Job %(part)s cannot be printed and unloaded within the days that a plan looks ahead, "
        "even with a machine to itself."
    ),
    "horizon-together": _l(
        "No plan was found that prints every job within the days it looks ahead; %(count)s copies "
        "have no place, the first of them of job %(part)s."
    ),
    "cancelled": _l("The search was stopped before it found a plan."),
    "plan-state": _l("Plan %(version)s is in a state in which that cannot be done."),
    "together-unknown": _l("No job %(job)s of this owner and parameter set is yet to be printed."),
    "job-state": _l("Job %(job)s is in a state in which that cannot be done."),
    "job-fixed": _l("Build %(build)s runs or is pinned and holds copies of job %(job)s."),
    "advice-nothing-told": _l(
        "This plan does not say why the job is ready then; make a new plan to know."
    ),
    "what-if-nothing": _l("Nothing is planned; publish a plan first."),
    "what-if-no-footing": _l(
        "What is planned cannot be kept as things stand; make a new plan first."
    ),
    "what-if-skill": _l("Choose a skill of the list."),
    "what-if-job-gone": _l("The plan has moved on: this job is in another state now."),
    "what-if-unknown": _l("Choose what is to change."),
    "what-if-job": _l("Choose a job of the list."),
    "what-if-machine": _l("Choose a machine of the list."),
    "what-if-day-missing": _l("Fill in the new day."),
    "what-if-moment-missing": _l("Fill in from when until when."),
    "what-if-stretch": _l("The end lies after the start, and in the future."),
    "what-if-heads": _l("Ask for 1 to %(most)s people."),
    "moment-malformed": _l("Write the moment as year-month-day and hour:minute."),
    "plan-outdated-lab": _l(
        "The lab file was loaded again since plan %(version)s was asked for; make a new plan."
    ),
    "plan-outdated-build": _l(
        "Build %(build)s began, ended or was pinned since plan %(version)s was asked for; make a "
        "new plan."
    ),
    "plan-outdated-station": _l(
        "Work at %(station)s was noted since plan %(version)s was asked for; make a new plan."
    ),
    "plan-outdated-job": _l(
        "Plan %(version)s prints copies of job %(job)s that are not wanted any more; make a new "
        "plan."
    ),
    "plan-outdated-mates": _l(
        "What job %(job)s may share a platform with is not what plan %(version)s knew; make a new "
        "plan."
    ),
    "plan-outdated-start": _l(
        "Plan %(version)s begins work at %(place)s at a time that is past; make a new plan."
    ),
    "plan-outdated-machine": _l(
        "Build %(build)s runs longer than plan %(version)s took it to at %(machine)s; make a new "
        "plan."
    ),
    "plan-outdated-late": _l(
        "What plan %(version)s loads at %(station)s is not there in time any more; make a new plan."
    ),
    "plan-not-published": _l("Publish the plan before work on it begins."),
    "time-limit-out-of-range": _l("Let the planner search for %(least)s to %(most)s seconds."),
    "build-state": _l("Build %(build)s is in a state in which that cannot be done."),
    "machine-busy": _l("%(machine)s still runs %(build)s; finish it first."),
    "operation-state": _l("The work at %(station)s is in a state in which that cannot be done."),
    "operation-early": _l("Build %(build)s is still to come off its machine."),
    "operation-out-of-turn": _l("First finish what is done at %(station)s."),
    "operation-lost": _l("Parts were given up at %(station)s; the next plan prints them again."),
    "operation-replanned": _l(
        "A plan was published since without this work at %(station)s; it stays as noted."
    ),
    "operation-followed": _l("First undo what is noted at %(station)s."),
    "copies-unknown": _l("Choose copies that are in it."),
    "station-busy": _l("%(station)s is taken; finish what is in it first."),
    "pinned-blocked": _l(
        "Build %(build)s is pinned to a time at which %(other)s still has the machine; unpin it "
        "and plan again."
    ),
    # the lab itself
    "lab-not-loaded": _l("This lab has no machines yet; load a lab file with `lab load`."),
    "file-damaged": _l("A stored file is not what it was when it was put."),
    "file-not-stored": _l("This file is not in the lab's store."),
    "files-unwritable": _l("The lab's store cannot take this file (is the disk full?)."),
    "database-busy": _l("The lab is busy; please try again."),
    "database-unreachable": _l("The lab's database cannot be reached."),
    "child-server-failed": _l("The process that checks files did not start; see the log."),
    "child-memory": _l("The file needs more memory than the lab gives to one file."),
    "child-time": _l("The file needs more time than the lab gives to one file."),
    "child-output": _l("The file gives a larger answer than the lab accepts."),
    "child-crashed": _l("The work on this file ended by itself. The lab's log tells more."),
    "child-stopped": _l("The work was stopped."),
    "task-cancelled": _l("The task was cancelled."),
    "worker-lost": _l("The work was begun several times and its worker died each time."),
    "internal-error": _l("A bug in printlab ended this work; the worker's log tells more."),
}
"""One sentence for each code that a page can meet, with the names of its parameters."""

_HTTP: dict[int | str, object] = {
    400: _l("The request could not be understood."),
    401: _l("Sign in first."),
    403: _l("You may not do this."),
    404: _l("There is no such page, or none that you may see."),
    405: _l("This address does not answer that kind of request."),
    413: _l("The upload is larger than this lab accepts."),
    422: _l("Something in the request cannot be used."),
    429: _l("Too many attempts. Wait a minute and try again."),
    500: _l("Something in printlab broke. It has been written down; nothing of yours was lost."),
    503: _l("The lab cannot answer just now. Try again in a minute."),
    "csrf": _l(
        "This form is too old or was not made for you. Go back, reload the page and try again."
    ),
}


def sentence(error: PrintlabError) -> str:
    """Return a refusal's sentence in the page's language; an unknown code keeps its English.

    What a file's reader refuses is told by the library that read it, in its own words.
    """
    own = SENTENCES.get(error.code)
    if own is None or isinstance(error, Unreadable):
        told = library_sentence(error.code, error.params, str(get_locale()))
        if told is not None:
            return told
    if own is None:
        return error.message
    return str(own) % _Params(error.params)


def http_sentence(status: int | str) -> str:
    """Return the sentence for an HTTP status."""
    return str(_HTTP.get(status, _HTTP[400]))


class _Params(dict[str, object]):
    """Parameters of a sentence; one that is missing shows as an ellipsis instead of failing."""

    def __missing__(self, key: str) -> str:
        return "…"
