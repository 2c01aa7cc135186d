"""The shared ideal-customer profile: document, scoring, calibration. Stands alone: imports nothing of the dashboard."""
