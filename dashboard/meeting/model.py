"""What the records of the meeting have in common."""

from pydantic import BaseModel, ConfigDict


class MeetingModel(BaseModel):
    """Frozen, with nothing that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
