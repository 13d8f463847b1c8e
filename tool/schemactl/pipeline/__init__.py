"""The spine: one function a command, each a straight line through the stages."""

from .live import Applied, apply_pending, roll_back
from .propose import Outcome, Proved, propose, prove_file
from .status import Status, read_status

__all__ = ["Applied", "Outcome", "Proved", "Status", "apply_pending", "propose", "prove_file", "read_status", "roll_back"]
