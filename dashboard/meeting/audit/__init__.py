"""The blind audit: leads drawn by chance, judged blind by both heads, and what that says of those never passed on."""
