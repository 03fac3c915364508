import { expect, test } from 'vitest';
import { Random } from '../../../base/index.ts';
import { makeSpinSpace, readSpins } from '../../../physics/spins/index.ts';
import { simulateTransfer, lineShift_ppm, spectrumLines, startFrom } from '../../../transfer/index.ts';
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
    simulateTransfer(system, settings),
    settings,
    { field_T: 1.4, linewidth_Hz: 2 },
    notes,
  );
  const { lines, shift_ppm, height } = protons!;
  expect(lines).toHaveLength(1000);
  expect(notes.join()).toMatch(/^The 1000 strongest of \d+ lines of the 1H spectrum are listed; all are drawn\.$/);
  // Dephased at 1.4 T and left there: the start is the end.
  const spins = readSpins(system);
  const space = makeSpinSpace(spins, { heteronuclear: 'full' });
  const frame = { field_T: 1.4, reference_ppm: {} };
  const all = spectrumLines(
    { space, state: startFrom(space, settings.addition) },
    { isotope: '1H', frame, pulses: [{ isotope: '1H', angle_deg: 45, phase_deg: 0 }] },
  ).map((line) => ({ place: lineShift_ppm(spins, line, '1H', frame), intensity: -2 * line.im }));
  const half_ppm = (2e6 * Math.PI) / (spins.gamma_radPerSPerT[0]! * 1.4);
  let largest = 0,
    apart = 0;
  for (let i = 0; i < shift_ppm.length; i += 7) {
    let sum = 0;
    for (const { place, intensity } of all) {
      const away = shift_ppm[i]! - place;
      sum += (intensity * half_ppm * half_ppm) / (away * away + half_ppm * half_ppm);
    }
    largest = Math.max(largest, Math.abs(sum));
    apart = Math.max(apart, Math.abs(sum - height[i]!));
  }
  expect(largest).toBeGreaterThan(0.01);
  expect(apart).toBeLessThan(1e-3 * largest); // the feet of lines that fold in
});
