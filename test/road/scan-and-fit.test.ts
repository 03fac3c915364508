// Images of the simulated scanner through the map road's own stations, 200 seeded noise realisations at once (one per voxel): fitted rates are unbiased within their
// intervals where the fit's model is the simulator's; where it is not, the bias shows. A round trip proves the fit, not the physics.
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { gatherCourses } from '../../src/picture/index.ts';
import { quantify } from '../../src/quantify/index.ts';
import { columnOf, makeTimeCourses, type Geometry } from '../../src/records/index.ts';
import { MOUSE_COIL, parabolicB1, scan, type Protocol, type ScannerMaps } from '../../src/scanner/index.ts';
import { decayingTissue } from '../tissue/decaying.ts';

const RATE = 0.015;
const R1 = [1 / 30, 1 / 25] as const;
const geometry: Geometry = { shape: [10, 10, 2], affineRas_mm: [2, 0, 0, -9, 0, 2, 0, -9, 0, 0, 2, -1] };
const N = 200;
const protocol: Protocol = {
  b0_T: 1.5,
  start_s: 0,
  repetition_s: 3,
  nFrames: 20,
  echoTime_s: 0,
  channels: [
    { name: 'fumarate', flips: { design: 'constant', angle_deg: 8 }, t2Star_s: 0.05 },
    { name: 'malate', flips: { design: 'maximumSignal', lossRate_perS: R1[1] }, t2Star_s: 0.05 },
  ],
  matrix: [10, 10, 2],
  encoding: '3D',
  filter: 'none',
  bandwidth_Hz: 4000,
  coil: MOUSE_COIL,
  images: 'complex',
};
/** SNR of the first fumarate frame: about 30. */
const START_MM = 0.75;

interface Fitted {
  readonly bias: number;
  readonly error: number;
  readonly covered: number;
  readonly snr: number;
}

function fitted(
  change: Partial<Protocol> = {},
  fit: { readonly r1?: readonly [number, number]; readonly maps?: ScannerMaps; readonly start?: number } = {},
): Fitted {
  const tissue = decayingTissue(
    geometry,
    new Float64Array(N).fill(fit.start ?? START_MM),
    new Float64Array(N).fill(RATE),
    R1,
  );
  const { images, flipAngles_rad, noiseSd_mM } = scan(tissue, { ...protocol, ...change }, new Random(2026), fit.maps);
  const voxels = Int32Array.from({ length: N }, (_, v) => v);
  const courses = makeTimeCourses({
    metabolites: images.map(({ name }) => name),
    repetition_s: 3,
    flipAngles_rad,
    nVoxels: N,
    data: gatherCourses(images, voxels),
  });
  const sd = new Float64Array(N).fill(noiseSd_mM);
  const result = quantify(
    courses,
    {
      fit: {
        model: 'inputless',
        bolus: 'box',
        firstTime: 0,
        relaxation_perS: fit.r1 ?? R1,
        noise: { kind: 'gaussian', sd: [noiseSd_mM, noiseSd_mM] },
      },
      sd: [sd, sd],
      offset: [0, 0],
      rowNames: Array.from(voxels, (v) => `voxel ${v}`),
    },
    new Random(1),
  );
  const [rates, low, high] = ['', '_low95', '_high95'].map((end) => columnOf(result, `rate_malate_perS${end}`).values);
  const mean = rates!.reduce((sum, rate) => sum + rate, 0) / N;
  const spread = Math.sqrt(rates!.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (N - 1));
  return {
    bias: mean / RATE - 1,
    error: spread / Math.sqrt(N) / RATE,
    covered: rates!.filter((_, v) => low![v]! <= RATE && RATE <= high![v]!).length,
    snr: images[0]!.images.data[0]! / noiseSd_mM,
  };
}

describe('200 scans of the same tissue', () => {
  it('give the true rate within its intervals where the models agree', () => {
    const { bias, error, covered, snr } = fitted();
    expect(snr).toBeGreaterThan(15);
    expect(Math.abs(bias)).toBeLessThan(3 * error);
    expect(error).toBeLessThan(0.01);
    // 190 expected, standard deviation 3.1.
    expect(Math.abs(covered - 190)).toBeLessThan(11);
  });
  it('show the bias of a wrong T1 of the product, 20%', () => {
    const { bias, error } = fitted({}, { r1: [R1[0], R1[1] / 1.2] });
    expect(bias).toBeLessThan(-5 * error);
    expect(bias).toBeGreaterThan(-0.3);
  });
  it('show the bias of a B1 that is 20% off', () => {
    const maps = { b1: new Float64Array(N).fill(0.8) };
    const { bias, error } = fitted({}, { maps });
    expect(Math.abs(bias)).toBeGreaterThan(5 * error);
  });
  it('show the bias of magnitudes taken as Gaussian where the signal is low', () => {
    const weak = fitted({ images: 'magnitude' }, { start: START_MM / 8 });
    const phased = fitted({ images: 'complex' }, { start: START_MM / 8 });
    expect(weak.bias).toBeGreaterThan(5 * weak.error);
    expect(Math.abs(phased.bias)).toBeLessThan(Math.abs(weak.bias));
  });
  it('are the same digits each time, B1 map or not', () => {
    const maps = { b1: parabolicB1(geometry, { centre_mm: [0, 0, 0], radius_mm: 12, drop: -0.1 }) };
    expect(fitted({}, { maps })).toEqual(fitted({}, { maps }));
  });
});
