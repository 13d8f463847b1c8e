"""The spine: one function a command, each a straight line through the stages."""

from .live import Applied, apply_pending, roll_back
from .propose import Outcome, Proved, propose, prove_file
from .pull import Pulled, pull
from .status import Status, read_status

__all__ = ["Applied", "Outcome", "Proved", "Pulled", "Status", "apply_pending", "propose", "prove_file", "pull", "read_status", "roll_back"]
