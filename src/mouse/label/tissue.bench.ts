// Label of fumarate in 1e5 voxels for 60 s: half dead liver in each, both compartments, every line excited through a B1 map every 2 s and
// read before. And how the time grows with voxels and time points.
import { bench, report } from '../../../test/bench.ts';
import { recordCourse } from '../../records/index.ts';
import { DEFAULT_VALUES } from '../values.ts';
import { tissueOf, type Body } from './tissue.ts';

function bodyOf(nVoxels: number): Body {
  const piece = () => ({
    voxels: Int32Array.from({ length: nVoxels }, (_, i) => i),
    shares: new Float64Array(nVoxels).fill(0.5),
  });
  return {
    geometry: { shape: [nVoxels, 1, 1], affineRas_mm: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] },
    pieces: new Map([
      ['liver', piece()],
      ['necroticLiver', piece()],
    ]),
    values: DEFAULT_VALUES,
    necrotic: 0.4,
    liverScale: 1,
  };
}

function scan(nVoxels: number, nTimes: number, interval_s: number): () => unknown {
  const body = bodyOf(nVoxels);
  const kept = Float64Array.from({ length: nVoxels }, (_, i) => 0.9 + (0.1 * i) / nVoxels);
  const injection = {
    agents: [{ agent: 'fumarate', concentration_mM: 40, polarization: 0.3, syringeT1_s: 60 }],
    volume_mL: 0.2,
    duration_s: 8,
  } as const;
  const times_s = Array.from({ length: nTimes }, (_, i) => (i + 1) * interval_s);
  return () => {
    const tissue = tissueOf(body, injection, 'first-order');
    const out = new Float64Array(nVoxels);
    let sum = 0;
    for (const time_s of times_s) {
      tissue.advanceTo(time_s);
      for (let line = 0; line < tissue.lines.length; line++) {
        tissue.polarizedInto(out, line);
        sum += out[0]!;
        tissue.excite(line, kept);
      }
    }
    return sum;
  };
}

const LIMIT = { time_s: 1, why: 'what was asked of one core' };
const size = '6 pools, twice (living, dead liver), B1 map';
// tools/cost-figure.mjs draws these rows by their names.
for (const [nVoxels, nFrames] of [
  [100_000, 30],
  [25_000, 30],
  [50_000, 30],
  [200_000, 30],
  [100_000, 15],
  [100_000, 60],
] as const)
  bench(`label, ${nVoxels} voxels x 60 s, ${nFrames} frames`, {
    size,
    run: scan(nVoxels, nFrames, 60 / nFrames),
    ...(nVoxels === 100_000 && nFrames === 30 && { limit: LIMIT }),
  });
const body = bodyOf(8192);
bench('course kept whole, 8192 voxels x 20 frames', {
  size: '3 lines x 2 compartments',
  run: () =>
    recordCourse(
      tissueOf(
        body,
        {
          agents: [{ agent: 'fumarate', concentration_mM: 40, polarization: 0.3, syringeT1_s: 60 }],
          volume_mL: 0.2,
          duration_s: 8,
        },
        'first-order',
      ),
      Array.from({ length: 20 }, (_, i) => 3 * (i + 1)),
    ),
});
report();
