"""The roles that a person can have."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["institution_head", "centre_manager", "controller", "data_unit", "director", "analyst", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
