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
  edges_mm: [-1.5, 1.5],
};

test('has its bands, its edges and its names, and draws where nothing is excited', () => {
  const svg = profileFigure(figure);
  for (const words of ['pass band', 'stop band', 'edge of the slice', 'at 0 Hz', 'frequency (Hz)', '|Mxy| / M0'])
    expect(svg).toContain(words);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

test('of a slice alone has no axis of frequency, of a hard pulse none of distance', () => {
  const slice = profileFigure({ title: 'a slice', slices: figure.slices, edges_mm: [-1, 1], along: 'distance along x', quantity: 'share turned over, |β|²' }); // prettier-ignore
  expect(slice).toContain('distance along x (mm)');
  expect(slice).toContain('log10 of |β|² over the largest');
  expect(slice).not.toContain('frequency');
  const hard = profileFigure({ title: 'hard', spectral: figure.spectral, slices: [] });
  expect(hard).not.toMatch(/distance|band|NaN|Infinity|undefined/);
  const wide = profileFigure({
    title: 'short',
    spectral: { frequency_Hz: [-2e4, 0, 2e4], size: [0, 1, 0] },
    slices: [],
  });
  expect(wide).toContain('frequency (kHz)');
});
