"""The kinds of background task, each with who does it."""

from collections.abc import Mapping
from types import MappingProxyType

from printlab.handler import Handler
from printlab.handlers.advise_job import AdviseJob
from printlab.handlers.answer_what_if import AnswerWhatIf
from printlab.handlers.check_part import CheckPart
from printlab.handlers.check_toolpath import CheckToolpath
from printlab.handlers.make_plan import MakePlan
from printlab.handlers.make_toolpath import MakeToolpath
from printlab.handlers.promise_quote import PromiseQuote

__all__ = ["HANDLERS"]

HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "advise_job": AdviseJob(),
        "check_part": CheckPart(),
        "check_toolpath": CheckToolpath(),
        "make_plan": MakePlan(),
        "make_toolpath": MakeToolpath(),
        "promise_quote": PromiseQuote(),
        "what_if": AnswerWhatIf(),
    }
)
