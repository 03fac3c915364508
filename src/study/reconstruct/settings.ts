// The settings of a reconstruction, as a schema. A file of a scanner needs none; an array needs its axes.
import { z } from 'zod';
import { DEFAULT_LOW_RANK, KSPACE_AXES, SAMPLING_PATTERNS, type KSpaceAxis } from '../../reconstruct/index.ts';

const positive = z.number().positive();
const three = (item: z.ZodNumber) => z.tuple([item, item, item]);

export const reconstructSettingsSchema = z
  .strictObject({
    title: z.string().min(1).optional(),
    axes: z
      .array(z.enum(KSPACE_AXES as [KSpaceAxis, ...KSpaceAxis[]]))
      .min(2)
      .optional()
      .describe('of an array (.npy), in its order; k = 0 stands at index floor(n / 2), zeros are not sampled'),
    fov_mm: three(positive.max(5000)).optional().describe('field of view of the images along readout, phase, partition; replaces that of the file'), // prettier-ignore
    nucleus: z.string().regex(/^\d{1,3}[A-Z][a-z]?$/, "expected a nucleus such as '13C'").optional().describe('such as 13C; no file of MRD says it'), // prettier-ignore
    b0_T: positive.max(30).optional(),
    repetition_s: positive.max(1e5).optional().describe('time between frames; replaces that of the file'),
    names: z.array(z.string().min(1)).min(1).optional().describe('of the contrasts: metabolites or echoes'),
    encoding: z.int().min(1).max(64).optional().describe('which encoding of the file, counted from 1; 1 if not given'),
    method: z.enum(['auto', 'fourier', 'sense', 'lowRank', 'partialFourier']).optional().describe('auto if not given'),
    coils: z
      .enum(['auto', 'adaptive', 'svd', 'espirit'])
      .optional()
      .describe(
        'where coil maps are from; auto if not given: the centre of k-space (espirit) where lines were left out, else neighbouring voxels (adaptive)',
      ),
    lowRank: z
      .strictObject({
        block: three(z.int().min(1).max(64))
          .default([...DEFAULT_LOW_RANK.block])
          .describe('voxels along z, y, x'),
        rankThreshold: z.number().min(0).max(10).describe('of singular values, in units of the largest that noise has in a block'), // prettier-ignore
        sparseThreshold: positive
          .max(1000)
          .optional()
          .describe('of voxels, in units of the noise; none: no sparse part'),
        steps: z.int().min(1).max(1000).default(DEFAULT_LOW_RANK.steps),
      })
      .optional()
      .describe('chosen by hidden samples if not given'),
    readout: z.enum(['csi', 'epsi']).optional().describe('of a scan with spectra: csi: each readout is a decay; epsi: each readout is one lobe of a train; from the counters if not given'), // prettier-ignore
    metabolites: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          offset_Hz: z.number().min(-1e5).max(1e5).describe('from the centre frequency, in the sense of the gradients: where k-space is exp(-2 pi i k r), the phase is exp(-2 pi i f t)'), // prettier-ignore
        }),
      )
      .min(1)
      .max(16)
      .optional()
      .describe('told apart by their frequencies, from echoes (IDEAL) or spectra: one series each'),
    echoTimes_ms: z.array(z.number().min(0).max(1e4)).min(1).optional().describe('of the contrasts, where they are echoes; from the header if not given'), // prettier-ignore
    T2Star_s: positive.max(1e3).optional().describe('of all metabolites in echoes and spectra; no decay if not given'),
    field: z
      .strictObject({
        file: z.string().min(1).optional().describe('NIfTI of the field in Hz on the voxels of the images, beside the raw data: for spirals, echo-planar lines and echoes'), // prettier-ignore
        widest_Hz: positive.max(1e4).optional().describe('without a file: how far from the centre echoes are searched; 100 if not given'), // prettier-ignore
        echoSpacing_ms: positive.max(1e3).optional().describe('between echo-planar lines; from the time stamps if not given'), // prettier-ignore
      })
      .optional(),
    undersample: z
      .strictObject({
        share: z.number().min(0.05).max(0.95).describe('of the lines of each frame that are taken'),
        pattern: z.enum(SAMPLING_PATTERNS).default('variableDensity').describe('variableDensity: the centre whole, the rest with a chance that falls outwards; uniform: all lines alike'), // prettier-ignore
      })
      .optional()
      .describe(
        'of a fully sampled scan only these lines are taken, and the images are compared with those of all lines',
      ),
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .optional()
      .describe('of lines left out, blocks, hidden samples and replicas; 1 if not given'),
  })
  .describe('What `fumarole reconstruct` takes beside the raw data.');
export type ReconstructSettings = z.output<typeof reconstructSettingsSchema>;
