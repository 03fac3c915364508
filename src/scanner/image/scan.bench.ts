// Images of a tissue that costs nothing: excitation through B1, T2*, point spread, noise; as large as the default experiment.
import { bench, report } from '../../../test/bench.ts';
import { decayingTissue } from '../../../test/tissue/decaying.ts';
import { Random } from '../../base/index.ts';
import type { Geometry } from '../../records/index.ts';
import { MOUSE_COIL } from './coil.ts';
import { parabolicB1 } from './maps.ts';
import type { Protocol } from './protocol.ts';
import { scan } from './scan.ts';

const fine: Geometry = { shape: [64, 64, 8], affineRas_mm: [0.5, 0, 0, -16, 0, 0.5, 0, -16, 0, 0, 2.5, -9] };
const nVoxels = 64 * 64 * 8;
const b1 = parabolicB1(fine, { centre_mm: [0, 0, 0], radius_mm: 15, drop: 0.1 });
const start = new Float64Array(nVoxels).fill(2);
const rate_perS = new Float64Array(nVoxels).fill(0.02);

const protocol = (filter: Protocol['filter']): Protocol => ({
  b0_T: 1.5,
  start_s: 12,
  repetition_s: 3,
  nFrames: 20,
  echoTime_s: 0.005,
  channels: [
    { name: 'fumarate', flips: { design: 'constant', angle_deg: 10 }, t2Star_s: 0.05 },
    { name: 'malate', flips: { design: 'constant', angle_deg: 30 }, t2Star_s: 0.03 },
  ],
  matrix: [32, 32, 8],
  encoding: 'slices',
  filter,
  bandwidth_Hz: 20_000,
  coil: MOUSE_COIL,
  images: 'complex',
});

for (const filter of ['none', 'hamming'] as const)
  bench(`images, filter ${filter}`, {
    size: '32 x 32 x 8 voxels of 64 x 64 x 8, 2 metabolites x 20 frames',
    run: () => scan(decayingTissue(fine, start, rate_perS, [1 / 30, 1 / 25]), protocol(filter), new Random(1), { b1 }),
  });
report();
