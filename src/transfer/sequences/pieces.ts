// Events cut into pieces with a constant Hamiltonian, and ideal turns between them.
import { eventDuration_s, type Lock, type Pulse, type SequenceEvent, type Together } from './record.ts';

export interface Irradiation {
  readonly isotope: string;
  readonly nutation_Hz: number;
  readonly phase_deg: number;
  readonly offset_Hz: number;
}

export interface Stretch {
  readonly kind: 'stretch';
  readonly duration_s: number;
  readonly channels: readonly Irradiation[];
}

export interface Turn {
  readonly kind: 'turn';
  readonly isotope: string;
  readonly angle_deg: number;
  readonly phase_deg: number;
  readonly spins: readonly string[] | undefined;
}

export type Piece = Stretch | Turn;

/** What a real spectrometer does to a sequence. */
export interface Imperfection {
  /** All amplitudes times this, of ideal pulses the angles; 1 if not given. */
  readonly b1Scale?: number;
}

/** Pieces of one event that is no loop. */
export function piecesOf(
  event: Exclude<SequenceEvent, { kind: 'loop' }>,
  { b1Scale = 1 }: Imperfection = {},
): readonly Piece[] {
  switch (event.kind) {
    case 'delay':
      return [{ kind: 'stretch', duration_s: event.duration_s, channels: [] }];
    case 'pulse':
      if (event.nutation_Hz === undefined) return [turnOf(event, b1Scale)];
      return [{ kind: 'stretch', duration_s: eventDuration_s(event), channels: [irradiationOf(event, b1Scale)] }];
    case 'lock':
      return [{ kind: 'stretch', duration_s: event.duration_s, channels: [irradiationOf(event, b1Scale)] }];
    case 'together':
      return togetherPieces(event, b1Scale);
  }
}

function turnOf({ isotope, angle_deg, phase_deg, spins }: Pulse, b1Scale: number): Turn {
  return { kind: 'turn', isotope, angle_deg: angle_deg * b1Scale, phase_deg, spins };
}

/** A negative angle turns about the opposite axis. */
function irradiationOf(event: Pulse | Lock, b1Scale: number): Irradiation {
  const back = event.kind === 'pulse' && event.angle_deg < 0;
  return {
    isotope: event.isotope,
    nutation_Hz: event.nutation_Hz! * b1Scale,
    phase_deg: event.phase_deg + (back ? 180 : 0),
    offset_Hz: event.kind === 'lock' ? (event.offset_Hz ?? 0) : 0,
  };
}

/** All channels are centred on the longest; ideal pulses happen at the centre. */
function togetherPieces(event: Together, b1Scale: number): readonly Piece[] {
  const half = eventDuration_s(event) / 2;
  const lasting = event.channels
    .map((channel) => ({ channel, half: eventDuration_s(channel) / 2 }))
    .filter((one) => one.half > 0);
  const turns = event.channels.flatMap((channel) =>
    channel.kind === 'pulse' && channel.nutation_Hz === undefined ? [turnOf(channel, b1Scale)] : [],
  );
  if (half === 0) return turns;
  const edges = [...new Set([-half, 0, half, ...lasting.flatMap((one) => [-one.half, one.half])])].sort(
    (a, b) => a - b,
  );
  return edges.slice(0, -1).flatMap((from, i): Piece[] => {
    const to = edges[i + 1]!;
    const channels = lasting
      .filter((one) => one.half >= to && -one.half <= from)
      .map(({ channel, half: mine }): Irradiation => {
        const plain = irradiationOf(channel, b1Scale);
        // The phase of an irradiation beside the carrier runs on from where it began.
        return { ...plain, phase_deg: plain.phase_deg - 360 * plain.offset_Hz * (from + mine) };
      });
    const stretch: Stretch = { kind: 'stretch', duration_s: to - from, channels };
    return from === 0 ? [...turns, stretch] : [stretch];
  });
}
