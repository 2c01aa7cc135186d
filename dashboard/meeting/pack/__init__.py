"""The pack: the review of a week as one document, and each of its formats a renderer of that document."""
