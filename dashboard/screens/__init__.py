"""The screens of the review: one module each, reading like a description of the screen."""
