// The shots of fumarate and malate at every field where they are scanned.
import { describe, expect, it } from 'vitest';
import type { Geometry, TissueLine } from '../../records/index.ts';
import { checkSequence } from '../sequence/index.ts';
import { MOUSE_SCANNER } from './hardware.ts';
import { metaboliteShots, SHIM_ppm } from './metabolite-shots.ts';
import { excited, firstPulse } from './profile.ts';

const T1_s = { plasma: 30, tissue: 25 };
const lines: readonly TissueLine[] = [
  { agent: 'fumarate', substance: 'fumarate', name: 'fumarate C1', shift_ppm: 175.4, t1_s: T1_s },
  { agent: 'fumarate', substance: 'malate', name: 'malate C4', shift_ppm: 180.5, t1_s: T1_s },
  { agent: 'fumarate', substance: 'malate', name: 'malate C1', shift_ppm: 181.7, t1_s: T1_s },
];
const geometry: Geometry = { shape: [16, 16, 4], affineRas_mm: [2, 0, 0, -15, 0, 2, 0, -15, 0, 0, 4, -6] };
const channel = (name: string, own: readonly number[], flip_deg: number) => ({
  name,
  lines: own,
  offset_Hz: own.map(() => 0),
  flips_rad: Float64Array.of((flip_deg * Math.PI) / 180),
  t2Star_s: 0.03,
});
const channels = [channel('fumarate', [0], 10), channel('malate', [1, 2], 30)];
const shotsAt = (b0_T: number) =>
  metaboliteShots({ protocol: { b0_T, bandwidth_Hz: 20e3 }, channels, lines, geometry, hardware: MOUSE_SCANNER, readout: 'spiral' }); // prettier-ignore

describe('shots of fumarate and malate', () => {
  it.each([0.5, 1.5, 3, 4.7, 7, 9.4])('keep the other out to 1e-3 and can be played, at %d T', (b0_T) => {
    const larmor_MHz = b0_T * 10.7084;
    shotsAt(b0_T).forEach(({ pulse, sequence }, c) => {
      expect(pulse.leak).toBeLessThan(1e-3);
      expect(pulse.passed).toBeGreaterThan(0.6);
      expect(checkSequence(sequence, MOUSE_SCANNER)).toEqual([]);
      // By the Bloch equations at the lines of the other, to half a ppm.
      const centre_ppm = c === 0 ? 175.4 : 181.1;
      const others = lines.filter(({ substance }) => substance !== channels[c]!.name);
      const away = others.flatMap(({ shift_ppm }) => [-SHIM_ppm, 0, SHIM_ppm].map((by) => (shift_ppm + by - centre_ppm) * larmor_MHz)); // prettier-ignore
      for (const steps of [pulse.steps, firstPulse(sequence)])
        for (const across of excited(steps, [0], away)) expect(across).toBeLessThan(1e-3);
    });
  });
  it('are the same sub-pulses at 3 T as at 1.5 T, and shorter ones at 7 T', () => {
    const repeats = (b0_T: number): number => shotsAt(b0_T)[1]!.pulse.repeats_Hz;
    expect(repeats(3)).toBe(repeats(1.5));
    expect(repeats(7)).toBeGreaterThan(1.2 * repeats(3));
  });
  it('say where lines are too near each other', () =>
    expect(() => shotsAt(0.05)).toThrow(/no pulse of up to 24 parts keeps fumarate apart/));
});
