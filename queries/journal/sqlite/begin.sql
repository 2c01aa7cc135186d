-- One writer at a time; the others wait their turn.
begin immediate;
