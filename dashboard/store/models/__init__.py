"""The tables of the store. What people say is added and never changed: a later word supersedes an earlier one."""

from dashboard.store.models.attention import ReminderSent, ReminderStep, Visit
from dashboard.store.models.audit import AuditEntry
from dashboard.store.models.base import Base, Overwritten, Versioned
from dashboard.store.models.carry_over import CarryOverChange
from dashboard.store.models.data_order import DataOrder
from dashboard.store.models.explanation import Explanation
from dashboard.store.models.focus_area import (
    FocusDecision,
    FocusOutcome,
    FocusPublication,
    FocusText,
    FocusValidation,
)
from dashboard.store.models.forecast_round import ForecastEntry, ForecastRoundEvent, ForecastSign
from dashboard.store.models.login import AccessGrant, KnownPerson, LoginSession
from dashboard.store.models.pack import PackEdition
from dashboard.store.models.supervision import (
    AtypicalDismissal,
    FollowUp,
    SupervisionMark,
    SupervisionSample,
    SupervisionSampleLine,
    SupervisionSign,
)
from dashboard.store.models.use import UseFloor, UseMark, UseQuarter

__all__ = [
    "AccessGrant",
    "AtypicalDismissal",
    "AuditEntry",
    "Base",
    "CarryOverChange",
    "DataOrder",
    "Explanation",
    "FocusDecision",
    "FocusOutcome",
    "FocusPublication",
    "FocusText",
    "FocusValidation",
    "FollowUp",
    "ForecastEntry",
    "ForecastRoundEvent",
    "ForecastSign",
    "KnownPerson",
    "LoginSession",
    "Overwritten",
    "PackEdition",
    "ReminderSent",
    "ReminderStep",
    "SupervisionMark",
    "SupervisionSample",
    "SupervisionSampleLine",
    "SupervisionSign",
    "UseFloor",
    "UseMark",
    "UseQuarter",
    "Versioned",
    "Visit",
]
