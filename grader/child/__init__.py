"""All that runs beside a learner's code. Standard library only: this folder is the trust border.

Its files import each other by bare name, because no package of the grader may be importable for a learner's program.
Only this folder of the grader is visible inside the inner sandbox.
"""

import os

FOLDER = os.path.dirname(os.path.abspath(__file__))
