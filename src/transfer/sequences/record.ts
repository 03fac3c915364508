// A pulse sequence as data: named, ordered events at one field, with a carrier for each isotope. Plain JSON; simulators and figures read the same record.

/** Hard pulse: exp(-i angle F) about the axis in the transverse plane at `phase_deg` (0 = x, 90 = y). */
export interface Pulse {
  readonly kind: 'pulse';
  readonly isotope: string;
  readonly angle_deg: number;
  readonly phase_deg: number;
  /** Strength as a nutation frequency; without it the pulse is ideal and takes no time. */
  readonly nutation_Hz?: number;
  /** An ideal pulse that turns these spins of the isotope only. */
  readonly spins?: readonly string[];
  readonly label?: string;
}

/** Irradiation at a constant phase and amplitude: a spin lock, a SLIC pulse, a saturation. */
export interface Lock {
  readonly kind: 'lock';
  readonly isotope: string;
  readonly nutation_Hz: number;
  readonly phase_deg: number;
  readonly duration_s: number;
  /** Frequency above the carrier, on the scale of the Larmor frequency with its sign; 0 if not given. */
  readonly offset_Hz?: number;
  readonly label?: string;
}

export interface Delay {
  readonly kind: 'delay';
  readonly duration_s: number;
  readonly label?: string;
}

/** Pulses or locks on different isotopes about one centre in time. */
export interface Together {
  readonly kind: 'together';
  readonly channels: readonly (Pulse | Lock)[];
  readonly label?: string;
}

export interface Loop {
  readonly kind: 'loop';
  readonly times: number;
  readonly events: readonly SequenceEvent[];
  readonly label?: string;
}

export type SequenceEvent = Delay | Pulse | Lock | Together | Loop;

export interface PulseSequence {
  readonly name: string;
  readonly field_T: number;
  /** Carrier of each isotope; the mean shift of its spins where it is not named. */
  readonly carrier_ppm?: Readonly<Record<string, number>>;
  readonly events: readonly SequenceEvent[];
  /** Author, year, and how far that was checked. */
  readonly source?: string;
  /** Where the delays come from, in words or as a formula. */
  readonly equation?: string;
}

/** How long an event takes; ideal pulses take no time. */
export function eventDuration_s(event: SequenceEvent): number {
  switch (event.kind) {
    case 'pulse':
      return event.nutation_Hz === undefined ? 0 : Math.abs(event.angle_deg) / (360 * event.nutation_Hz);
    case 'together':
      return Math.max(...event.channels.map(eventDuration_s));
    case 'loop':
      return event.times * sequenceDuration_s(event.events);
    default:
      return event.duration_s;
  }
}

export function sequenceDuration_s(events: readonly SequenceEvent[]): number {
  return events.reduce((sum, event) => sum + eventDuration_s(event), 0);
}
