// Where an axis has its ticks, and what stands beside them.
import { scaleLinear } from 'd3-scale';
import { ScienceError } from '../base/index.ts';
import { decimalExponent, fixed, superscript } from './number-text.ts';

export interface AxisTicks {
  readonly values: readonly number[];
  /** One per value, all with the same number of decimals, of `value / 10^exponent`. */
  readonly labels: readonly string[];
  /** The power of ten taken out of the labels; 0 where the numbers are short as they are. */
  readonly exponent: number;
}

/** About `count` round numbers inside [lo, hi], two at least, ends included where they are round. */
export function axisTicks(lo: number, hi: number, count: number): AxisTicks {
  checkRange(lo, hi);
  const scale = scaleLinear().domain([lo, hi]);
  let values = scale.ticks(count);
  for (let more = count + 1; values.length < 2 && more < count + 10; more++) values = scale.ticks(more);
  const largest = Math.max(Math.abs(lo), Math.abs(hi));
  const power = decimalExponent(largest);
  const exponent = power >= 4 || power <= -4 ? power : 0;
  const step = values.length > 1 ? Math.abs(values[1]! - values[0]!) : largest;
  const decimals = Math.min(20, Math.max(0, exponent - stepPlace(step)));
  const labels = values.map((value) => fixed(value / Number(`1e${exponent}`), decimals));
  return { values, labels, exponent };
}

/** [lo, hi] widened to round numbers; a range without width gets one. */
export function roundRange(lo: number, hi: number, count: number): readonly [number, number] {
  if (lo === hi) return lo === 0 ? [0, 1] : lo > 0 ? [0, 2 * lo] : [2 * lo, 0];
  checkRange(lo, hi);
  const [low, high] = scaleLinear().domain([lo, hi]).nice(count).domain();
  return [Math.min(lo, low!), Math.max(hi, high!)];
}

/** `quantity (unit)` with the power of ten of the tick labels: `signal (10⁵ a.u.)`. */
export function axisLabel(quantity: string, unit: string | undefined, exponent: number): string {
  const parts = [exponent === 0 ? '' : `10${superscript(exponent)}`, unit ?? ''].filter((part) => part !== '');
  return parts.length === 0 ? quantity : `${quantity} (${parts.join(' ')})`;
}

/** Decimal place of a step of 1, 2, 2.5 or 5 times a power of ten, with the float dust rounded away. */
function stepPlace(step: number): number {
  const [mantissa, exponent] = step.toExponential(6).split('e');
  const decimals = mantissa!.replace(/\.?0+$/, '').replace(/^\d\.?/, '').length;
  return Number(exponent) - decimals;
}

function checkRange(lo: number, hi: number): void {
  if (Number.isFinite(lo) && Number.isFinite(hi) && lo < hi) return;
  throw new ScienceError('argument', `an axis from ${lo} to ${hi}; expected two finite numbers, the smaller first`);
}
