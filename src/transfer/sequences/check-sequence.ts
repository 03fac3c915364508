// What can be wrong in a pulse sequence for a given molecule: each fault with its place in the record.
import { nearestName, ScienceError } from '../../base/index.ts';
import type { Spins } from '../../physics/spins/index.ts';
import type { Pulse, PulseSequence, SequenceEvent } from './record.ts';

export interface SequenceFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Events in all, loops written out. */
export const MOST_EVENTS = 100_000;

/** Throws a ScienceError of kind `format` with the place of the first fault, such as `events[3].duration_s`. */
export function checkSequence(sequence: PulseSequence, spins: Spins, where?: string): void {
  const fault = sequenceFaults(sequence, spins)[0];
  if (!fault) return;
  const place = fault.path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`));
  throw new ScienceError('format', fault.message, {
    where: `${where === undefined ? '' : `${where}, `}${place.join('')}`,
  });
}

export function sequenceFaults(sequence: PulseSequence, spins: Spins): readonly SequenceFault[] {
  const faults: SequenceFault[] = [];
  if (!(Number.isFinite(sequence.field_T) && Math.abs(sequence.field_T) <= 100)) {
    faults.push({ path: ['field_T'], message: `is ${sequence.field_T}; expected tesla, at most 100` });
  }
  for (const [name, value] of Object.entries(sequence.carrier_ppm ?? {})) {
    const path = ['carrier_ppm', name];
    if (!spins.isotopes.includes(name)) faults.push({ path, message: stranger(name, spins) });
    if (!Number.isFinite(value)) faults.push({ path, message: `is ${value}; expected ppm` });
  }
  if (sequence.events.length === 0) faults.push({ path: ['events'], message: 'a sequence needs at least one event' });
  sequence.events.forEach((event, i) => addFaults(faults, event, spins, ['events', i]));
  if (faults.length === 0 && countEvents(sequence.events) > MOST_EVENTS) {
    faults.push({ path: ['events'], message: `more than ${MOST_EVENTS} events with the loops written out` });
  }
  return faults;
}

function countEvents(events: readonly SequenceEvent[]): number {
  return events.reduce((sum, event) => sum + (event.kind === 'loop' ? event.times * countEvents(event.events) : 1), 0);
}

function addFaults(
  faults: SequenceFault[],
  event: SequenceEvent,
  spins: Spins,
  path: readonly (string | number)[],
): void {
  const fault = (key: string, message: string): void => {
    faults.push({ path: [...path, key], message });
  };
  const notNegative = (key: string, value: number, unit: string): void => {
    if (!(value >= 0 && Number.isFinite(value))) fault(key, `is ${value}; expected ${unit}, not negative`);
  };
  const finite = (key: string, value: number | undefined): void => {
    if (value !== undefined && !Number.isFinite(value)) fault(key, `is ${value}; expected a finite number`);
  };
  switch (event.kind) {
    case 'delay':
      notNegative('duration_s', event.duration_s, 'seconds');
      break;
    case 'lock':
      if (!spins.isotopes.includes(event.isotope)) fault('isotope', stranger(event.isotope, spins));
      notNegative('duration_s', event.duration_s, 'seconds');
      notNegative('nutation_Hz', event.nutation_Hz, 'Hz');
      finite('phase_deg', event.phase_deg);
      finite('offset_Hz', event.offset_Hz);
      break;
    case 'pulse':
      if (!spins.isotopes.includes(event.isotope)) fault('isotope', stranger(event.isotope, spins));
      finite('angle_deg', event.angle_deg);
      finite('phase_deg', event.phase_deg);
      if (event.nutation_Hz !== undefined && !(event.nutation_Hz > 0 && Number.isFinite(event.nutation_Hz)))
        fault('nutation_Hz', `is ${event.nutation_Hz}; expected Hz above 0`);
      addSelectionFaults(event, spins, fault);
      break;
    case 'together': {
      if (event.channels.length === 0) fault('channels', 'expected at least one pulse or lock');
      event.channels.forEach((channel, i) => addFaults(faults, channel, spins, [...path, 'channels', i]));
      const isotopes = event.channels.map(({ isotope }) => isotope);
      const twice = isotopes.findIndex((isotope, i) => isotopes.indexOf(isotope) !== i);
      if (twice >= 0)
        faults.push({
          path: [...path, 'channels', twice, 'isotope'],
          message: `${isotopes[twice]!} is irradiated twice at one time`,
        });
      break;
    }
    case 'loop':
      if (!(Number.isInteger(event.times) && event.times >= 0))
        fault('times', `is ${event.times}; expected a whole number, not negative`);
      event.events.forEach((inner, i) => addFaults(faults, inner, spins, [...path, 'events', i]));
  }
}

function addSelectionFaults(
  { spins: chosen, nutation_Hz, isotope }: Pulse,
  spins: Spins,
  fault: (key: string, message: string) => void,
): void {
  if (chosen === undefined) return;
  if (nutation_Hz !== undefined) fault('nutation_Hz', 'a pulse on chosen spins is ideal; leave nutation_Hz out');
  for (const label of chosen) {
    const k = spins.labels.indexOf(label);
    if (k < 0) fault('spins', `there is no spin '${label}'; nearest is '${nearestName(label, spins.labels)!}'`);
    else if (spins.isotopes[k] !== isotope)
      fault('spins', `${label} is ${spins.isotopes[k]!}, the pulse is on ${isotope}`);
  }
}

function stranger(name: string, spins: Spins): string {
  const there = [...new Set(spins.isotopes)];
  return `${spins.name} has no ${name}; there are ${there.join(', ')}`;
}
