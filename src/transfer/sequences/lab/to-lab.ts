// A pulse sequence of the rotating frame as oscillating fields and sudden turns of the lab frame.
import { ScienceError } from '../../../base/index.ts';
import { constantProfile, type Profile } from '../../profile.ts';
import type { Spins } from '../../../physics/spins/index.ts';
import { projections, turnAboutZ, turnUnitary } from '../motion.ts';
import { piecesOf, type Imperfection, type Irradiation } from '../pieces.ts';
import type { PulseSequence, SequenceEvent } from '../record.ts';
import { carriersOf } from '../start.ts';
import type { OscillatingField, SuddenTurn } from './evolve-lab.ts';

export interface LabSequence {
  readonly profile: Profile;
  readonly fields: readonly OscillatingField[];
  readonly turns: readonly SuddenTurn[];
}

/** The same sequence, its frames in step with the lab frame at time 0. A nutation nu takes a linear field of amplitude 4 pi nu / gamma. */
export function labSequence(sequence: PulseSequence, spins: Spins, imperfection: Imperfection = {}): LabSequence {
  const carriers_Hz = carrierFrequencies_Hz(sequence, spins);
  const fields: OscillatingField[] = [];
  const turns: SuddenTurn[] = [];
  let now = 0;
  const add = (events: readonly SequenceEvent[]): void => {
    for (const event of events) {
      if (event.kind === 'loop') {
        for (let i = 0; i < event.times; i++) add(event.events);
        continue;
      }
      for (const piece of piecesOf(event, imperfection)) {
        if (piece.kind === 'turn') {
          const behind = 360 * carriers_Hz.get(piece.isotope)! * now;
          turns.push({ time_s: now, unitary: turnUnitary(spins, { ...piece, phase_deg: piece.phase_deg - behind }) });
          continue;
        }
        for (const channel of piece.channels)
          fields.push(
            fieldOf(channel, gammaOf(spins, channel.isotope), carriers_Hz.get(channel.isotope)!, now, piece.duration_s),
          );
        now += piece.duration_s;
      }
    }
  };
  add(sequence.events);
  if (!(now > 0)) throw new ScienceError('argument', `${sequence.name} takes no time; the lab frame needs some`);
  return { profile: constantProfile(sequence.field_T, now), fields, turns };
}

/** gamma B (1 + carrier) / 2 pi of each isotope, with its sign. */
export function carrierFrequencies_Hz(sequence: PulseSequence, spins: Spins): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(carriersOf(sequence, spins)).map(([isotope, ppm]) => [
      isotope,
      (gammaOf(spins, isotope) * sequence.field_T * (1 + 1e-6 * ppm)) / (2 * Math.PI),
    ]),
  );
}

/** A density of the lab frame after `time_s` as the rotating frame sees it. */
export function intoRotatingFrame(
  rho: Float64Array,
  sequence: PulseSequence,
  spins: Spins,
  time_s: number,
): Float64Array {
  const out = rho.slice();
  const z = projections(spins);
  for (const [isotope, carrier_Hz] of carrierFrequencies_Hz(sequence, spins)) {
    const angle = 2 * Math.PI * carrier_Hz * time_s;
    turnAboutZ(out, spins.dimension, z.get(isotope)!, angle, angle);
  }
  return out;
}

/** H = nu1 (cos p Ix + sin p Iy) in the frame at f is the mean of 2 nu1 cos(2 pi f t - p) Ix, and the field is that over -gamma / 2 pi. */
function fieldOf(
  { nutation_Hz, phase_deg, offset_Hz }: Irradiation,
  gamma_radPerSPerT: number,
  carrier_Hz: number,
  start_s: number,
  duration_s: number,
): OscillatingField {
  const frequency_Hz = carrier_Hz + offset_Hz;
  // Signed frequency and phase at the lab's time 0; cos does not mind the sign of both together.
  const phase = -phase_deg - 360 * offset_Hz * start_s;
  return {
    start_s,
    duration_s,
    amplitude_T: (-4 * Math.PI * nutation_Hz) / gamma_radPerSPerT,
    frequency_Hz: Math.abs(frequency_Hz),
    phase_deg: frequency_Hz < 0 ? -phase : phase,
  };
}

function gammaOf(spins: Spins, isotope: string): number {
  return spins.gamma_radPerSPerT[spins.isotopes.indexOf(isotope)]!;
}
