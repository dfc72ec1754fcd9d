"""Someone who looks: in one role, for some units."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.roles import Role
from dashboard.warehouse import Scope


@dataclass(frozen=True)
class Person:
    """Someone in one of their roles. `key` names the role in an address, `units` are those seen with all below.

    `subject` is who logged in, `name` what they are called; both are empty in the demo, where nobody logs in. A deputy
    has the role in somebody else's place.
    """

    key: str
    role: Role
    units: tuple[str, ...]
    unit_name: str
    subject: str = ""
    name: str = ""
    is_deputy: bool = False

    @property
    def who(self) -> str:
        """Whose word it is that is kept."""
        return self.subject or self.key

    @property
    def scope(self) -> Scope:
        return Scope.of(self.units)

    def goes_on_as(self, before: Person) -> bool:
        """Whether this is the one who looked `before`, in the same role, with all the units that they had then.

        What was drawn for somebody is done by nobody else, and no more by them when a unit was taken from them.
        """
        is_the_same = (self.who, self.key) == (before.who, before.key)
        return is_the_same and (self.sees_everything or set(before.units) <= set(self.units))

    @property
    def sees_everything(self) -> bool:
        return self.scope.is_whole_municipality
