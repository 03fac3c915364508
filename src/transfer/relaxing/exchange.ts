// Reversible exchange (SABRE type) in a constant field: a complex of two hydrides and one ligand spin, and the free ligand.
//   d rho_c/dt = -i[H_c, rho_c] - R_c rho_c + k_H (singlet x rho_s - rho_c) + (k_s - k_H)(Tr_HH... rho_c's hydrides x rho_s - rho_c)
//   d rho_s/dt = -i[H_s, rho_s] - R_s rho_s + c k_s (ligand part of rho_c - rho_s),  c = [complex]/[free], both of trace 1.
// Linear where k_H = k_s, bilinear otherwise (Knecht, Barskiy, Buntkowsky, Ivanov, J. Chem. Phys. 153 (2020) 164106, recalled).
import { ScienceError } from '../../base/index.ts';
import { complexSolve } from '../../math/complex/index.ts';
import { generatorApplyInto, generatorNorm_perS, type Generator } from '../../math/fast/index.ts';
import {
  addCouplings,
  addT1T2,
  denseSinglet,
  Entries,
  readSpins,
  zeemanDrive,
  zeroQuantum,
  type Spins,
  type SpinSystem,
  type ZeroQuantum,
} from '../../physics/spins/index.ts';

export interface ExchangeSystem {
  /** The complex: two hydrides first (its `para`), then the ligand spin. */
  readonly complex: SpinSystem;
  readonly ligandRate_perS: number;
  readonly hydrogenRate_perS: number;
  /** [complex]/[free ligand]. */
  readonly complexOverFree: number;
  /** R1 = R2 of each spin of the complex, and of the free ligand. */
  readonly complexR1_perS: readonly number[];
  readonly freeR1_perS: number;
  readonly paraFraction: number;
}

/** The equations as G x + bilinear(x): complex density first, then the free ligand's. */
export interface ExchangeModel {
  readonly spins: Spins;
  readonly complexElements: ZeroQuantum;
  readonly freeElements: ZeroQuantum;
  readonly generator: Generator;
  readonly size: number;
  /** k_s - k_H. */
  readonly bilinear_perS: number;
}

export function exchangeModel(system: ExchangeSystem): ExchangeModel {
  const spins = readSpins(system.complex);
  if (spins.n !== 3 || spins.para?.[0] !== 0 || spins.para[1] !== 1 || spins.twiceSpin[2] !== 1) {
    throw new ScienceError(
      'unsupported',
      'exchange is written for three spins 1/2: two hydrides (para) first, then the ligand',
    );
  }
  for (const [name, value] of [
    ['ligandRate_perS', system.ligandRate_perS],
    ['hydrogenRate_perS', system.hydrogenRate_perS],
  ] as const) {
    if (!(value >= 0)) throw new ScienceError('argument', `${name} is ${value}; expected zero or more`);
  }
  const complexElements = zeroQuantum(spins);
  const free = readSpins({
    name: 'free ligand',
    spins: [system.complex.spins[2]!],
    couplings_Hz: {},
    ...(system.complex.gamma_radPerSPerT ? { gamma_radPerSPerT: system.complex.gamma_radPerSPerT } : {}),
  });
  const freeElements = zeroQuantum(free);
  const nc = complexElements.size,
    size = nc + freeElements.size;
  const entries = new Entries(size);
  addCouplings(entries, spins, complexElements);
  const inverse = (rates: readonly number[]): number[] => rates.map((rate) => 1 / rate);
  addT1T2(entries, spins, complexElements, inverse(system.complexR1_perS), inverse(system.complexR1_perS));
  addT1T2(entries, free, freeElements, [1 / system.freeR1_perS], [1 / system.freeR1_perS], nc);
  const { ligandRate_perS: ks, hydrogenRate_perS: kh, complexOverFree: c } = system;
  // Both losses of the complex together: k_H + (k_s - k_H) = k_s.
  for (let e = 0; e < nc; e++) entries.add(e, e, -ks, 0);
  // Fresh dihydrogen times the free ligand, and the ligand that leaves the complex.
  const order = (4 * system.paraFraction - 1) / 3;
  const singlet = denseSinglet(
    readSpins({ name: 'H2', spins: system.complex.spins.slice(0, 2), couplings_Hz: {} }),
    0,
    1,
  );
  for (let e = 0; e < nc; e++) {
    const i = complexElements.row[e]!,
      k = complexElements.column[e]!;
    const hydrides = 2 * ((i >> 1) * 4 + (k >> 1));
    const f = freeElements.at[(i & 1) * 2 + (k & 1)]!;
    if (f >= 0) {
      const re = order * singlet[hydrides]! + ((1 - order) / 4) * (i >> 1 === k >> 1 ? 1 : 0);
      entries.add(e, nc + f, kh * re, kh * order * singlet[hydrides + 1]!);
      if (i >> 1 === k >> 1) entries.add(nc + f, e, c * ks, 0);
    }
  }
  for (let f = 0; f < freeElements.size; f++) entries.add(nc + f, nc + f, -c * ks, 0);
  const drive = new Float64Array(size);
  drive.set(zeemanDrive(spins, complexElements));
  drive.set(zeemanDrive(free, freeElements), nc);
  return { spins, complexElements, freeElements, generator: entries.generator(drive), size, bilinear_perS: ks - kh };
}

