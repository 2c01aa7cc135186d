"""Meeting mode: a screen as slides for the far end of a room, with a clock and what is decided docked below."""
