"""The Explore screen: leads and deals sliced ad hoc."""
