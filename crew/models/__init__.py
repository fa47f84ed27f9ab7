"""Who: members, departments and roles."""

from crew.models.department import Department
from crew.models.member import CrewMember
from crew.models.role import Role

__all__ = ["CrewMember", "Department", "Role"]
