// The example study: simulated fumarate and malate images of a slab with two injured places in the liver, its anatomy, regions and study file.
// Every number here is ASSUMED, chosen so that a first look shows each part of the map road; the virtual experiment proper has its own models.
import { Random } from '../../base/index.ts';
import { writeNifti } from '../../formats/index.ts';
import { BOX_BOLUS, simulateExchange } from '../../physics/index.ts';
import type { Geometry } from '../../records/index.ts';
import { tissueShares, type Tissue } from './phantom.ts';

export interface ExampleStudy {
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  /** Rate of fumarate to malate that was simulated, per tissue, 1/s. */
  readonly rates_perS: Readonly<Record<Tissue, number>>;
}

const N_TIMES = 20;
const REPETITION_S = 3;
const FLIP_DEG = { fumarate: 12, malate: 35 };
const R1_PERS = { fumarate: 0.033, malate: 0.04 };
const NOISE_SD = 1;

/** Supply of fumarate (peak signal in units of the noise, arrival and length of the bolus in s), rate to malate in 1/s, brightness in the 1H image. */
const TISSUES: Readonly<
  Record<Tissue, { supply: number; arrival_s: number; duration_s: number; rate_perS: number; proton: number }>
> = {
  outside: { supply: 0, arrival_s: 0, duration_s: 1, rate_perS: 0, proton: 0 },
  muscle: { supply: 12, arrival_s: 4, duration_s: 14, rate_perS: 0, proton: 60 },
  liver: { supply: 34, arrival_s: 3, duration_s: 12, rate_perS: 0.0005, proton: 105 },
  injured: { supply: 30, arrival_s: 3.5, duration_s: 13, rate_perS: 0.03, proton: 150 },
  kidney: { supply: 55, arrival_s: 2, duration_s: 10, rate_perS: 0.001, proton: 170 },
  vessel: { supply: 90, arrival_s: 0.5, duration_s: 8, rate_perS: 0, proton: 35 },
  gut: { supply: 6, arrival_s: 6, duration_s: 16, rate_perS: 0, proton: 200 },
  bone: { supply: 2, arrival_s: 5, duration_s: 14, rate_perS: 0, proton: 25 },
};

/** Axial voxels about the middle of the slab: x to the left, y to the back, z to the head. */
function axialGrid(shape: readonly [number, number, number], size_mm: readonly [number, number, number]): Geometry {
  const [dx, dy, dz] = [-size_mm[0], -size_mm[1], size_mm[2]];
  const origin = [dx, dy, dz].map((step, axis) => (-step * (shape[axis]! - 1)) / 2);
  return { shape, affineRas_mm: [dx, 0, 0, origin[0]!, 0, dy, 0, origin[1]!, 0, 0, dz, origin[2]!] };
}

export function makeExampleStudy(seed: number): ExampleStudy {
  const carbon = axialGrid([24, 24, 3], [1.5, 1.5, 4]);
  const proton = axialGrid([96, 96, 14], [0.375, 0.375, 1]);
  const random = new Random(seed);
  const shares = tissueShares(carbon, [4, 4, 4]);
  const courses = new Map([...shares.keys()].map((tissue) => [tissue, courseOf(tissue)]));
  const nVoxels = 24 * 24 * 3;
  const files = new Map<string, Uint8Array | string>();
  (['fumarate', 'malate'] as const).forEach((name, metabolite) => {
    const stream = random.fork(name);
    const data = new Float64Array(nVoxels * N_TIMES);
    for (let t = 0; t < N_TIMES; t++) {
      for (let v = 0; v < nVoxels; v++) {
        let signal = 0;
        for (const [tissue, share] of shares) signal += share[v]! * courses.get(tissue)![metabolite]![t]!;
        data[t * nVoxels + v] = Math.hypot(signal + NOISE_SD * stream.normal(), NOISE_SD * stream.normal());
      }
    }
    files.set(
      `${name}.nii.gz`,
      writeNifti(
        {
          geometry: carbon,
          data,
          nTimes: N_TIMES,
          repetition_s: REPETITION_S,
          datatype: 'float32',
          description: `Simulated ${name}. Research use only.`,
        },
        { gzip: true },
      ),
    );
  });
  const protonShares = tissueShares(proton, [1, 1, 1]);
  const noise = random.fork('anatomy');
  const anatomy = new Float64Array(96 * 96 * 14).map((_, v) => {
    let signal = 0;
    for (const [tissue, share] of protonShares) signal += share[v]! * TISSUES[tissue].proton;
    return Math.hypot(signal + 4 * noise.normal(), 4 * noise.normal());
  });
  const volume = (
    path: string,
    geometry: Geometry,
    data: Float64Array,
    datatype: 'float32' | 'uint8',
    description: string,
  ): void => {
    files.set(path, writeNifti({ geometry, data, nTimes: 1, datatype, description }, { gzip: true }));
  };
  volume('anatomy.nii.gz', proton, anatomy, 'float32', 'Simulated 1H image. Research use only.');
  for (const [region, tissue] of [
    ['injuredLiver', 'injured'],
    ['healthyLiver', 'liver'],
  ] as const) {
    volume(
      `${region}.nii.gz`,
      carbon,
      shares.get(tissue)!.map((share) => (share > 0.9 ? 1 : 0)),
      'uint8',
      region,
    );
  }
  files.set('study.yaml', STUDY);
  return {
    files,
    rates_perS: Object.fromEntries(
      Object.entries(TISSUES).map(([tissue, { rate_perS }]) => [tissue, rate_perS]),
    ) as Record<Tissue, number>,
  };
}

/** Signal of one tissue in units of the noise, [metabolite][time]. */
function courseOf(tissue: Tissue): readonly Float64Array[] {
  const { supply, arrival_s, duration_s, rate_perS } = TISSUES[tissue];
  const times_s = Float64Array.from({ length: N_TIMES }, (_, t) => t * REPETITION_S);
  const flips = [FLIP_DEG.fumarate, FLIP_DEG.malate].map((degrees) =>
    new Float64Array(N_TIMES).fill((degrees * Math.PI) / 180),
  );
  const { signal } = simulateExchange(
    {
      r1_perS: [R1_PERS.fumarate, R1_PERS.malate],
      rates_perS: [
        [0, rate_perS],
        [0, 0],
      ],
      initial: [0, 0],
      input: { bolus: BOX_BOLUS, shape: [arrival_s, duration_s], amplitude: 1 },
    },
    times_s,
    flips,
  );
  const peak = signal[0]!.reduce((a, b) => Math.max(a, b), 0);
  return signal.map((values) => values.map((value) => (supply * value) / peak));
}

const STUDY = `# The example study. All images are simulated; every number is an assumption, not a measurement.
title: Simulated mouse abdomen, fumarate and malate, two injured places in the liver
substrate: { name: fumarate, images: fumarate.nii.gz }
products:
  - { name: malate, images: malate.nii.gz }
anatomy: anatomy.nii.gz
repetition_s: ${REPETITION_S}
flipAngles_deg: { fumarate: ${FLIP_DEG.fumarate}, malate: ${FLIP_DEG.malate} } # one number, or a list with one for each time point
fit:
  model: inputless # the measured fumarate drives the malate; or with-input
  firstTimePoint: 1
  relaxation_perS: { fumarate: ${R1_PERS.fumarate}, malate: ${R1_PERS.malate} } # fixed; or { fit: [low, high] }
  noise: rician # these are magnitude images
mask: { snrAbove: 6 } # of the substrate's peak
regions: { injuredLiver: injuredLiver.nii.gz, healthyLiver: healthyLiver.nii.gz }
`;
