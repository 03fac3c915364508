// What a virtual animal and its injection are made from, and the door that refuses what cannot be.
import { nearestName, ScienceError } from '../base/index.ts';
import { voxelSize_mm, type Geometry } from '../records/index.ts';
import { AGENTS } from './agents.ts';
import { INJURY_PATTERNS, type InjuryPattern } from './injury/pattern.ts';
import type { Injection } from './label/tissue.ts';
import { DEFAULT_VALUES, MOUSE_VALUE_TABLE, type MouseValueName, type MouseValues } from './values.ts';

/** Acetaminophen by dose and time, or the dead share of the liver itself. */
export type InjurySettings =
  | { readonly acetaminophen_mgPerKg: number; readonly hours_h: number; readonly pattern: InjuryPattern }
  | { readonly necroticFraction: number; readonly pattern: InjuryPattern };

export interface AnimalSettings {
  readonly seed: number;
  /** Absent: healthy. */
  readonly injury?: InjurySettings;
  /** Values that differ from the table's. */
  readonly values?: Partial<MouseValues>;
}

const MOST_ACETAMINOPHEN_mgPerKg = 1000; // above the oral TD50 of 732 mg/kg (facts B.apap.td50) few mice live
const MOST_VOLUME_mLPerKg = 10; // A.iv.max
const MOST_CONCENTRATION_mM = 300; // ASSUMED: hypertonic beyond
const COARSEST_mm = 4; // half of a lobe of the liver

const fail = (where: string, message: string): never => {
  throw new ScienceError('argument', message, { where });
};
function inRange(where: string, value: number, low: number, high: number, unit = ''): void {
  if (value >= low && value <= high) return;
  fail(where, `${value}${unit} is outside ${low} to ${high}${unit}`);
}

const AT_MOST_ONE: ReadonlySet<MouseValueName> = new Set<MouseValueName>([
  'hematocrit', 'portalFlowShare', 'hepaticArteryShare', 'kidneyFlowShare', 'liverBloodFraction', 'liverInterstitialFraction',
  'openCellShare', 'mitochondrialRelease', 'filtrationFraction', 'tissueT1Share', 'necrosisMost',
]); // prettier-ignore
const ABOVE_ZERO: ReadonlySet<MouseValueName> = new Set<MouseValueName>([
  'cardiacOutput_mLPerMin', 'bloodVolume_mLPerKg', 'fumaraseKeq', 'kmFumarate_mM', 'kmMalate_mM', 'fumarateT1_s', 'malateT1_s',
  'ureaT1_s', 'pyruvateT1_s', 'lactateT1_s', 'alanineT1_s', 'tissueT1Share', 'liverBloodFraction', 'liverInterstitialFraction',
  'portalFlowShare', 'kidneyFlowShare', 'hepaticArteryShare', 'necroticPerfusion', 'necrosisDose_mgPerKg',
  'necrosisHalfTime_h', 'repairTime_h', 'lobule_mm',
]); // prettier-ignore

/** The whole set of values. Throws for names that do not exist and numbers that cannot be. */
export function checkedValues(given: Partial<MouseValues> = {}): MouseValues {
  for (const [name, value] of Object.entries(given)) {
    const where = `values.${name}`;
    if (!(name in MOUSE_VALUE_TABLE)) {
      const near = nearestName(name, Object.keys(MOUSE_VALUE_TABLE));
      fail(where, near === undefined ? 'no such value' : `no such value; did you mean ${near}?`);
    }
    const key = name as MouseValueName;
    if (!Number.isFinite(value) || value < 0) fail(where, `${value}; expected a number that is not negative`);
    if (ABOVE_ZERO.has(key) && value === 0) fail(where, '0; expected more than 0');
    if (AT_MOST_ONE.has(key) && value > 1) fail(where, `${value}; expected a share between 0 and 1`);
  }
  const values = { ...DEFAULT_VALUES, ...given };
  inRange('values.bodyMass_g', values.bodyMass_g, 12, 45, ' g');
  if (values.hematocrit >= 1)
    fail('values.hematocrit', `${values.hematocrit}; expected less than 1: blood without plasma carries nothing`);
  const filled = values.liverBloodFraction + values.liverInterstitialFraction;
  if (filled >= 1)
    fail(
      'values.liverInterstitialFraction',
      `blood and interstitium are ${Number(filled.toPrecision(3))} of the liver and leave no cells`,
    );
  return values;
}

export function checkInjury(injury: InjurySettings | undefined): void {
  if (injury === undefined) return;
  if ('necroticFraction' in injury) inRange('injury.necroticFraction', injury.necroticFraction, 0, 1);
  else {
    inRange('injury.acetaminophen_mgPerKg', injury.acetaminophen_mgPerKg, 0, MOST_ACETAMINOPHEN_mgPerKg, ' mg/kg');
    inRange('injury.hours_h', injury.hours_h, 0, 240, ' h');
  }
  if (!INJURY_PATTERNS.includes(injury.pattern))
    fail('injury.pattern', `'${injury.pattern}'; expected one of ${INJURY_PATTERNS.join(', ')}`);
}

export function checkInjection({ agents, volume_mL, duration_s }: Injection, bodyMass_g: number): void {
  if (agents.length === 0) fail('injection.agents', `none; expected one or more of ${AGENTS.join(', ')}`);
  agents.forEach(({ agent, concentration_mM, polarization, syringeT1_s }, i) => {
    const where = `injection.agents[${i}]`;
    if (!AGENTS.includes(agent)) fail(`${where}.agent`, `'${agent}'; expected one of ${AGENTS.join(', ')}`);
    if (agents.findIndex((other) => other.agent === agent) < i) fail(`${where}.agent`, `'${agent}' is there twice`);
    inRange(`${where}.concentration_mM`, concentration_mM, 0, MOST_CONCENTRATION_mM, ' mM');
    inRange(`${where}.polarization`, polarization, 0, 1);
    if (!(syringeT1_s > 0)) fail(`${where}.syringeT1_s`, `${syringeT1_s}; expected more than 0 s`);
  });
  const most_mL = (MOST_VOLUME_mLPerKg * bodyMass_g) / 1000;
  if (!(volume_mL > 0)) fail('injection.volume_mL', `${volume_mL}; expected more than 0 mL`);
  if (volume_mL > most_mL * (1 + 1e-9))
    fail('injection.volume_mL', `${volume_mL} mL is more than ${MOST_VOLUME_mLPerKg} mL/kg, ${most_mL} mL for ${bodyMass_g} g; inject less, or more concentrated`); // prettier-ignore
  inRange('injection.duration_s', duration_s, 0.1, 120, ' s');
}

export function checkGrid(geometry: Geometry): void {
  const size = voxelSize_mm(geometry);
  const coarse = size.filter((length) => length > COARSEST_mm).length;
  if (coarse < 2 && Math.max(...size) <= 3 * COARSEST_mm) return;
  fail('grid', `voxels of ${size.map((x) => x.toFixed(1)).join(' x ')} mm are too coarse for a mouse; at most ${COARSEST_mm} mm along two axes and ${3 * COARSEST_mm} mm along the third`); // prettier-ignore
}
