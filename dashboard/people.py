"""What the people of a made-up municipality have said, as its file tells it: read and judged."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.access import Page
from dashboard.decisions.data_orders import Act
from dashboard.packs.content import Sort
from dashboard.roles import Role
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store.explanations import Cause
from dashboard.store.focus_areas import Choice, Done
from dashboard.store.forecast_steps import SignState
from dashboard.store.supervision import MarkWord
from pipelines.problems import WrongUse


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UnitAnswer(_Part):
    """A unit that answers the round in its own way; `state` None: it has said nothing."""

    unit: str
    state: SignState | None = None
    day: int = 0
    words: str = ""
    comments: dict[str, str] = {}
    amounts: dict[str, Decimal] = {}


class RoundLife(_Part):
    """An open round. Whoever is not in `units` gives the statistical forecast, with `words` where they are needed."""

    name: str
    opens: int
    closes: int
    day: int
    approved_day: int
    approved_below: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = {}
    units: tuple[UnitAnswer, ...] = ()


class Explained(_Part):
    """An explanation, and on a later day what came of it."""

    unit: str
    account_group: str
    months_back: int = 0
    day: int
    cause: Cause
    words: str
    action: str = ""
    responsible: str = ""
    deadline: int | None = None
    is_done: bool | None = None
    outcome: str = ""
    outcome_day: int = 0


class Marked(_Part):
    """What is said of the drawn posting with that number; the others are seen."""

    unit: str
    number: int = Field(ge=1)
    mark: MarkWord
    words: str


class SupervisionLife(_Part):
    """Institutions: all but the `missing` have signed the month before, only the `signed` the newest."""

    missing: tuple[str, ...] = ()
    day: int
    signed: tuple[str, ...] = ()
    signed_day: int
    marks: tuple[Marked, ...] = ()


class Dismissed(_Part):
    """A reason of an atypical posting that is set aside."""

    voucher: str
    rule: str
    reason: str
    day: int


class Followed(_Part):
    """A unit that finance looks into."""

    unit: str
    why: str
    who: str
    due: int
    day: int


class OrderStep(_Part):
    """A step of an order for data; `owner` and `validator` are those that are agreed on."""

    act: Act
    day: int
    words: str = ""
    owner: str = ""
    validator: str = ""


class Ordered(_Part):
    """An order for data by the leader of a unit in that role, or by finance where it is for the whole."""

    role: Role
    unit: str = WHOLE_MUNICIPALITY
    day: int
    title: str
    asked_by: str
    purpose: str
    decision: str
    needed_by: int
    owner: str = ""
    validator: str = ""
    steps: tuple[OrderStep, ...] = ()


Share = Annotated[float, Field(ge=0, le=1)]


class UseLife(_Part):
    """Use in the quarters that are over: which share of each role used which page, and which packs.

    `people` are those besides the leaders of units, `share_of_newest` how much each quarter was used, the newest first.
    """

    people: dict[Role, int] = {}
    share_of_newest: tuple[Share, ...] = (1.0,)
    pages: dict[Page, dict[Role, Share]] = {}
    packs: dict[Sort, dict[Role, Share]] = {}


class RightLife(_Part):
    """Somebody who has logged in on a day; with a `role`, the right that they got on the day after."""

    name: str
    email: str
    day: int
    role: Role | None = None
    unit: str = WHOLE_MUNICIPALITY
    begins: int | None = None
    ends: int | None = None
    deputy_for: str = ""
    words: str = ""
    taken: int | None = None
    taken_words: str = ""


class FocusAnswer(_Part):
    """What managers decide about an area of a domain (or of one that goes well, `strength`), and what comes of it.

    `days` after the areas came out is the deadline.
    """

    about: str
    decision: Choice
    words: str = ""
    action: str = ""
    responsible: str = ""
    days: int | None = None
    is_done: Done | None = None
    outcome: str = ""


class FocusLife(_Part):
    """The focus areas of the newest quarter that is over, out on `day`, and of the one before, out on `before_day`.

    Of the newest, some centres' wait for validation (`asked`), some are not asked about yet, some are not answered.
    """

    before_day: int
    day: int
    days_to_decide: int
    representative: str
    asked: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    answers: tuple[FocusAnswer, ...] = ()


class People(_Part):
    """All that is said. Days count from the last day of the newest month with postings."""

    round: RoundLife
    explanations: tuple[Explained, ...] = ()
    supervision: SupervisionLife
    dismissals: tuple[Dismissed, ...] = ()
    follow_ups: tuple[Followed, ...] = ()
    data_orders: tuple[Ordered, ...] = ()
    use: UseLife = UseLife()
    rights: tuple[RightLife, ...] = ()
    focus: FocusLife | None = None


def read_people(file: Path) -> People:
    """The file, understood. Raises WrongUse."""
    try:
        return People.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUse(str(error), where=str(file), remedy="mend the file; it is TOML in UTF-8") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise WrongUse(f"{key}: {first['msg']}", where=str(file), remedy="mend that key") from error
