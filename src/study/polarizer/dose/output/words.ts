// How places, stages and times of the road of a dose are written for people.
import { formatNumber } from '../../../../plot/index.ts';

/** `catalystRemoval` as words. */
const apart = (name: string): string =>
  name.replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

const STAGES: Readonly<Record<string, string>> = { transfer: 'field cycle', line: 'injection line', hold: 'hold' };
export const stageWords = (name: string): string => STAGES[name] ?? apart(name);

const NAMES: Readonly<Record<string, string>> = {
  'hydrogen.conversion': 'conversion to para',
  'hydrogen.converter_K': 'temperature of the converter',
  'hydrogen.storage.lifetime_s': 'lifetime of the stored gas',
  'hydrogen.storage.time_s': 'time of storage',
  'reaction.kLa_perS': 'kLa of the bubbling',
  'molecule.orderLifetime_s': 'lifetime of the proton order',
  'molecule.t1_s': '13C T1 in solution',
  'transfer.quality': 'quality of the field cycle',
  'transfer.profile.duration_s': 'field cycle: duration',
};

/** The input at a place in words, and its unit; `×` for a factor on a number of the library. */
export function inputWords(place: string): { readonly label: string; readonly unit: string } {
  const parts = place.split('.');
  if (parts[1] === 'rateFactors') return { label: labelOf(parts), unit: '×' };
  const unit = /_([A-Za-z0-9]+)$/.exec(parts.at(-1)!)?.[1] ?? /_([A-Za-z]+)$/.exec(parts.at(-2) ?? '')?.[1] ?? '';
  return { label: NAMES[place] ?? labelOf(parts), unit: unit === 'perS' ? '/s' : unit };
}

function labelOf(parts: readonly string[]): string {
  const bare = parts.map((part) => apart(part.replace(/_[A-Za-z0-9]+$/, '')));
  const [section, second, last] = [parts[0]!, parts[1]!, parts.at(-1)!];
  if (second === 'rateFactors') return `rate of ${last}`;
  if (second === 'initial_mM') return `${last} at the start`;
  if (second === 'couplings_Hz') return `coupling ${last}`;
  if (section === 'transfer' && second === 'T1_s') return `T1 of ${last} in the field cycle`;
  if (section === 'legs' && last === 't1_s') return `13C T1 after ${stageWords(second)}`;
  if (section === 'legs') return `${stageWords(second)}: ${bare.slice(2).join(' ')}`;
  return bare.slice(1).join(' ');
}

/** From here on seconds are told as minutes, hours or days. */
const LONG_S = 600;

/** `24 to 57 s`, `× 0.51 to 1.9`, `1.97 to 2.02`, `2.2 d to 45 d`: two digits, and two of the difference. */
export function rangeText(low: number, high: number, unit: string): string {
  if (unit === 's' && high >= LONG_S) return `${timeText(low)} to ${timeText(high)}`;
  const place = Math.floor(Math.log10(high - low)) - 1;
  const shown = (value: number): string =>
    formatNumber(value, Math.max(2, value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value))) - place + 1));
  return withUnit(`${shown(low)} to ${shown(high)}`, unit);
}

/** `28 s`, `× 1`, `10 d`. */
export function valueText(value: number, unit: string): string {
  if (unit === 's' && value >= LONG_S) return timeText(value);
  return withUnit(plain(value), unit);
}

const withUnit = (text: string, unit: string): string =>
  unit === '' ? text : unit === '×' ? `× ${text}` : `${text} ${unit}`;

/** Three digits, and none that say nothing: `20`, `0.05`, `15.5`, `4.2×10⁻⁵`. */
export function plain(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded === 0 || (Math.abs(rounded) >= 1e-3 && Math.abs(rounded) < 1e6)
    ? String(rounded)
    : formatNumber(value);
}

/** An index of a sensitivity: three decimals. */
export const indexText = (index: number): string => (Math.abs(index) < 5e-4 ? '< 0.001' : index.toFixed(3));

/** `8.0%`, three digits below one percent. */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(Math.abs(fraction) < 0.00995 ? 2 : 1)}%`;
}

export const factorText = (factor: number): string => `× ${factor.toFixed(3)}`;

/** `3 s`, `2.5 min`, `1 h`, `10 d`. */
export function timeText(time_s: number | undefined): string {
  if (time_s === undefined) return '–';
  if (time_s < LONG_S) return `${Number(time_s.toPrecision(4))} s`;
  if (time_s < 7200) return `${Number((time_s / 60).toPrecision(3))} min`;
  return time_s < 172_800
    ? `${Number((time_s / 3600).toPrecision(3))} h`
    : `${Number((time_s / 86_400).toPrecision(3))} d`;
}
