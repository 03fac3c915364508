import { expect, test } from 'vitest';
import { profileFigure, type ProfileFigure } from './profile-figure.ts';

const figure: ProfileFigure = {
  title: 'a pulse',
  spectral: { frequency_Hz: [-100, -50, 0, 50], size: [0, 0.2, 0.5, 0.1] },
  bands: [
    { kind: 'pass', from_Hz: -10, to_Hz: 10 },
    { kind: 'stop', from_Hz: -100, to_Hz: -90 },
  ],
  wanted: 0.5,
  slices: [{ name: 'at 0 Hz', position_mm: [-2, 0, 2], size: [0.1, 0.5, 0.1] }],
  thickness_mm: 3,
};

test('has its bands, its edges and its names, and draws where nothing is excited', () => {
  const svg = profileFigure(figure);
  for (const words of ['pass band', 'stop band', 'edge of the slice', 'at 0 Hz', 'frequency (Hz)', '|Mxy| / M0'])
    expect(svg).toContain(words);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});
