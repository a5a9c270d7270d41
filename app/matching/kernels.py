"""The switch between the compiled kernels and the NumPy path; both give the same results.

Compiling takes seconds and importing numba half a second, so neither happens before `warm_up`,
which runs once in the background. Where numba is missing the NumPy path answers for good.
"""

from __future__ import annotations

from app.matching import numpy_path

find_form = numpy_path.find_form
