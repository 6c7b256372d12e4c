"""Grade a class: many submissions, one gradebook, and files for teachers and schools."""
