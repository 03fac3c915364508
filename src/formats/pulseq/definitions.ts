// [DEFINITIONS]: rasters, which times need, and what else the author of the file wrote there.
import type { Sequence } from '../../records/index.ts';
import { utf8 } from '../text.ts';
import { formatError, wordsOf, type SeqText } from './lines.ts';

type Rasters = Sequence['rasters'];

export const RASTER_KEYS: readonly (readonly [string, keyof Rasters, number])[] = [
  ['GradientRasterTime', 'gradientRaster_s', 1e-5],
  ['RadiofrequencyRasterTime', 'rfRaster_s', 1e-6],
  ['AdcRasterTime', 'adcRaster_s', 1e-7],
  ['BlockDurationRaster', 'blockRaster_s', 1e-5],
]; // last: what the Pulseq toolbox takes where a file (all before 1.4) says nothing

export interface Definitions {
  readonly name: string;
  readonly definitions: Readonly<Record<string, string | readonly number[]>>;
  readonly rasters: Rasters;
  readonly notes: readonly string[];
}

export function readDefinitions({ sections, where }: SeqText): Definitions {
  const free = new Map<string, string | readonly number[]>();
  const rasters: Record<string, number> = {};
  for (const row of sections.get('DEFINITIONS')?.rows ?? []) {
    const [key, ...words] = wordsOf(row);
    const numbers = words.map(Number);
    const raster = RASTER_KEYS.find(([name]) => name === key)?.[1];
    if (raster !== undefined) {
      const value = numbers[0];
      // a raster is between a nanosecond and a second
      if (value === undefined || !(value >= 1e-9 && value <= 1))
        throw formatError(where, row.line, `${key} is '${words.join(' ')}'; expected seconds, e.g. 1e-05`);
      rasters[raster] = value;
    } else {
      const text = row.text.slice(key!.length).trim();
      const allNumbers = words.length > 0 && numbers.every(Number.isFinite);
      free.set(key!, allNumbers ? numbers : utf8(Uint8Array.from(text, (letter) => letter.charCodeAt(0))));
    }
  }
  const missing = RASTER_KEYS.filter(([, raster]) => rasters[raster] === undefined);
  for (const [, raster, usual] of missing) rasters[raster] = usual;
  const list = missing.map(([key, , usual]) => `${key} ${usual} s`).join(', ');
  return {
    name: nameIn(free.get('Name')),
    definitions: Object.fromEntries(free),
    rasters: rasters as unknown as Rasters,
    notes:
      missing.length === 0 ? [] : [`The file does not say its rasters; ASSUMED as in the Pulseq toolbox: ${list}.`],
  };
}

/** Early toolboxes wrote the name as the codes of its letters. */
function nameIn(name: string | readonly number[] | undefined): string {
  if (name === undefined) return '';
  if (typeof name === 'string') return name;
  const letters = name.length > 1 && name.every((code) => Number.isInteger(code) && code >= 32 && code < 127);
  return letters ? String.fromCharCode(...name) : name.join(' ');
}
