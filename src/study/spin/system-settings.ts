// The file of a spin system, as a schema: spins, couplings, which two protons came in as parahydrogen.
import { z } from 'zod';
import { nearestName } from '../../base/index.ts';
import { ISOTOPES, type SpinSystem } from '../../physics/spins/index.ts';

const positive = z.number().positive();
const vector = z.tuple([z.number(), z.number(), z.number()]);
const isotopes = ISOTOPES.map((one) => one.name);

const site = z
  .strictObject({
    label: z
      .string()
      .regex(/^[^-\s]+$/, 'a label is letters and digits without blank or dash, because pairs are written Ha-Hb'),
    isotope: z.enum(isotopes),
    shift_ppm: z.number().optional(),
    T1_s: positive.optional(),
    T2_s: positive.optional(),
    position_A: vector.optional().describe('Cartesian, in a molecular frame; needed for relaxation.model: redfield'),
    csa_ppm: z
      .array(z.number())
      .length(9, 'expected nine numbers, the tensor row by row')
      .optional()
      .describe('chemical shift tensor, sign of the delta scale, 3 x 3 row by row, in the frame of the positions'),
  })
  .refine((spin) => !(spin.T2_s !== undefined && spin.T1_s !== undefined && spin.T2_s > 2 * spin.T1_s), {
    path: ['T2_s'],
    message: 'is longer than twice T1_s',
  });

export const spinSystemSchema = z
  .strictObject({
    name: z.string().min(1),
    spins: z.array(site).min(1),
    couplings_Hz: z.record(z.string(), z.number()).default({}).describe('scalar couplings by pair, { Ha-Hb: 15.7 }'),
    gamma_radPerSPerT: z
      .record(
        z.string(),
        z.number().refine((gamma) => gamma !== 0, 'a gyromagnetic ratio is not zero'),
      )
      .optional()
      .describe('instead of the built-in constants, by isotope'),
    para: z.tuple([z.string(), z.string()]).optional().describe('the two protons that came in as parahydrogen'),
  })
  .superRefine(({ spins, couplings_Hz, gamma_radPerSPerT, para }, context) => {
    const labels = spins.map((spin) => spin.label);
    const fault = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    labels.forEach((label, i) => {
      if (labels.indexOf(label) !== i) fault(['spins', i, 'label'], `the label '${label}' is used twice`);
    });
    const seen = new Set<string>();
    for (const pair of Object.keys(couplings_Hz)) {
      const ends = pair.split('-');
      const stranger = ends.find((label) => !labels.includes(label));
      if (stranger !== undefined) {
        fault(
          ['couplings_Hz', pair],
          `there is no spin '${stranger}'; did you mean '${nearestName(stranger, labels)!}'?`,
        );
      } else if (ends.length !== 2 || ends[0] === ends[1]) {
        fault(['couplings_Hz', pair], 'expected two different labels, such as Ha-Hb');
      } else if (seen.has([...ends].sort().join('-'))) fault(['couplings_Hz', pair], 'this pair is given twice');
      seen.add([...ends].sort().join('-'));
    }
    for (const name of Object.keys(gamma_radPerSPerT ?? {})) {
      if (isotopes.includes(name)) continue;
      const near = nearestName(name, isotopes)!;
      fault(['gamma_radPerSPerT', name], `no isotope is called so; did you mean '${near}'?`);
    }
    para?.forEach((label, i) => {
      const spin = spins.find((one) => one.label === label);
      if (!spin) fault(['para', i], `there is no spin '${label}'; did you mean '${nearestName(label, labels)!}'?`);
      else if (spin.isotope !== '1H') fault(['para', i], `${label} is ${spin.isotope}; parahydrogen brings 1H`);
    });
    if (para && para[0] === para[1]) fault(['para'], 'expected two different spins');
  });

export type SpinSystemSettings = z.output<typeof spinSystemSchema>;

/** The record of the engine: keys that were not given are absent, never undefined, which the types of zod do not say. */
export const systemOf = (settings: SpinSystemSettings): SpinSystem => settings as SpinSystem;
