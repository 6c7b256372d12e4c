"""Build the learners' repository and autograders from the teacher's complete copy."""
