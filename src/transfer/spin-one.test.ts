// Spins of 1: deuterium and 14N in levels, multiplets, transfers and relaxation.
import { describe, expect, test } from 'vitest';
import {
  HBAR_JS,
  libraryMolecule,
  makeSpinSpace,
  readSpins,
  redfieldSuperoperator,
  spinOperator,
  type SpinSite,
  type SpinSystem,
} from '../physics/spins/index.ts';
import { spectrumLines } from './highfield/spectrum.ts';
import { levelsAt } from './levels.ts';
import { simulateTransfer, type TransferSettings } from './simulate.ts';

const site = (label: string, isotope: string): SpinSite => ({ label, isotope });

describe.each(['2H', '14N', '23Na'])('levels of a proton beside %s', (isotope) => {
  const spins = readSpins({ name: 'pair', spins: [site('I', '1H'), site('S', isotope)], couplings_Hz: { 'I-S': 43 } });
  const space = makeSpinSpace(spins, { heteronuclear: 'full' });
  const spin = spins.twiceSpin[1]! / 2;
  test.each([0, 1e-7, 5e-7, -2e-6, 1e-4])('at %d T are those of Breit and Rabi', (field_T) => {
    // H = a Iz + b Sz + J I.S: for each M = m -+ 1/2, two levels at -J/4 + b M +- sqrt((a - b + J M)^2 ...)/2.
    const [a, b] = [0, 1].map((k) => (-spins.gamma_radPerSPerT[k]! * field_T) / (2 * Math.PI)) as [number, number];
    const expected: number[] = [];
    for (let m = -(spin + 0.5); m <= spin + 0.5; m++) {
      if (Math.abs(m) > spin) {
        expected.push(Math.sign(m) * (a / 2 + b * spin) + (43 * spin) / 2);
        continue;
      }
      const up = a / 2 + b * (m - 0.5) + (43 * (m - 0.5)) / 2,
        down = -a / 2 + b * (m + 0.5) - (43 * (m + 0.5)) / 2;
      const mixing = (43 / 2) * Math.sqrt((spin + 0.5) * (spin + 0.5) - m * m);
      const half = Math.hypot((up - down) / 2, mixing);
      expected.push((up + down) / 2 + half, (up + down) / 2 - half);
    }
    const levels = levelsAt(space, field_T).map((level) => level.energy_Hz);
    const sorted = (list: number[]): number[] => list.sort((x, y) => x - y);
    sorted(expected).forEach((value, i) => expect(sorted(levels)[i]! / value).toBeCloseTo(1, 9));
    if (field_T === 0) {
      // J (F(F+1) - I(I+1) - S(S+1)) / 2: F = S + 1/2 above F = S - 1/2.
      expect(Math.max(...levels)).toBeCloseTo((43 * spin) / 2, 10);
      expect(Math.min(...levels)).toBeCloseTo((-43 * (spin + 1)) / 2, 10);
    }
  });
});

describe('13C multiplets', () => {
  test.each([
    [1, [1, 1, 1]],
    [2, [1, 2, 3, 2, 1]],
    [3, [1, 3, 6, 7, 6, 3, 1]],
  ])('of CHD%d have lines of Pascal kind for deuterium, and halves for the proton', (count, heights) => {
    const labels = Array.from({ length: count }, (_, i) => `D${i}`);
    const [jCH, jCD] = [130, 20];
    const system: SpinSystem = {
      name: 'CHD',
      spins: [site('C', '13C'), site('H', '1H'), ...labels.map((label) => site(label, '2H'))],
      couplings_Hz: {
        'C-H': jCH,
        ...Object.fromEntries(labels.map((label) => [`C-${label}`, jCD])),
        ...Object.fromEntries(labels.map((label) => [`H-${label}`, -1.9])),
      },
    };
    const spins = readSpins(system);
    const frame = { field_T: 9.4, reference_ppm: {} };
    const sample = { spins, density: spinOperator(spins, 0, 'x') };
    const lines = spectrumLines(sample, { isotope: '13C', frame }, { merge_Hz: 1e-3 });
    const expected = [-jCH / 2, jCH / 2].flatMap((half) =>
      heights.map((height, i) => ({ place: half + (i - count) * jCD, height })),
    );
    expect(lines).toHaveLength(expected.length);
    const first = lines[0]!.re;
    expected.forEach(({ place, height }, i) => {
      expect(lines[i]!.frequency_Hz).toBeCloseTo(place, 3); // H-D flips move them by J^2 over the Larmor difference
      expect(lines[i]!.re / first).toBeCloseTo(height, 6);
    });
  });
});

