// What a person must know of a dose: limits that are not held, assumptions, how the numbers were made.
import type { LegOutcome, LimitCheck } from '../../../dose/index.ts';
import type { NamedSystem } from '../../spin/read-system.ts';
import type { Made } from './reactor.ts';
import { hasOurLegs } from './settings/defaults.ts';
import type { DoseSettings } from './settings/settings.ts';
import type { Uncertainty } from './uncertainty.ts';

interface Known {
  readonly settings: DoseSettings;
  readonly made: Made;
  readonly named: NamedSystem;
  readonly efficiency: number;
  /** In the syringe. */
  readonly polarization: number;
  readonly target: string;
  readonly leftOut: readonly string[];
  readonly rows: readonly LegOutcome[];
  readonly checks: readonly LimitCheck[];
  readonly uncertainty: Uncertainty | undefined;
}

export function notesOf({
  settings,
  made,
  named,
  efficiency,
  polarization,
  target,
  leftOut,
  rows,
  checks,
  uncertainty,
}: Known): string[] {
  const notes = checks
    .filter(({ held }) => !held)
    .map(
      ({ quantity, value, unit, lowest, highest }) =>
        `LIMIT: ${quantity} is ${Number(value.toPrecision(3))}${unit === '' ? '' : ` ${unit}`}; ${lowest !== undefined && value < lowest ? `at least ${Number(lowest.toPrecision(3))}` : `at most ${highest}`} is wanted.`,
    );
  if (hasOurLegs(settings))
    notes.push(
      'ASSUMED: no process with all its numbers was found in print; the legs and most inputs are placeholders, each with a range. Put in your own.',
    );
  if (efficiency < 0)
    notes.push(`The polarization of ${target} comes out against the field (below 0); its size is what is given here.`);
  if (uncertainty !== undefined) {
    const { reactor, fieldCycle } = uncertainty.surfaces;
    const percent = (value: number): string => `${Number((100 * value).toPrecision(2))}%`;
    const worst = (errors: typeof reactor.error): string => percent(Math.max(...errors.map(({ rms }) => rms)));
    notes.push(
      `The draws take reactor and field cycle from surfaces of second order${waves(uncertainty)} through ${reactor.runs} and ${fieldCycle.runs} exact runs; the error (rms) on runs left out is ${percent(reactor.error[0]!.rms)} of the product, ${percent(reactor.error.at(-1)!.rms)} of its order, ${worst(fieldCycle.error)} of the polarization after the field cycle. The table of the road is exact.`,
    );
    const [low, high] = [0, -1].map((i) => uncertainty.spread.polarization.quantiles.at(i)!) as [number, number];
    if (polarization > high || polarization < low)
      notes.push(
        `As set, the polarization lies ${polarization > high ? 'above' : 'below'} 90% of the draws: the ranges reach further to the ${polarization > high ? 'bad' : 'good'} side than to the other.`,
      );
    if (leftOut.length > 0)
      notes.push(
        `The draws take the changes of the field cycle from the molecule without ${leftOut.join(', ')}, which are the least coupled; the table of the road holds all its spins.`,
      );
    if (uncertainty.failed > 0)
      notes.push(`${uncertainty.failed} draws ended before the syringe and are left out of the distribution.`);
  }
  notes.push(...rows.flatMap((row, i) => saltNote(row, rows[i - 1])), ...made.batch.notes, ...named.notes);
  if (settings.molecule.t1Table === undefined)
    notes.push(
      'One T1 is taken for every field: how it goes with the field was not found in print. Give molecule.t1Table where you know it.',
    );
  return notes;
}

/** Which of the surfaces had waves taken off. */
function waves({ surfaces: { reactor, fieldCycle } }: Uncertainty): string {
  const curved = [...(reactor.curved ? ['reactor'] : []), ...(fieldCycle.curved ? ['field cycle'] : [])];
  return curved.length === 0 ? '' : ` (${curved.join(' and ')}: on top of curves along each input)`;
}

const SODIUM_CHLORIDE_GPERMOL = 58.44;

/** How much salt an osmolality that was asked for takes. */
function saltNote({ leg, contents }: LegOutcome, before: LegOutcome | undefined): string[] {
  if (leg.kind !== 'dilution' || leg.tonicity === undefined) return [];
  const inBuffer_mol = (leg.buffer?.sodiumChloride_mM ?? 0) * leg.addedVolume_m3;
  const added_mol = contents.sodiumChloride_mol - (before?.contents.sodiumChloride_mol ?? 0) - inBuffer_mol;
  const { osmolality_mOsmPerKg } = leg.tonicity;
  return [
    added_mol > 0
      ? `${leg.name}: ${Number((1000 * SODIUM_CHLORIDE_GPERMOL * added_mol).toPrecision(2))} mg of sodium chloride bring the solution to ${osmolality_mOsmPerKg} mOsm/kg.`
      : `${leg.name}: no sodium chloride is added, the solution is above ${osmolality_mOsmPerKg} mOsm/kg without it.`,
  ];
}
