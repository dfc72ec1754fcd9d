"""The organisation that the examples of forecasts are about."""

from __future__ import annotations

TWO_SCHOOLS = """
organisation
unit_id | name       | parent_id | kind
100     | Center Ro  |           | centre
111     | Vestskolen | 100       | institution
112     | Østskolen  | 100       | institution

"""
