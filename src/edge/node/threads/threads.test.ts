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
