"""Every kind of fault that is planted in toolpaths."""

from tests.seeded_paths.contours import CONTOURS
from tests.seeded_paths.growth import GROWTH
from tests.seeded_paths.hatches import HATCHES
from tests.seeded_paths.kinds import Kind
from tests.seeded_paths.lasers import LASERS
from tests.seeded_paths.layers import LAYERS
from tests.seeded_paths.settings import SETTINGS
from tests.seeded_paths.wholes import WHOLES

KINDS: tuple[Kind, ...] = (
    *LAYERS,
    *CONTOURS,
    *HATCHES,
    *WHOLES,
    *SETTINGS,
    *GROWTH,
    *LASERS,
)
