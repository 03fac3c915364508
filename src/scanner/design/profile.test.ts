import { describe, expect, it } from 'vitest';
import { makeShot } from './shot.ts';
import { MOUSE_SCANNER } from './hardware.ts';
import { excited, firstPulse } from './profile.ts';
import { hardBlock, sequenceOf, slabBlocks } from './readouts/parts.ts';

const hardware = MOUSE_SCANNER;
const settings = { hardware, thickness_m: 4e-3, flip_rad: 0.5, nSubpulses: 8, subpulse_s: 1.6e-3, timeBandwidth: 3, pass: { centre_Hz: 0, halfWidth_Hz: 17 }, stop: [{ centre_Hz: -91, halfWidth_Hz: 8 }], matrix: [16, 12], fov_m: [0.048, 0.036], bandwidth_Hz: 50e3, readout: 'epi' } as const; // prettier-ignore

describe('the profile of a pulse', () => {
  it('read from the sequence of a spectral-spatial shot is that of its design', () => {
    const { sequence, pulse } = makeShot(settings);
    const places = [-3e-3, -1e-3, 0, 1.9e-3],
      frequencies = [-99, -91, -40, 0, 17];
    const [designed, read] = [excited(pulse.steps, places, frequencies), excited(firstPulse(sequence), places, frequencies)]; // prettier-ignore
    designed.forEach((size, i) => expect(Math.abs(read[i]! - size)).toBeLessThan(5e-4 * 0.5));
    expect(read[2 * 5 + 3]).toBeCloseTo(Math.sin(0.5), 3);
    expect(read[2 * 5 + 1]).toBeLessThan(1e-3);
  });

  it('of a slab is half at its edges, of a hard pulse the same everywhere', () => {
    const [excite, rephase] = slabBlocks({ hardware, thickness_m: 0.01, flip_rad: 0.2, duration_s: 2e-3, timeBandwidth: 8 }); // prettier-ignore
    const slab = excited(firstPulse(sequenceOf('slab', hardware, [excite, rephase])), [-5e-3, 0, 5e-3, 8e-3], [0]);
    expect(slab[1]).toBeCloseTo(Math.sin(0.2), 3);
    for (const edge of [slab[0]!, slab[2]!]) expect(edge / Math.sin(0.2)).toBeCloseTo(0.5, 1);
    expect(slab[3]).toBeLessThan(0.01);
    const hard = excited(firstPulse(sequenceOf('hard', hardware, [hardBlock(hardware, 0.3)])), [-0.02, 0.02], [0]);
    for (const size of hard) expect(size).toBeCloseTo(Math.sin(0.3), 9);
  });

  it('needs a pulse, with its gradient along z', () => {
    const [excite] = slabBlocks({ hardware, thickness_m: 0.01, flip_rad: 0.2, duration_s: 2e-3, timeBandwidth: 8 });
    expect(() => firstPulse(sequenceOf('none', hardware, []))).toThrow(/no pulse that excites \(at none\)/);
    const sideways = { ...excite, gradients: [excite.gradients[2], undefined, undefined] as const };
    expect(() => firstPulse(sequenceOf('sideways', hardware, [sideways]))).toThrow(/gradient beside z/);
  });
});
