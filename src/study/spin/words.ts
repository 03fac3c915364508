// How fields, states and spins are written and coloured in figures and reports of the spin part.
import { fixed, PRODUCT_COLOURS, SUBSTRATE_COLOUR } from '../../plot/index.ts';
import type { CrossingSides, StatePart } from './levels/road.ts';

export interface Scale {
  readonly unit: string;
  /** What a value in SI is multiplied with. */
  readonly factor: number;
}

/** The unit in which the largest field of a picture is a number people read. */
export function fieldScale(largest_T: number): Scale {
  const size = Math.abs(largest_T);
  if (size >= 0.1) return { unit: 'T', factor: 1 };
  if (size >= 1e-4) return { unit: 'mT', factor: 1e3 };
  return size >= 9e-7 ? { unit: 'µT', factor: 1e6 } : { unit: 'nT', factor: 1e9 };
}

/** `403 nT`, `50 µT`, `1.4 T`. */
export function fieldText(field_T: number, digits = 3): string {
  if (field_T === 0) return '0';
  const { unit, factor } = fieldScale(Math.abs(field_T) < 1e-6 ? 1e-9 : field_T);
  return `${Number((field_T * factor).toPrecision(digits))} ${unit}`;
}

/** `−90.5%`; what rounds to nothing has no sign. */
export const percentText = (fraction: number, decimals = 1): string => `${fixed(100 * fraction, decimals)}%`;

/** `S0alpha` as people write it: S₀α. */
export function stateText(name: string): string {
  return name
    .replace(/^S0/, 'S₀')
    .replace(/^T\+1/, 'T₊')
    .replace(/^T-1/, 'T₋')
    .replace(/^T0/, 'T₀')
    .replaceAll(/([( ])-/g, '$1−')
    .replaceAll('alpha', 'α')
    .replaceAll('beta', 'β');
}

/** A level on both sides of a crossing: `S₀α` and `T₊β`; with weights where the heaviest state stays the same. */
export function sideTexts([before, after]: CrossingSides): readonly [string, string] {
  const same = before[0]!.name === after[0]!.name;
  const text = (side: readonly StatePart[]): string =>
    same
      ? side.map(({ name, weight }) => `${percentText(weight, 0)} ${stateText(name)}`).join(' + ')
      : stateText(side[0]!.name);
  return [text(before), text(after)];
}

/** A sentence of the engine as a page shows it: states with their letters, a minus that is one. */
export function sentenceText(sentence: string): string {
  const words = sentence.split(' ').map((word) => (/alpha|beta/.test(word) ? stateText(word) : word));
  return words
    .join(' ')
    .replaceAll(/(^|[\s(])-(?=[\d.])/g, '$1−')
    .replaceAll(/(\([\d/]+) (?=[+−]?[\d/]+\))/g, '$1\u00a0');
}

/** `+1/2`, `−3/2`, `0`. */
export function projectionText(m: number): string {
  const size = Number.isInteger(m) ? String(Math.abs(m)) : `${Math.abs(2 * m)}/2`;
  return m === 0 ? '0' : `${m > 0 ? '+' : '−'}${size}`;
}

/** The first is for the spin that is looked at, the rest for the others in their order. */
export const SPIN_COLOURS: readonly string[] = [
  PRODUCT_COLOURS[0],
  SUBSTRATE_COLOUR,
  PRODUCT_COLOURS[1],
  PRODUCT_COLOURS[2],
  PRODUCT_COLOURS[3],
  '#56b4e9',
];
/** Where more than one block of levels is looked at. */
export const BLOCK_COLOURS: readonly string[] = [
  PRODUCT_COLOURS[0],
  SUBSTRATE_COLOUR,
  PRODUCT_COLOURS[1],
  PRODUCT_COLOURS[2],
  PRODUCT_COLOURS[3],
  '#56b4e9',
];
export const QUIET_LINE = '#9a9a9a';
