"""Every kind of fault that is planted."""

from tests.seeded.bodies import BODIES
from tests.seeded.carved import CARVED
from tests.seeded.facets import FACETS
from tests.seeded.grown import GROWN
from tests.seeded.kinds import Kind
from tests.seeded.spoiled import SPOILED
from tests.seeded.wholes import WHOLES

KINDS: tuple[Kind, ...] = (*GROWN, *CARVED, *BODIES, *FACETS, *WHOLES, *SPOILED)
