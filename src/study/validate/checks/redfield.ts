// Dipolar relaxation by tumbling: rates, and what is left of singlet order.
import { complexExponential, traceOfProduct } from '../../../math/complex/index.ts';
import {
  denseHamiltonian_Hz,
  denseSinglet,
  productOperator,
  readSpins,
  redfieldSuperoperator,
  type Axis,
  type Spins,
  type SpinSystem,
} from '../../../physics/spins/index.ts';
import { once, type Check } from '../check.ts';
import { EVOLUTION, RATES, REDFIELD_SYSTEMS } from '../data/redfield.ts';

const SPINGUIN = 'Spinguin 0.2.0 (02e9b50), full basis';

function systemOf(name: string): SpinSystem {
  const { isotopes, positions_A, couplings_Hz } = REDFIELD_SYSTEMS[name]!;
  return {
    name,
    spins: isotopes.map((isotope, i) => ({ label: ['H1', 'H2', 'C'][i]!, isotope, position_A: positions_A[i]! })),
    couplings_Hz,
  };
}

const sum = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, i) => x + b[i]!);

/** Operators as the reference writes them: `H1z`, `2H1zH2z`, `H1z+H2z`, `(H1+H2)+`, `I1.I2`. */
function operatorOf(spins: Spins, name: string): Float64Array {
  const pair = (axis: Axis): Float64Array => productOperator(spins, { H1: axis, H2: axis });
  if (name === 'I1.I2') return sum(pair('z'), sum(pair('x'), pair('y')));
  if (name === '(H1+H2)+') return sum(productOperator(spins, { H1: '+' }), productOperator(spins, { H2: '+' }));
  const factors = [...name.replace(/^\d/, '').matchAll(/(H1|H2|C)([z+])/g)].map(([, label, axis]) => [
    label!,
    axis as Axis,
  ]);
  return productOperator(spins, Object.fromEntries(factors) as Record<string, Axis>);
}

/** Re Tr(A* R B) / (|A| |B|) for `R1(A)` and `G(A,B)`. */
function rateOf(name: string, field_T: number, tauC_s: number, rate: string): number {
  const system = systemOf(name);
  const spins = readSpins(system);
  const n = spins.dimension * spins.dimension;
  const r = redfieldSuperoperator(system, { field_T, tauC_s });
  const inside = /^[A-Za-z0-9]+\((.*)\)$/.exec(rate)![1]!;
  const [a, b] = inside.includes(',')
    ? inside.split(',').map((one) => operatorOf(spins, one))
    : [operatorOf(spins, inside), operatorOf(spins, inside)];
  const inner = (x: Float64Array, y: Float64Array): number => x.reduce((total, value, i) => total + value * y[i]!, 0);
  return inner(a!, applied(r, b!, n)) / Math.sqrt(inner(a!, a!) * inner(b!, b!));
}

function applied(r: Float64Array, x: Float64Array, n: number): Float64Array {
  const out = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const p = 2 * (i * n + k);
      out[2 * i]! += r[p]! * x[2 * k]! - r[p + 1]! * x[2 * k + 1]!;
      out[2 * i + 1]! += r[p]! * x[2 * k + 1]! + r[p + 1]! * x[2 * k]!;
    }
  }
  return out;
}

/** The density of fumarate_DD after `time_s` in a field, from the pure singlet: exp(L t) of the whole 64 x 64 generator. */
function relaxed(
  field_T: number,
  tauC_s: number,
  time_s: number,
): { readonly singletOrder: number; readonly pC: number } {
  const system = systemOf('fumarate_DD');
  const spins = readSpins(system);
  const n = spins.dimension;
  const h = denseHamiltonian_Hz(spins, { field_T, heteronuclear: 'full' });
  const generator = redfieldSuperoperator(system, { field_T, tauC_s }).map((x) => -x * time_s);
  const size = n * n;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      for (let j = 0; j < n; j++) {
        // -i (H rho - rho H) on the row-major vector of rho
        generator[2 * ((i * n + j) * size + k * n + j) + 1]! -= 2 * Math.PI * time_s * h[i * n + k]!;
        generator[2 * ((j * n + i) * size + j * n + k) + 1]! += 2 * Math.PI * time_s * h[k * n + i]!;
      }
    }
  }
  const rho = applied(complexExponential(generator, size), denseSinglet(spins, 0, 1), size);
  const mean = (operator: Float64Array): number => traceOfProduct(operator, rho, n)[0];
  return { singletOrder: (-4 / 3) * mean(operatorOf(spins, 'I1.I2')), pC: 2 * mean(operatorOf(spins, 'Cz')) };
}

export const redfield: readonly Check[] = [
  ...RATES.map(([system, field_T, tauC_s, rate, value_perS, scale_perS]): Check => ({
    topic: 'Redfield relaxation',
    quantity: rate,
    conditions: `${system}, ${field_T} T, correlation time ${tauC_s} s`,
    unit: '1/s',
    expected: value_perS,
    tolerance: 1e-9 * scale_perS,
    source: SPINGUIN,
    status: 'computed',
    ours: () => rateOf(system, field_T, tauC_s, rate),
  })),
  ...EVOLUTION.flatMap(([field_T, tauC_s, time_s, singletOrder, pC]): Check[] => {
    const end = once(() => relaxed(field_T, tauC_s, time_s));
    const common = {
      topic: 'Redfield relaxation',
      conditions: `fumarate_DD, ${field_T} T, correlation time ${tauC_s} s, ${time_s} s after the pure singlet`,
      unit: '',
      tolerance: 1e-9,
      source: SPINGUIN,
      status: 'computed',
    } as const;
    return [
      { ...common, quantity: 'singlet order', expected: singletOrder, ours: () => end().singletOrder },
      { ...common, quantity: '13C polarization', expected: pC, ours: () => end().pC },
    ];
  }),
];
