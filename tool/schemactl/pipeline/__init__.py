"""The spine: one function a command, each a straight line through the stages."""

from .advise import Advice, advise
from .baseline import Baseline, baseline
from .doctor import Diagnosis, examine, read_only
from .init import Started, init
from .inspect import inspect
from .lint import lint
from .live import Applied, apply_pending, roll_back
from .propose import Outcome, Proved, propose, prove_file
from .pull import Pulled, pull
from .slow import Slow, slow
from .status import Status, read_status

__all__ = [
    "Advice",
    "Applied",
    "Baseline",
    "Diagnosis",
    "Outcome",
    "Proved",
    "Pulled",
    "Slow",
    "Started",
    "Status",
    "advise",
    "apply_pending",
    "baseline",
    "examine",
    "init",
    "inspect",
    "lint",
    "propose",
    "prove_file",
    "pull",
    "read_only",
    "read_status",
    "roll_back",
    "slow",
]
