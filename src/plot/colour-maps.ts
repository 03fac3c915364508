// Perceptually uniform colour maps by name, as tables of 256 colours. Rainbow maps are left out on purpose: they draw edges that are not there.
import {
  interpolateCividis,
  interpolateInferno,
  interpolateMagma,
  interpolatePlasma,
  interpolateViridis,
} from 'd3-scale-chromatic';
import { nearestName, ScienceError } from '../base/index.ts';

const SOURCES = {
  viridis: interpolateViridis,
  inferno: interpolateInferno,
  magma: interpolateMagma,
  plasma: interpolatePlasma,
  cividis: interpolateCividis,
  gray: (t: number) => `rgb(${[t, t, t].map((part) => Math.round(255 * part)).join()})`,
} as const;

export type ColourMapName = keyof typeof SOURCES;
export const COLOUR_MAP_NAMES = Object.keys(SOURCES) as readonly ColourMapName[];
export const COLOUR_COUNT = 256;

/** 256 colours, dark to light, as r, g, b bytes one after the other. */
export function colourTable(name: ColourMapName): Uint8Array {
  const source = Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined;
  if (source === undefined) {
    const near = nearestName(name, COLOUR_MAP_NAMES);
    const hint = near === undefined ? '' : ` Did you mean ${near}?`;
    throw new ScienceError('argument', `no colour map '${name}'; known are ${COLOUR_MAP_NAMES.join(', ')}.${hint}`);
  }
  const table = new Uint8Array(3 * COLOUR_COUNT);
  for (let i = 0; i < COLOUR_COUNT; i++) table.set(colourBytes(source(i / (COLOUR_COUNT - 1))), 3 * i);
  return table;
}

/** Place of a value in a table over [lo, hi]; values beyond it get the end colours. */
export function colourIndex(value: number, lo: number, hi: number): number {
  const index = Math.floor(((value - lo) / (hi - lo)) * COLOUR_COUNT);
  return Math.max(0, Math.min(COLOUR_COUNT - 1, index));
}

/** `#rrggbb` of one entry. */
export function colourHex(table: Uint8Array, index: number): string {
  const bytes = table.subarray(3 * index, 3 * index + 3);
  return `#${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function colourBytes(css: string): readonly number[] {
  if (css.startsWith('#')) return [1, 3, 5].map((at) => Number.parseInt(css.slice(at, at + 2), 16));
  return css.match(/\d+/g)!.slice(0, 3).map(Number);
}
