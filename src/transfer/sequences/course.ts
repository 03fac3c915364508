// Polarizations along the way of a sequence in the rotating frame.
import type { Spins } from '../../physics/spins/index.ts';
import { polarizationVectors, type Move } from './motion.ts';
import { piecesOf, type Imperfection, type Piece } from './pieces.ts';
import { sequenceDuration_s, type SequenceEvent } from './record.ts';

export interface SequenceCourse {
  /** Rising; an ideal pulse has one time for before and after. */
  readonly time_s: Float64Array;
  /** [spin][x, y, z][time]: <I>/I in the frame that turns with the carriers. */
  readonly vectors: readonly (readonly [Float64Array, Float64Array, Float64Array])[];
}

/** About `points` evenly spaced points, and one at every edge of an event; and the density at the end. */
export function sequenceCourse(
  spins: Spins,
  rho: Float64Array,
  events: readonly SequenceEvent[],
  move: Move,
  points: number,
  imperfection: Imperfection = {},
): SequenceCourse & { readonly density: Float64Array } {
  const step_s = sequenceDuration_s(events) / Math.max(1, points);
  const time_s = [0];
  let density = rho;
  const rows = [polarizationVectors(spins, rho)];
  const go = (piece: Piece, duration_s: number): void => {
    density = move(density, piece);
    time_s.push(time_s.at(-1)! + duration_s);
    rows.push(polarizationVectors(spins, density));
  };
  const pieces = (list: readonly SequenceEvent[]): Piece[] =>
    list.flatMap((event) =>
      event.kind === 'loop'
        ? Array.from({ length: event.times }, () => pieces(event.events)).flat()
        : piecesOf(event, imperfection),
    );
  for (const piece of pieces(events)) {
    if (piece.kind === 'turn') go(piece, 0);
    else {
      const count = step_s > 0 ? Math.max(1, Math.round(piece.duration_s / step_s)) : 1;
      const duration_s = piece.duration_s / count;
      for (let i = 0; i < count; i++) {
        // The phase of an irradiation beside the carrier runs on.
        const channels = piece.channels.map((one) => ({
          ...one,
          phase_deg: one.phase_deg - 360 * one.offset_Hz * i * duration_s,
        }));
        go({ ...piece, duration_s, channels }, duration_s);
      }
    }
  }
  return {
    density,
    time_s: Float64Array.from(time_s),
    vectors: spins.labels.map(
      (_, k) =>
        [0, 1, 2].map((a) =>
          Float64Array.from(rows, (row) => row[3 * k + a]!),
        ) as unknown as SequenceCourse['vectors'][number],
    ),
  };
}
