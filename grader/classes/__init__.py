"""A class: many submissions, one gradebook, and what it says of them."""
