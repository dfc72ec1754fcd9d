"""Questions to the marts of focus areas. Each picks rows and their order; what is scored is scored in the mart."""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import Door

SPANS_OF_A_SERIES = 12


def spans(door: Door) -> pl.DataFrame:
    """Every quarter, half-year and year that is over, the newest first; of one day the shortest first."""
    return door.rows("select * from focus_areas__span order by last_day desc, first_period desc")


def centres(door: Door, span: str) -> pl.DataFrame:
    """The best candidate of each centre that has any in a span: for the centre's number and name."""
    return door.rows(
        "select * from focus_areas__candidate where span = $span and rank = 1 order by centre_name, centre_id",
        span=span,
    )


def candidates(door: Door, span: str, centre_id: str) -> pl.DataFrame:
    """A centre's candidates in a span, the best first, with the pieces of their scores."""
    return door.rows(
        "select * from focus_areas__candidate where span = $span and centre_id = $centre_id order by rank",
        span=span,
        centre_id=centre_id,
    )


def history(door: Door, span_kind: str, last_number: int, centre_id: str) -> pl.DataFrame:
    """What a centre's signals were in the twelve spans of a kind that end with a number, the oldest first."""
    return door.rows(
        """
        select span, span_number, signal, subject_id, value, reference, role from focus_areas__candidate
        where span_kind = $span_kind and centre_id = $centre_id and span_number between $first and $last
        order by span_number, rank
        """,
        span_kind=span_kind,
        centre_id=centre_id,
        first=last_number - SPANS_OF_A_SERIES + 1,
        last=last_number,
    )


def proposed(door: Door, span: str) -> pl.DataFrame:
    """The candidates of a span that are proposed, of every centre."""
    return door.rows(
        "select * from focus_areas__candidate where span = $span and is_proposed order by centre_id, rank", span=span
    )
