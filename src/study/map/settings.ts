// The study file of `fumarole map`, as a schema: what it may hold, in which units, and what must fit together.
import { z } from 'zod';
import { nearestName } from '../../base/index.ts';
import { MAX_PRODUCTS } from '../../records/index.ts';

const positive = z.number().positive();
const name = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9-]*$/,
    'a name is letters, digits and hyphens, beginning with a letter, because files are named after it',
  );

const imageSource = z
  .strictObject({
    name,
    images: z.string().optional().describe('a folder of DICOM files, or a 4D NIfTI file (.nii, .nii.gz)'),
    npy: z.string().optional().describe('a NumPy array; needs axes and voxelSize_mm'),
    mat: z.string().optional().describe('a MATLAB v5 file; needs variable, axes and voxelSize_mm'),
    variable: z.string().optional(),
    axes: z.array(z.enum(['x', 'y', 'slice', 'time'])).optional(),
    voxelSize_mm: z.tuple([positive, positive, positive]).optional().describe('along x, y and slice'),
    origin_mm: z
      .tuple([z.number(), z.number(), z.number()])
      .optional()
      .describe('RAS position of the centre of the first voxel'),
  })
  .superRefine((source, context) => {
    const given = (['images', 'npy', 'mat'] as const).filter((kind) => source[kind] !== undefined);
    if (given.length !== 1)
      context.addIssue({
        code: 'custom',
        message: `give one of images, npy, mat (got ${given.join(' and ') || 'none'})`,
      });
    if (source.npy !== undefined || source.mat !== undefined) {
      for (const key of ['axes', 'voxelSize_mm'] as const) {
        if (source[key] === undefined)
          context.addIssue({
            code: 'custom',
            message: `an array file needs ${key}, because it does not say so itself`,
          });
      }
    } else if (source.axes !== undefined || source.voxelSize_mm !== undefined || source.origin_mm !== undefined) {
      context.addIssue({
        code: 'custom',
        message: 'axes, voxelSize_mm and origin_mm go with npy or mat; DICOM and NIfTI carry their own',
      });
    }
    if (source.mat !== undefined && source.variable === undefined)
      context.addIssue({ code: 'custom', message: 'a .mat file needs variable' });
  });

const flips = z.union([z.number(), z.array(z.number()).min(1)], {
  error: 'expected a number of degrees, or a list with one for each time point',
});
const relaxation = z.union(
  [
    positive,
    z.strictObject({
      fit: z.tuple([positive, positive]).refine(([low, high]) => low < high, 'expected [low, high] with low < high'),
    }),
  ],
  { error: 'expected a positive rate in 1/s, or { fit: [low, high] } with 0 < low < high' },
);

export const mapSettingsSchema = z
  .strictObject({
    title: z.string().min(1).default('Dynamic hyperpolarized 13C images'),
    substrate: imageSource,
    products: z.array(imageSource).min(1).max(MAX_PRODUCTS),
    anatomy: z.string().optional().describe('DICOM folder or 3D NIfTI of the 1H anatomy'),
    repetition_s: positive.describe('time from one image to the next'),
    flipAngles_deg: z.record(z.string(), flips),
    fit: z.strictObject({
      model: z.enum(['inputless', 'with-input']),
      bolus: z.enum(['box', 'gamma']).optional().describe('of with-input; box if not given'),
      firstTimePoint: z.int().min(1).default(1).describe('first time point to fit, 1-based'),
      relaxation_perS: z.record(z.string(), relaxation),
      noise: z.enum(['gaussian', 'rician']).optional().describe('gaussian if not given'),
      noiseSd: z.record(z.string(), positive).optional().describe('instead of the estimate from signal-free voxels'),
    }),
    mask: z
      .strictObject({
        sumAbove: z.number().optional(),
        snrAbove: positive.optional(),
        file: z.string().optional(),
        of: z.string().optional().describe('metabolite that sumAbove and snrAbove look at; the substrate if not given'),
      })
      .refine(
        (mask) => [mask.sumAbove, mask.snrAbove, mask.file].filter((x) => x !== undefined).length === 1,
        'give one of sumAbove, snrAbove, file',
      )
      .optional(),
    regions: z.record(name, z.string()).optional().describe('name: NIfTI mask, on any grid'),
    seed: z.int().min(0).max(0xffffffff).default(1),
  })
  .superRefine((study, context) => {
    const names = [study.substrate.name, ...study.products.map((product) => product.name)];
    const twice = names.find((one, i) => names.indexOf(one) !== i);
    if (twice !== undefined)
      context.addIssue({ code: 'custom', path: ['products'], message: `two metabolites are called ${twice}` });
    const perMetabolite = {
      flipAngles_deg: study.flipAngles_deg,
      relaxation_perS: study.fit.relaxation_perS,
      noiseSd: study.fit.noiseSd,
    };
    for (const [key, given] of Object.entries(perMetabolite)) {
      if (given === undefined) continue;
      const path = key === 'flipAngles_deg' ? [key] : ['fit', key];
      for (const known of Object.keys(given)) {
        if (!names.includes(known)) {
          context.addIssue({
            code: 'custom',
            path: [...path, known],
            message: `no metabolite is called so; did you mean '${nearestName(known, names)!}'?`,
          });
        }
      }
      for (const one of names) {
        if (given[one] === undefined)
          context.addIssue({ code: 'custom', path, message: `the value of ${one} is missing` });
      }
    }
    if (study.fit.bolus !== undefined && study.fit.model === 'inputless')
      context.addIssue({
        code: 'custom',
        path: ['fit', 'bolus'],
        message: 'it goes with fit.model: with-input; the inputless model has no bolus',
      });
    if (study.regions?.['mask'] !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['regions', 'mask'],
        message: "'mask' is the name of the whole; choose another",
      });
    if (study.mask?.of !== undefined && !names.includes(study.mask.of)) {
      context.addIssue({
        code: 'custom',
        path: ['mask', 'of'],
        message: `no metabolite is called so; did you mean '${nearestName(study.mask.of, names)!}'?`,
      });
    }
  });

export type MapSettings = z.output<typeof mapSettingsSchema>;
export type ImageSource = MapSettings['substrate'];