/** Complete disorder, both densities of trace 1. */
export function exchangeStart(model: ExchangeModel): Float64Array {
  const out = new Float64Array(2 * model.size);
  const nc = model.complexElements.size;
  for (let e = 0; e < nc; e++)
    if (model.complexElements.row[e] === model.complexElements.column[e])
      out[2 * e] = 1 / model.complexElements.dimension;
  for (let f = 0; f < model.freeElements.size; f++)
    if (model.freeElements.row[f] === model.freeElements.column[f]) out[2 * (nc + f)] = 0.5;
  return out;
}

/** out += factor (hydrides of a) x (free ligand of b). */
function associateInto(
  out: Float64Array,
  model: ExchangeModel,
  a: Float64Array,
  b: Float64Array,
  factor: number,
): void {
  const { complexElements: z, freeElements: free } = model;
  const nc = z.size;
  for (let e = 0; e < nc; e++) {
    const i = z.row[e]!,
      k = z.column[e]!;
    const f = free.at[(i & 1) * 2 + (k & 1)]!;
    if (f < 0) continue;
    let re = 0,
      im = 0;
    for (let x = 0; x < 2; x++) {
      const h = z.at[((i & 6) | x) * 8 + ((k & 6) | x)]!;
      if (h < 0) continue;
      re += a[2 * h]!;
      im += a[2 * h + 1]!;
    }
    const br = b[2 * (nc + f)]!,
      bi = b[2 * (nc + f) + 1]!;
    out[2 * e]! += factor * (re * br - im * bi);
    out[2 * e + 1]! += factor * (re * bi + im * br);
  }
}

/** Time derivative; its traces are projected to zero, without which rounding grows exponentially in the bilinear case. */
function derivativeInto(out: Float64Array, model: ExchangeModel, field_T: number, x: Float64Array): void {
  generatorApplyInto(out, model.generator, field_T, x);
  if (model.bilinear_perS !== 0) associateInto(out, model, x, x, model.bilinear_perS);
  projectTraces(out, model);
}

function projectTraces(x: Float64Array, model: ExchangeModel): void {
  const nc = model.complexElements.size;
  for (const [z, offset] of [
    [model.complexElements, 0],
    [model.freeElements, nc],
  ] as const) {
    let re = 0,
      im = 0;
    for (let e = 0; e < z.size; e++) {
      if (z.row[e] !== z.column[e]) continue;
      re += x[2 * (offset + e)]!;
      im += x[2 * (offset + e) + 1]!;
    }
    for (let e = 0; e < z.size; e++) {
      if (z.row[e] !== z.column[e]) continue;
      x[2 * (offset + e)]! -= re / z.dimension;
      x[2 * (offset + e) + 1]! -= im / z.dimension;
    }
  }
}

