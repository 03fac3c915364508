// Magnetization of any number of exchanging pools under a train of excitations: the general, exact definition; fits use closed forms of it.
import { ScienceError } from '../../base/index.ts';
import { expmReal } from '../../math/index.ts';
import { emptyNodes, type Bolus } from './bolus.ts';

export interface ExchangeSystem {
  /** R1 of each pool, 1/s; pool 0 is the substrate and receives the input. */
  readonly r1_perS: readonly number[];
  /** rates_perS[from][to]; the diagonal holds wash-out without product. */
  readonly rates_perS: readonly (readonly number[])[];
  readonly initial: readonly number[];
  readonly input?: { readonly bolus: Bolus; readonly shape: readonly number[]; readonly amplitude: number };
}
export interface ExchangeCourse {
  /** [pool][time] just before each excitation. */
  readonly mz: readonly Float64Array[];
  /** [pool][time] transverse signal mz * sin(flip). */
  readonly signal: readonly Float64Array[];
}

/** Integrates dM/dt = A M + u(t) e0 exactly between excitations. `flips_rad[pool][time]`; the state holds at `start_s`, before times_s[0]. */
export function simulateExchange(
  system: ExchangeSystem,
  times_s: ArrayLike<number>,
  flips_rad: readonly ArrayLike<number>[],
  start_s = times_s[0]!,
): ExchangeCourse {
  const n = system.r1_perS.length;
  if (system.rates_perS.length !== n || system.initial.length !== n || flips_rad.length !== n) {
    throw new ScienceError(
      'argument',
      `exchange of ${n} pools needs ${n} rows of rates, initial values and flip angles`,
    );
  }
  const generator = generatorOf(system);
  const propagate = (state: Float64Array, duration_s: number): Float64Array =>
    apply(
      expmReal(
        generator.map((x) => x * duration_s),
        n,
      ),
      state,
    );
  const mz = system.r1_perS.map(() => new Float64Array(times_s.length));
  const signal = system.r1_perS.map(() => new Float64Array(times_s.length));
  const nodes = system.input && emptyNodes(system.input.bolus);
  let state = Float64Array.from(system.initial);
  let now = start_s;
  for (let i = 0; i < times_s.length; i++) {
    const next = times_s[i]!;
    let arrived: Float64Array = propagate(state, next - now);
    if (system.input !== undefined && nodes !== undefined) {
      const unit = new Float64Array(n);
      system.input.bolus.nodesInto(nodes, now, next - now, system.input.shape);
      for (let q = 0; q < nodes.count; q++) {
        unit[0] = system.input.amplitude * nodes.input[q]!;
        const share = propagate(unit, nodes.left_s[q]!);
        arrived = arrived.map((x, pool) => x + share[pool]!);
      }
    }
    for (let pool = 0; pool < n; pool++) {
      mz[pool]![i] = arrived[pool]!;
      signal[pool]![i] = arrived[pool]! * Math.sin(flips_rad[pool]![i]!);
    }
    state = arrived.map((x, pool) => x * Math.cos(flips_rad[pool]![i]!));
    now = next;
  }
  return { mz, signal };
}

function generatorOf({ r1_perS, rates_perS }: ExchangeSystem): Float64Array {
  const n = r1_perS.length;
  const matrix = new Float64Array(n * n);
  for (let from = 0; from < n; from++) {
    let loss = r1_perS[from]!;
    for (let to = 0; to < n; to++) {
      const rate = rates_perS[from]![to]!;
      loss += rate;
      if (to !== from) matrix[to * n + from] = matrix[to * n + from]! + rate;
    }
    matrix[from * n + from] = matrix[from * n + from]! - loss;
  }
  return matrix;
}

function apply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  return vector.map((_, row) => {
    let sum = 0;
    for (let column = 0; column < n; column++) sum += matrix[row * n + column]! * vector[column]!;
    return sum;
  });
}