describe('a transfer with deuterium', () => {
  const { system: ester } = libraryMolecule('ethyl pyruvate-d3');
  const settings: TransferSettings = {
    paraFraction: 0.95,
    addition: { dephasedAt_T: 5e-5 },
    profile: { kind: 'linear', from_T: 5e-8, to_T: 1e-6, duration_s: 0.5 },
    tolerance: 1e-7,
  };
  /** The library leaves the three deuterons out; here they are, each coupled to the 13C. */
  const deuterated = (jCD_Hz: number): SpinSystem => ({
    ...ester,
    spins: [...ester.spins, site('D1', '2H'), site('D2', '2H'), site('D3', '2H')],
    couplings_Hz: { ...ester.couplings_Hz, 'C1-D1': jCD_Hz, 'C1-D2': jCD_Hz, 'C1-D3': jCD_Hz },
  });
  const bare = simulateTransfer(ester, settings);
  test('of the ester of the library: uncoupled deuterons change nothing, and stay unpolarized', () => {
    const { polarization, notes } = simulateTransfer(deuterated(0), settings);
    for (const { label } of ester.spins) expect(polarization[label]!).toBeCloseTo(bare.polarization[label]!, 6);
    expect(Math.abs(polarization['D1']!)).toBeLessThan(1e-10);
    expect(notes.join()).toMatch(/Quadrupolar relaxation of D1, D2, D3 is not included/);
  });
  test('of the same: coupled ones take part of it, and the total projection is kept', () => {
    const { polarization } = simulateTransfer(deuterated(0.2), settings);
    expect(Math.abs(polarization['C1']! - bare.polarization['C1']!)).toBeGreaterThan(1e-3);
    const total = Object.entries(polarization).reduce(
      (sum, [label, p]) => sum + p * (label.startsWith('D') ? 2 : 1),
      0,
    );
    expect(Math.abs(total)).toBeLessThan(1e-6);
  });
  test('relaxes with random fields, and by dipoles where there is a geometry', () => {
    const small: SpinSystem = {
      name: 'HH-D',
      spins: [
        { ...site('Ha', '1H'), position_A: [0, 0, 0] },
        { ...site('Hb', '1H'), position_A: [2.5, 0, 0] },
        { ...site('D', '2H'), position_A: [0, 2, 1] },
      ],
      couplings_Hz: { 'Ha-Hb': 10, 'Ha-D': 2 },
      para: ['Ha', 'Hb'],
    };
    const slow = simulateTransfer(small, settings).polarization['D']!;
    for (const relaxation of [
      { model: 'randomFields', T1_s: { Ha: 3, Hb: 3, D: 0.3 } },
      { model: 'redfield', tauC_s: 1e-9 },
    ] as const) {
      const { polarization, end } = simulateTransfer(small, { ...settings, relaxation });
      expect(end).toBe('converged');
      expect(Math.abs(polarization['D']!)).toBeLessThan(Math.abs(slow));
    }
    expect(() =>
      simulateTransfer(small, { ...settings, relaxation: { model: 'T1T2', T1_s: { Ha: 1, Hb: 1, D: 1 }, T2_s: {} } }),
    ).toThrow(/T1T2 model is for spins 1\/2/);
  });
});

test('a proton relaxes by the dipole of a spin S as S(S+1): 2/15 b^2 S(S+1) (J(wI-wS) + 3 J(wI) + 6 J(wI+wS))', () => {
  // Abragam, Principles of Nuclear Magnetism (1961), VIII (recalled); 1/10 b^2 for S = 1/2.
  for (const [isotope, field_T, tauC_s] of [
    ['13C', 2, 1e-9],
    ['2H', 2, 1e-9],
    ['23Na', 7, 1e-10],
  ] as const) {
    const system: SpinSystem = {
      name: 'IS',
      spins: [
        { ...site('I', '1H'), position_A: [0, 0, 0] },
        { ...site('S', isotope), position_A: [1, 0.4, -0.9] },
      ],
      couplings_Hz: {},
    };
    const spins = readSpins(system);
    const r = redfieldSuperoperator(system, { field_T, tauC_s });
    const iz = spinOperator(spins, 0, 'z');
    let rate = 0;
    for (let i = 0; i < iz.length / 2; i++)
      for (let k = 0; k < iz.length / 2; k++) rate += iz[2 * i]! * r[i * iz.length + 2 * k]! * iz[2 * k]!;
    rate /= iz.reduce((sum, x) => sum + x * x, 0);
    const [wI, wS] = spins.gamma_radPerSPerT.map((gamma) => -gamma * field_T) as unknown as [number, number];
    const distance_m = Math.hypot(1, 0.4, 0.9) * 1e-10;
    const b = (1e-7 * HBAR_JS * (wI / field_T) * (wS / field_T)) / (distance_m * distance_m * distance_m);
    const j = (w: number): number => tauC_s / (1 + w * w * tauC_s * tauC_s);
    const spin = spins.twiceSpin[1]! / 2;
    const expected = (2 / 15) * b * b * spin * (spin + 1) * (j(wI - wS) + 3 * j(wI) + 6 * j(wI + wS));
    expect(rate / expected).toBeCloseTo(1, 10);
  }
});
