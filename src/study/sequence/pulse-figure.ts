// What one pulse of a sequence excites, drawn.
import { formatNumber, profileFigure } from '../../plot/index.ts';
import { AXES, type Figure } from './figure.ts';
import { kindOf, type DrawnPulse } from './pulses.ts';

const ORDER = 3;

export function pulseProfileFigure(pulse: DrawnPulse, index: number): Figure {
  const { use, blocks, flips_rad, offsets_Hz, rf, profile, played } = pulse;
  const { slice, stopped, spectral, frequency_Hz, repeats_Hz } = profile;
  const number = (value: number, digits = ORDER): string => formatNumber(value, digits);
  const mm = (at: Float64Array): Float64Array => at.map((value) => 1e3 * value);
  const range = ([low, high]: readonly [number, number], unit: string): string =>
    high - low > 1e-3 * Math.max(Math.abs(low), Math.abs(high)) ? `${number(low)} to ${number(high)}${unit}` : `${number(high)}${unit}`; // prettier-ignore
  const degrees = flips_rad.map((flip) => (180 * flip) / Math.PI) as [number, number];
  const angle = range(degrees, '°');
  const words = rf.use === 'undefined' ? `taken as ${use}` : use === 'other' ? 'other use' : use;
  const duration = rf.duration_s < 1e-4 ? `${number(1e6 * rf.duration_s)} µs` : `${number(1e3 * rf.duration_s)} ms`;
  const title = `RF pulse ${index + 1}: ${words}, ${duration}, ${angle} on resonance`;
  const turned = kindOf(pulse) === 'turned';
  const svg = profileFigure({
    title,
    quantity: turned ? 'share turned over, |β|²' : '|Mxy| / M0',
    along: `distance along ${directionOf(pulse)}`,
    spectral: spectral && { frequency_Hz: spectral.at, size: spectral.size },
    slices: slice === undefined ? [] : [
      { name: spectral === undefined ? 'on resonance' : `at ${number(frequency_Hz)} Hz`, position_mm: mm(slice.at), size: slice.size },
      ...(stopped === undefined ? [] : [{ name: `at ${number(stopped.frequency_Hz)} Hz`, position_mm: mm(stopped.at), size: stopped.size }]),
    ],
    edges_mm: slice && [-0.5, 0.5].map((side) => 1e3 * (slice.centre_m + side * slice.thickness_m)) as [number, number],
  }); // prettier-ignore
  const said = [
    `Played ${blocks.length === 1 ? `in block ${blocks[0]! + 1}` : `${blocks.length} times, first in block ${blocks[0]! + 1}`}.`,
    ...(degrees[1] - degrees[0] > 1e-3 * degrees[1] ? ['Drawn with its largest angle.'] : []),
    ...(slice === undefined
      ? [`No gradient under the pulse; ${number(bandwidth(spectral!))} Hz wide at half its height.`]
      : [`The slice is ${number(1e3 * slice.thickness_m)} mm thick at half its height (gray lines).`]),
    ...(repeats_Hz === undefined ? [] : [`A train of sub-pulses: it repeats itself every ${number(repeats_Hz)} Hz.`]),
    offsetsOf(offsets_Hz, repeats_Hz === undefined && slice !== undefined ? played : undefined, range),
    ...(spectral === undefined ? [] : ['Frequencies count from its own.']),
    'By the Bloch equations without relaxation, from equilibrium.',
  ];
  return { name: `pulse-${index + 1}`, svg, caption: said.filter((words) => words !== '').join(' ') };
}

function directionOf({ played: { direction }, turns }: DrawnPulse): string {
  if (direction === undefined || turns) return 'the gradient';
  const axis = direction.findIndex((value) => Math.abs(value) > 0.9999);
  return axis < 0 ? `(${direction.map((value) => formatNumber(value, 2)).join(', ')})` : AXES[axis]!;
}

function offsetsOf(
  offsets_Hz: readonly [number, number],
  played: DrawnPulse['played'] | undefined,
  range: (ends: readonly [number, number], unit: string) => string,
): string {
  if (offsets_Hz[0] === 0 && offsets_Hz[1] === 0) return '';
  const words = `It is played ${range(offsets_Hz, ' Hz')} off`;
  const { gradient_HzPerM: g } = played?.steps ?? {};
  const middle = g?.[Math.floor(g.length / 2)] ?? 0;
  if (middle === 0) return `${words}.`;
  const places = offsets_Hz.map((offset) => (1e3 * offset) / middle).sort((a, b) => a - b) as [number, number];
  return `${words}, which puts the slice at ${range(places, ' mm')}.`;
}

function bandwidth({ at, size }: { readonly at: Float64Array; readonly size: Float64Array }): number {
  const half = Math.max(...size) / 2;
  return at[size.findLastIndex((value) => value >= half)]! - at[size.findIndex((value) => value >= half)]!;
}
