"""The Disagreement screen: where marketing's verdict and sales' part."""
