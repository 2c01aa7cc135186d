"""The Money screen: what leads cost, what deals bring, what stays."""
