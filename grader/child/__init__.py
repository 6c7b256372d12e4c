"""The code that runs in the process of a learner's program. Standard library only: this folder is the trust boundary.

Its files import each other by bare name, because a learner's program must not be able to import the grader.
Only this folder of the grader is visible inside the inner sandbox.
"""

import os

FOLDER = os.path.dirname(os.path.abspath(__file__))
