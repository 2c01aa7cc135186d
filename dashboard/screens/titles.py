"""What each screen is called in the navigation, and the section of the contract it shows, by where the screen lives."""

TITLES = {
    "review": "Review",
    "waterfall": "Waterfall",
    "response": "Response",
    "disagreement": "Disagreement",
    "icp": "Shared ICP",
    "velocity": "Velocity",
    "stalled": "Stalled deals",
    "money": "Money",
    "explore": "Explore",
    "data": "Data",
}
SECTION_OF = {
    "review": "changes",
    "waterfall": "waterfall",
    "response": "response",
    "disagreement": "disagreement",
    "icp": "icp",
    "velocity": "pipeline",
    "stalled": "stalled",
    "money": "money",
}
"""Of those that show one; the others show what is in several, or none."""
TITLE_OF_SECTION = {section: TITLES[path] for path, section in SECTION_OF.items()}
