"""The Shared ICP screen: the profile, how well it tells leads apart, what a change would do."""
