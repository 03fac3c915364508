// What happened, in three sentences: which crossing does the work, what the limit is, why the sign.
import type { Spins, SpinSpace } from '../physics/spins/index.ts';
import { avoidedCrossings, type AvoidedCrossing } from './crossings.ts';
import { levelsAt, levelWeights } from './levels.ts';
import type { TransferOutcome } from './simulate.ts';

/** The avoided crossings that lie on the way between two fields, those that exchange character first. */
export function crossingsOnTheWay(space: SpinSpace, from_T: number, to_T: number): readonly AvoidedCrossing[] {
  if (from_T === to_T) return [];
  return [...avoidedCrossings(space, Math.min(from_T, to_T), Math.max(from_T, to_T))].sort(
    (a, b) => b.exchange - a.exchange,
  );
}

/** The two states that meet at a crossing: the main parts of its lower level, which is made of both there. */
export function crossingStates(space: SpinSpace, crossing: AvoidedCrossing): readonly [string, string] {
  const level = levelsAt(space, crossing.field_T).find(
    (one) => one.sector === crossing.sector && one.block === crossing.block && one.index === crossing.lower,
  )!;
  const [first, second] = levelWeights(space, level);
  return [first!.name, second?.name ?? first!.name];
}

/** Three sentences for the report, about the polarization of `label`; `main` is the crossing that does the work, by exchange of character if not given, `none` where no single one does. */
export function explainTransfer(
  space: SpinSpace,
  spins: Spins,
  outcome: TransferOutcome,
  label: string,
  main?: AvoidedCrossing | 'none',
): readonly string[] {
  const { profile } = outcome;
  const from_T = profile.field_T(0),
    to_T = profile.field_T(profile.duration_s);
  const reached = outcome.polarization[label]!,
    limit = outcome.adiabaticLimit[label]!;
  const percent = (p: number): string => `${(100 * p).toFixed(1)}%`;
  const out: string[] = [];
  const worker = main ?? crossingsOnTheWay(space, from_T, to_T)[0] ?? 'none';
  if (worker !== 'none') {
    const [before, after] = crossingStates(space, worker);
    out.push(
      `The work is done at ${fieldText(worker.field_T)}, where ${before} and ${after} of the block M = ${worker.m} come within ${worker.gap_Hz.toPrecision(3)} Hz ` +
        `and exchange their character${before.includes('(') ? '; (K m) are spins that act as one, of total spin K' : ''}.`,
    );
  } else
    out.push(
      `No single avoided crossing on the way turns ${label} over: what polarization there is comes from mixing, not from following one level.`,
    );
  const part = Math.abs(limit) > 1e-6 ? reached / limit : 0;
  const share = part > 0 && part <= 1 ? ` (${(100 * part).toFixed(0)}% of it)` : '';
  const beyond = part > 1 ? ' The limit is no ceiling: a faster change jumps gaps that a slow one follows.' : '';
  out.push(
    `Infinitely slow, the same path would give ${percent(limit)} on ${label}; this profile of ${profile.duration_s.toPrecision(3)} s gives ${percent(reached)}${share}.${beyond}`,
  );
  const gamma = spins.gamma_radPerSPerT[spins.labels.indexOf(label)]!;
  out.push(
    Math.abs(reached) < 1e-6
      ? `${label} ends without polarization.`
      : `${label} ends ${reached > 0 ? 'along' : 'against'} the lab z axis, ${reached > 0 === (to_T > 0 === gamma > 0) ? 'the sign it has at equilibrium' : 'opposite to equilibrium'}: ` +
          'within a block the total projection is kept, so the protons gain what it loses, and the direction of the sweep through the crossing decides which way.',
  );
  return out;
}

/** `403 nT`, `1.48 µT`, `50 mT`. */
function fieldText(field_T: number): string {
  const size = Math.abs(field_T);
  const text = (factor: number, unit: string): string => `${Number((field_T * factor).toPrecision(3))} ${unit}`;
  if (size < 1e-6) return text(1e9, 'nT');
  if (size < 1e-3) return text(1e6, 'µT');
  return size < 1 ? text(1e3, 'mT') : text(1, 'T');
}
