// What a family of pulse sequences is: parameters with a start from the couplings, and the events they make.
import type { Spins } from '../../../physics/spins/index.ts';
import type { Delay, Pulse, SequenceEvent, Together } from '../record.ts';
import type { Roles } from './roles.ts';

export interface Parameter {
  /** With its unit; a count starts with n. */
  readonly name: string;
  /** What the couplings say. */
  readonly start: number;
  readonly lower: number;
  readonly upper: number;
  readonly whole?: boolean;
}

export interface SequenceFamily {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly equation: string;
  /** Key into SOURCES.md. */
  readonly key: string;
  parameters(spins: Spins, roles: Roles): readonly Parameter[];
  /** The events for values in the order of the parameters; the last turns the polarization along z. */
  events(spins: Spins, roles: Roles, values: readonly number[]): readonly SequenceEvent[];
}

export const delay = (duration_s: number, label: string): Delay => ({ kind: 'delay', duration_s, label });
export const pulse = (isotope: string, angle_deg: number, phase_deg: number, spins?: readonly string[]): Pulse => ({
  kind: 'pulse',
  isotope,
  angle_deg,
  phase_deg,
  ...(spins === undefined ? {} : { spins }),
});
export const both = (...channels: readonly Pulse[]): Together => ({ kind: 'together', channels });
/** delay - pulses - delay. */
export const echo = (half_s: number, label: string, event: SequenceEvent): readonly SequenceEvent[] => [
  delay(half_s, label),
  event,
  delay(half_s, label),
];
/** From nothing to a few times the start. */
export const around = (name: string, start: number, times = 3): Parameter => ({
  name,
  start,
  lower: 0,
  upper: times * start,
});
