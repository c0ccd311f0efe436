"""printlab: the lab itself (records, storage, workers, services, command line).

The only package that knows both libraries, ``slicer_checks`` and ``scheduler``. Its public page:
open a lab with :class:`Lab` from :class:`Settings`, and ask the verbs in ``printlab.services``
with the :class:`Desk` that ``lab.read(actor)`` or ``lab.write(actor)`` hands out.
"""

from printlab.errors import PrintlabError as PrintlabError
from printlab.lab import Desk as Desk
from printlab.lab import Lab as Lab
from printlab.settings import Settings as Settings
from printlab.version import __version__ as __version__

__all__ = ["Desk", "Lab", "PrintlabError", "Settings", "__version__"]
