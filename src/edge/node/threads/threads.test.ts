import { afterAll, describe, expect, it } from 'vitest';
import { libraryMolecule } from '../../../physics/spins/index.ts';
import { rampParts } from '../../../transfer/index.ts';
import { openThreads } from './pool.ts';
import type { SweepTask } from './tasks.ts';

// Threads run the compiled program, which `npm test` builds first.
const two = openThreads(2, new URL('../../../../dist/edge/node/threads/thread.js', import.meta.url));
const one = openThreads(1);
afterAll(() => two.close());

const ramps = [0.2, 0.5, 1, 2, 4, 8].flatMap((duration_s) =>
  Array.from({ length: 100 }, (_, i) => ({ from_T: 5e-8, to_T: 6e-7 + i * 1e-8, duration_s })),
);
const task = (part: readonly number[]): SweepTask => ({
  system: libraryMolecule('fumarate, set B').system,
  addition: { pure: true },
  ramps: part.map((i) => ramps[i]!),
  tolerance: 1e-6,
});

describe('threads', () => {
  it('give the same digits as one', async () => {
    const parts = rampParts(ramps);
    expect(parts.length).toBe(2);
    expect(parts.flat().sort((a, b) => a - b)).toEqual(ramps.map((_, i) => i));
    const inputs = parts.map(task);
    expect(await two.run('sweeps', inputs)).toEqual(await one.run('sweeps', inputs));
  });
  it('compose pulses to the same digits', async () => {
    const b1_Hz = Float64Array.from({ length: 400 }, (_, i) => 900 * Math.sin(i * i));
    const pulse = { dwell_s: 4e-6, b1_Hz, gradient_HzPerM: new Float64Array(200).map((_, i) => 3e5 * Math.cos(i)) };
    const inputs = Array.from({ length: 9 }, (_, part) => ({
      pulse,
      positions_m: Float64Array.from({ length: 31 }, (_, i) => 1e-4 * (31 * part + i)),
      frequencies_Hz: Float64Array.of(-80, 0, 210),
      scale: 1,
    }));
    expect(await two.run('rotations', inputs)).toEqual(await one.run('rotations', inputs));
  });
  it('hand on what is wrong with a part, with its kind', async () => {
    const wrong = { ...task([0]), tolerance: -1 };
    await expect(two.run('sweeps', [task([0]), wrong])).rejects.toMatchObject({
      name: 'ScienceError',
      kind: 'argument',
    });
    await expect(two.run('sweeps', [task([1])])).resolves.toHaveLength(1);
  });
  it('give up what runs when they are closed', async () => {
    const pool = openThreads(2, new URL('../../../../dist/edge/node/threads/thread.js', import.meta.url));
    const running = pool.run('sweeps', rampParts(ramps).map(task));
    const refused = expect(running).rejects.toMatchObject({ kind: 'aborted' });
    await pool.close();
    await refused;
  });
  it('refuse a pool without threads', () => expect(() => openThreads(0)).toThrow('expected at least 1'));
});
