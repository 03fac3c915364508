// The record of a sequence as the items of its drawing.
import type { PulseItem } from '../../../plot/index.ts';
import { eventDuration_s, type Lock, type Pulse, type SequenceEvent } from '../../../transfer/sequences/index.ts';
import { timeText } from './explain.ts';

/** `180 x`, `45 y`, `90 −x`; strength or spins on lines of their own. */
function pulseWords({ angle_deg, phase_deg, spins, nutation_Hz }: Pulse): string[] {
  const words = [`${Number(angle_deg.toFixed(1))} ${phaseText(phase_deg)}`];
  if (spins !== undefined) words.unshift(spins.join(', '));
  if (nutation_Hz !== undefined) words.unshift(`${Number(nutation_Hz.toPrecision(3))} Hz`);
  return words;
}

function phaseText(phase_deg: number): string {
  const names: Readonly<Record<number, string>> = { 0: 'x', 90: 'y', 180: '−x', 270: '−y' };
  const phase = ((phase_deg % 360) + 360) % 360;
  return names[phase] ?? `at ${Number(phase.toFixed(1))}°`;
}

function lockWords({ nutation_Hz, phase_deg, offset_Hz }: Lock): string[] {
  const words = [`${Number(nutation_Hz.toPrecision(4))} Hz, ${phaseText(phase_deg)}`];
  if (offset_Hz !== undefined && offset_Hz !== 0) words.push(`offset ${Number(offset_Hz.toPrecision(4))} Hz`);
  return words;
}

export function diagramItems(events: readonly SequenceEvent[]): readonly PulseItem[] {
  return events.flatMap((event): readonly PulseItem[] => {
    switch (event.kind) {
      case 'delay':
        return [{ kind: 'delay', name: event.label, duration: timeText(event.duration_s) }];
      case 'loop':
        if (event.times === 0) return [];
        return [{ kind: 'open' }, ...diagramItems(event.events), { kind: 'close', words: `×${event.times}` }];
      default: {
        const channels = event.kind === 'together' ? event.channels : [event];
        const locks = channels.filter((one) => one.kind === 'lock');
        const pulses = channels.filter((one) => one.kind === 'pulse');
        if (locks.length === 0)
          return [
            {
              kind: 'pulses',
              bars: pulses.map((one) => ({ channel: one.isotope, angle_deg: one.angle_deg, words: pulseWords(one) })),
            },
          ];
        const boxes = [
          ...locks.map((one) => ({ channel: one.isotope, words: lockWords(one) })),
          ...pulses.map((one) => ({ channel: one.isotope, words: pulseWords(one) })),
        ];
        return [
          {
            kind: 'irradiation',
            boxes,
            name: event.label ?? locks[0]!.label,
            duration: timeText(eventDuration_s(event)),
          },
        ];
      }
    }
  });
}
