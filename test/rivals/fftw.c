/* Times FFTW (single precision, planned with MEASURE) for the benchmark: cc -O2 fftw.c -lfftw3f -lm
   Arguments: how many leading axes are not transformed, then the shape. Answers each line of input with the processor seconds of one transform. */
#include <fftw3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

int main(int argc, char **argv) {
  int skip = atoi(argv[1]), rank = argc - 2 - skip, many = 1, size = 1, shape[8];
  for (int i = 0; i < skip; i++) many *= atoi(argv[2 + i]);
  for (int i = 0; i < rank; i++) size *= shape[i] = atoi(argv[2 + skip + i]);
  fftwf_complex *in = fftwf_malloc(sizeof(*in) * many * size), *out = fftwf_malloc(sizeof(*out) * many * size);
  fftwf_plan plan =
      fftwf_plan_many_dft(rank, shape, many, in, 0, 1, size, out, 0, 1, size, FFTW_FORWARD, FFTW_MEASURE);
  for (int i = 0; i < many * size; i++) {
    in[i][0] = rand() / (float)RAND_MAX - 0.5f;
    in[i][1] = rand() / (float)RAND_MAX - 0.5f;
  }
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    double begin = seconds();
    fftwf_execute(plan);
    printf("%.9f\n", seconds() - begin);
    fflush(stdout);
  }
  return 0;
}
