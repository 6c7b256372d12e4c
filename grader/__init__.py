"""The grader of the socket course: runs a learner's program, exchanges messages with it, and scores its behaviour."""
