"""The Velocity screen: how long each stage takes and how deals leave it."""
