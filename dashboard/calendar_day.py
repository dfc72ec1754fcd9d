"""Which day it is: the one that what is due, late and left is held against."""

from __future__ import annotations

import os
from datetime import date, timedelta

from dashboard import clock
from dashboard.queries import budget_followup
from dashboard.warehouse import Door
from pipelines.home import Demo, open_home

DEMO_SETTING = "PEJLING_DEMO"  # set by the server that is started with --demo


def today(door: Door) -> date:
    """The day that it is in the municipality; in the demo of a made-up one the day at which its calendar stands."""
    return standing_day(door) or clock.today(door.release.time_zone)


def standing_day(door: Door) -> date | None:
    """The day at which a made-up municipality's calendar stands; None outside its demo."""
    demo = open_home().municipality.demo if os.environ.get(DEMO_SETTING) == "1" else None
    return demo_day(door, demo) if demo else None


def demo_day(door: Door, demo: Demo) -> date | None:
    """So many days after the newest month with postings as the settings say; None before there is one."""
    periods = budget_followup.periods(door)
    newest = periods.filter(periods["is_latest"])["last_day"].to_list()
    return newest[0] + timedelta(days=demo.days_after_data) if newest else None
