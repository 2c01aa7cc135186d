"""The true size of every planted story, from what the generator drew: plain Python, apart from the product's SQL."""
