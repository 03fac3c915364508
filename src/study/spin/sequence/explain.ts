// What a pulse sequence did, in sentences.
import { percentText, fieldText } from '../words.ts';
import type { Profile } from '../../../transfer/index.ts';
import type { OptimisedSequence, PulseSequence, SequenceOutcome } from '../../../transfer/sequences/index.ts';
import type { SequenceTransferFile } from './settings.ts';

/** What there is to tell of. */
export interface SequenceFacts {
  readonly settings: SequenceTransferFile;
  readonly target: string;
  readonly sequence: PulseSequence;
  /** The field along z that the sequence plays in, where it changes. */
  readonly profile: Profile | undefined;
  readonly duration_s: number;
  readonly outcome: SequenceOutcome;
  /** Polarization of the target without relaxation, where the outcome is with it. */
  readonly unrelaxed: number | undefined;
  readonly optimised: OptimisedSequence | undefined;
  /** (4x - 1)/3: what a para fraction x leaves of everything that 100% would give. */
  readonly order: number;
}

export function explainSequence({
  sequence,
  profile,
  duration_s,
  outcome,
  unrelaxed,
  target,
  optimised,
  order,
  settings,
}: SequenceFacts): readonly string[] {
  const reached = outcome.polarization[target]!;
  const { highest, lowest } = outcome.bounds[target]!;
  const most = Math.max(Math.abs(highest), Math.abs(lowest));
  const share =
    most > 1e-9
      ? `${((100 * Math.abs(reached)) / most).toFixed(0)}% of the ${percentText(most)} that any control could reach from this start`
      : 'this start allows none';
  const frame = settings.sequence.frame === 'lab' ? ' in the lab frame' : '';
  const out = [
    `${sequence.name} of ${timeText(duration_s)} ${whereText(sequence, profile)} leaves ${target} with ${percentText(reached)}${frame}: ${share}.`,
  ];
  if (unrelaxed !== undefined) out.push(`Without relaxation it would be ${percentText(unrelaxed)}.`);
  const [x, y] = outcome.vector[target]!;
  const across = Math.hypot(x, y);
  if (across > 0.01) out.push(`${percentText(across)} lie across the field at the end and are not counted.`);
  if (optimised !== undefined) {
    const ends = {
      converged: 'The search ended where no step gained any more',
      'at-bound': 'The search ended at the edge of what it may use',
      'step-limit': 'The search stopped at its limit of trials, so there may be more',
    }[optimised.end];
    const { b1_sd = 0, offset_sd_Hz = 0 } = settings.sequence.limits ?? {};
    const averaged = b1_sd > 0 || offset_sd_Hz > 0;
    out.push(
      `${ends}: from ${percentText(Math.abs(order * optimised.before))} with the values that the couplings give to ${percentText(Math.abs(order * optimised.after))} in ${optimised.evaluations} trials${averaged ? ', averaged over the spread' : ''}.`,
    );
  }
  return out;
}

/** `at 1.4 T`, or `while the field goes from 0 to 2 µT`. */
export function whereText({ field_T }: PulseSequence, profile: Profile | undefined): string {
  if (profile === undefined) return `at ${fieldText(field_T)}`;
  return `while the field goes from ${fieldText(profile.field_T(0))} to ${fieldText(profile.field_T(profile.duration_s))}`;
}

/** `12.3 ms`, `0.65 s`. */
export function timeText(duration_s: number): string {
  if (duration_s === 0) return '0';
  const [factor, unit] = duration_s >= 1 ? [1, 's'] : duration_s >= 1e-3 ? [1e3, 'ms'] : [1e6, 'µs'];
  return `${Number((duration_s * factor).toPrecision(3))} ${unit}`;
}
