"""The grader of the socket course: starts a learner's program, talks to it, and scores what it saw."""
