import { expect, test } from 'vitest';
import { Random } from '../../../base/index.ts';
import { readSpins } from '../../../physics/spins/index.ts';
import { linearProfile } from '../../../transfer/index.ts';
import { spectraAfter } from './spectrum.ts';

test('of more lines than can be listed the strongest are, all are drawn, and a note says so', () => {
  const random = new Random(7);
  const labels = [...'ABCDEFGH'];
  const system = {
    name: 'eight protons',
    spins: labels.map((label) => ({ label, isotope: '1H', shift_ppm: 10 * random.next() })),
    couplings_Hz: Object.fromEntries(
      labels.flatMap((a, i) => labels.slice(i + 1).map((b) => [`${a}-${b}`, 15 * (random.next() - 0.3)])),
    ),
    para: ['A', 'B'] as const,
  };
  const notes: string[] = [];
  const settings = {
    paraFraction: 1,
    addition: { dephasedAt_T: 1.4 },
    profile: { kind: 'linear', from_T: 1.4, to_T: 1.4, duration_s: 1e-6 },
  } as const;
  const [protons] = spectraAfter(
    system,
    readSpins(system),
    settings,
    linearProfile(1.4, 1.4, 1e-6),
    { field_T: 1.4, linewidth_Hz: 2 },
    notes,
  );
  const { lines, shift_ppm, height } = protons!;
  expect(lines).toHaveLength(1000);
  expect(notes.join()).toMatch(/^The 1000 strongest of \d+ lines of the 1H spectrum are listed; all are drawn\.$/);
  const half_ppm = 1 / ((267.522187 * 1.4) / (2 * Math.PI));
  let largest = 0,
    apart = 0;
  shift_ppm.forEach((x, i) => {
    let sum = 0;
    for (const line of lines)
      sum +=
        (line.intensity * half_ppm * half_ppm) / ((x - line.shift_ppm) * (x - line.shift_ppm) + half_ppm * half_ppm);
    largest = Math.max(largest, Math.abs(sum));
    apart = Math.max(apart, Math.abs(sum - height[i]!));
  });
  expect(largest).toBeGreaterThan(0.01);
  expect(apart).toBeLessThan(0.01 * largest); // the lines that are not listed, and a width of acquisition that folds tails
});
