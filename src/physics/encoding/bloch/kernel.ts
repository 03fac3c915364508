// What composes the turns of a pulse, and sums their series in the offset: the plain one is the definition, the one in WebAssembly SIMD its twin, digit by digit.

export interface BlochKernel {
  /** out = [spin, (Re a, Im a, Re b, Im b)] after the rows of `pulseTable`; positions and frequencies are one for each spin. */
  readonly composeInto: (
    out: Float64Array,
    table: Float64Array,
    positions_m: Float64Array,
    frequencies_Hz: Float64Array,
  ) => void;
  /** out = [spin, part], four Chebyshev series [term, part] summed at each of `x` within -1 to 1. */
  readonly sumInto: (out: Float64Array, series: Float64Array, x: Float64Array) => void;
}
