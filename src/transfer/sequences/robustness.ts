// How much of the polarization is left when amplitude, offset or couplings are not what the sequence was made for.
import { ScienceError, QUIET, type Run } from '../../base/index.ts';
import type { Spins } from '../../physics/spins/index.ts';
import type { PulseSequence } from './record.ts';
import { sequenceMeter, type SequenceErrors } from './target.ts';

export type ErrorQuantity = 'b1Scale' | 'offset_Hz' | 'jScale';

export interface ErrorAxis {
  readonly quantity: ErrorQuantity;
  /** Of an offset; the target's isotope if not given. */
  readonly isotope?: string;
  readonly values: ArrayLike<number>;
}

export interface RobustnessMap {
  readonly x: ErrorAxis;
  readonly y: ErrorAxis;
  /** [y, x]: polarization of the target along z. */
  readonly polarization: Float64Array;
}

/** `n` even steps from `from` to `to`. */
export function evenValues(from: number, to: number, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => (n === 1 ? from : from + ((to - from) * i) / (n - 1)));
}

export function robustnessMap(
  spins: Spins,
  start: Float64Array,
  sequence: PulseSequence,
  target: number,
  axes: { readonly x: ErrorAxis; readonly y: ErrorAxis },
  run: Run = QUIET,
): RobustnessMap {
  const { x, y } = axes;
  for (const [name, { isotope, values, quantity }] of Object.entries(axes)) {
    if (isotope !== undefined && !spins.isotopes.includes(isotope)) {
      throw new ScienceError(
        'argument',
        `${spins.name} has no ${isotope}; there are ${[...new Set(spins.isotopes)].join(', ')}`,
        { where: `${name}.isotope` },
      );
    }
    if (
      values.length === 0 ||
      !Array.from(values).every((one) => Number.isFinite(one) && (quantity === 'offset_Hz' || one >= 0))
    )
      throw new ScienceError('argument', `the values of ${quantity} must be finite numbers, of a scale not negative`, {
        where: `${name}.values`,
      });
  }
  if (x.quantity === y.quantity && isotopeOf(x, spins, target) === isotopeOf(y, spins, target))
    throw new ScienceError('argument', `both axes are ${x.quantity}; expected two different ones`);
  const meter = sequenceMeter(spins, start, target);
  const out = new Float64Array(x.values.length * y.values.length);
  for (let i = 0; i < y.values.length; i++) {
    run.step(i, y.values.length, 'robustness');
    for (let k = 0; k < x.values.length; k++) {
      const errors = merged(errorsOf(x, x.values[k]!, spins, target), errorsOf(y, y.values[i]!, spins, target));
      out[i * x.values.length + k] = meter(sequence, errors);
    }
  }
  return { x, y, polarization: out };
}

function isotopeOf({ quantity, isotope }: ErrorAxis, spins: Spins, target: number): string | undefined {
  return quantity === 'offset_Hz' ? (isotope ?? spins.isotopes[target]!) : undefined;
}

function errorsOf(axis: ErrorAxis, value: number, spins: Spins, target: number): SequenceErrors {
  if (axis.quantity === 'offset_Hz') return { offset_Hz: { [isotopeOf(axis, spins, target)!]: value } };
  return axis.quantity === 'jScale' ? { jScale: value } : { b1Scale: value };
}

function merged(a: SequenceErrors, b: SequenceErrors): SequenceErrors {
  return { ...a, ...b, offset_Hz: { ...a.offset_Hz, ...b.offset_Hz } };
}
