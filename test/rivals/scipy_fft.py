"""Times scipy.fft in complex64 on one core for the benchmark. Arguments: how many leading axes are not transformed, then the shape.
Answers each line of input with the processor seconds of one transform."""
import sys
import time

import numpy
import scipy.fft

skip, shape = int(sys.argv[1]), [int(n) for n in sys.argv[2:]]
random = numpy.random.default_rng(1)
data = (random.standard_normal(shape) + 1j * random.standard_normal(shape)).astype(numpy.complex64)
for _ in sys.stdin:
    begin = time.process_time()
    scipy.fft.fftn(data, axes=range(skip, len(shape)), workers=1)
    print(f"{time.process_time() - begin:.9f}", flush=True)
