"""The learners' repository and what grades a class elsewhere, made from the teacher's whole copy."""