/** The steady state at a field, by Newton's method from disorder (one step where the equations are linear). `residual`: largest derivative left, 1/s. */
export function exchangeSteadyState(
  model: ExchangeModel,
  field_T: number,
): { readonly x: Float64Array; readonly residual: number; readonly steps: number } {
  const { size } = model;
  const nc = model.complexElements.size;
  let x = exchangeStart(model);
  const slope = new Float64Array(2 * size),
    unit = new Float64Array(2 * size),
    column = new Float64Array(2 * size);
  let residual = Infinity,
    steps = 0;
  for (; steps < 60; steps++) {
    derivativeInto(slope, model, field_T, x);
    residual = slope.reduce((worst, value) => Math.max(worst, Math.abs(value)), 0);
    if (residual < 1e-12) break;
    const jacobian = new Float64Array(2 * size * size);
    for (let k = 0; k < size; k++) {
      unit.fill(0);
      unit[2 * k] = 1;
      generatorApplyInto(column, model.generator, field_T, unit);
      if (model.bilinear_perS !== 0) {
        associateInto(column, model, unit, x, model.bilinear_perS);
        associateInto(column, model, x, unit, model.bilinear_perS);
      }
      projectTraces(column, model);
      // The traces do not move: pin their part of the Jacobian.
      const inside = k < nc;
      const z = inside ? model.complexElements : model.freeElements,
        offset = inside ? 0 : nc;
      if (z.row[k - offset] === z.column[k - offset]) {
        for (let e = 0; e < z.size; e++) if (z.row[e] === z.column[e]) column[2 * (offset + e)]! -= 1 / z.dimension;
      }
      for (let i = 0; i < size; i++) {
        jacobian[2 * (i * size + k)] = column[2 * i]!;
        jacobian[2 * (i * size + k) + 1] = column[2 * i + 1]!;
      }
    }
    const change = complexSolve(jacobian, slope, size);
    projectTraces(change, model); // rounding in the traces would grow from step to step
    x = x.map((value, i) => value - change[i]!);
  }
  return { x, residual, steps };
}

/** The vectors at `times_s` (rising), from `start` at time 0, by Dormand and Prince 5(4) with a tolerance per step. */
export function exchangeCourse(
  model: ExchangeModel,
  field_T: number,
  start: Float64Array,
  times_s: readonly number[],
  tolerance = 1e-11,
): readonly Float64Array[] {
  const out: Float64Array[] = [];
  const x = start.slice(),
    n = x.length;
  const k = Array.from({ length: 7 }, () => new Float64Array(n));
  const trial = new Float64Array(n);
  let time = 0,
    h = 0.5 / Math.max(generatorNorm_perS(model.generator, field_T), 1e-9);
  derivativeInto(k[0]!, model, field_T, x);
  for (const target of times_s) {
    while (time < target) {
      const step = Math.min(h, target - time);
      for (let stage = 1; stage < 7; stage++) {
        trial.set(x);
        for (let s = 0; s < stage; s++) {
          const weight = step * (DP_A[stage]![s] ?? 0);
          if (weight !== 0) for (let i = 0; i < n; i++) trial[i]! += weight * k[s]![i]!;
        }
        derivativeInto(k[stage]!, model, field_T, trial);
      }
      let error = 0;
      for (let i = 0; i < n; i++) {
        let e = 0;
        for (let s = 0; s < 7; s++) e += DP_E[s]! * k[s]![i]!;
        error = Math.max(error, Math.abs(step * e));
      }
      if (error <= tolerance || step < 1e-9) {
        time = target - time <= step ? target : time + step;
        x.set(trial);
        k[0]!.set(k[6]!);
      }
      const factor = Math.min(3, Math.max(0.3, 0.9 * Math.exp(0.2 * Math.log(tolerance / Math.max(error, 1e-300)))));
      if (step === h || factor < 1) h = step * factor;
    }
    out.push(x.slice());
  }
  return out;
}

const DP_A: readonly (readonly number[])[] = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];
const DP_E: readonly number[] = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];

/** Polarizations of the free ligand, of the complex's spins, and the singlet order of its hydrides, -(4/3)<I1.I2>. */
export function exchangeReadout(
  model: ExchangeModel,
  x: Float64Array,
): { readonly free: number; readonly complex: Float64Array; readonly singletOrder: number } {
  const { complexElements: z } = model;
  const complex = new Float64Array(3);
  let scalar = 0;
  for (let e = 0; e < z.size; e++) {
    const i = z.row[e]!,
      k = z.column[e]!;
    const re = x[2 * e]!;
    if (i === k) {
      for (let s = 0; s < 3; s++) complex[s]! += re * ((i >> (2 - s)) & 1 ? -1 : 1);
      scalar += re * (((i >> 2) & 1) === ((i >> 1) & 1) ? 0.25 : -0.25);
    } else if ((i & 1) === (k & 1)) scalar += 0.5 * re; // the flip-flop elements
  }
  const nc = z.size;
  let free = 0;
  for (let f = 0; f < model.freeElements.size; f++) {
    if (model.freeElements.row[f] === model.freeElements.column[f])
      free += x[2 * (nc + f)]! * (model.freeElements.row[f] === 0 ? 1 : -1);
  }
  return { free, complex, singletOrder: (-4 / 3) * scalar };
}
