"""What is looked at: the company's settings, moments and weeks, slices, waterfalls, definitions in force."""
