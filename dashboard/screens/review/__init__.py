"""The Review screen: what moved in the week beyond noise, and what to talk about."""
