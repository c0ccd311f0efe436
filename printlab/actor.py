"""Who asks: a person with memberships, the system itself, or nobody yet."""

from dataclasses import dataclass

__all__ = ["ROLES", "STAFF", "Actor", "Standing"]

ROLES = ("student", "teacher", "operator", "manager", "company", "admin")
"""Every role a membership may carry."""

STAFF = frozenset({"operator", "manager", "admin"})
"""The roles that run the lab and see all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One membership: a role in an organisation, and in one group of it when that is narrower."""

    role: str
    organisation_id: str
    group_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks a service for something; what they may do is decided in ``services.authorise``."""

    user_id: str | None
    name: str
    standings: tuple[Standing, ...] = ()
    language: str = "en"
    is_system: bool = False

    @classmethod
    def system(cls) -> "Actor":
        """Return the lab itself: workers, the command line of the lab's own machine."""
        return cls(user_id=None, name="printlab", is_system=True)

    @classmethod
    def anonymous(cls, language: str = "en") -> "Actor":
        """Return somebody who has not signed in."""
        return cls(user_id=None, name="", language=language)

    @property
    def roles(self) -> frozenset[str]:
        """Every role this actor holds somewhere."""
        return frozenset(standing.role for standing in self.standings)

    @property
    def organisation_ids(self) -> frozenset[str]:
        """Every organisation this actor belongs to."""
        return frozenset(standing.organisation_id for standing in self.standings)

    @property
    def group_ids(self) -> frozenset[str]:
        """Every group this actor belongs to, as learner or as teacher."""
        return frozenset(s.group_id for s in self.standings if s.group_id is not None)

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a person known to the lab."""
        return self.user_id is not None

    @property
    def is_staff(self) -> bool:
        """Whether this actor runs the lab: operator, manager, admin, or the lab itself."""
        return self.is_system or bool(self.roles & STAFF)

    @property
    def company_ids(self) -> frozenset[str]:
        """The organisations whose work this actor shares as a member of the company."""
        return frozenset(s.organisation_id for s in self.standings if s.role == "company")

    @property
    def taught_group_ids(self) -> frozenset[str]:
        """The groups whose students' work this actor may see as their teacher."""
        return frozenset(
            s.group_id for s in self.standings if s.role == "teacher" and s.group_id is not None
        )

    def has(self, *roles: str) -> bool:
        """Whether this actor holds one of the roles; the lab itself holds them all."""
        return self.is_system or not self.roles.isdisjoint(roles)
