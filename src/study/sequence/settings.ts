// The file of a scanner's hardware, as a schema. The nucleus is never assumed.
import { z } from 'zod';
import { utf8 } from '../../base/index.ts';
import type { Hardware } from '../../records/index.ts';
import type { StudyFiles } from '../files.ts';
import { parseSettings } from '../settings-text.ts';

const positive = z.number().positive();
const wait = z.number().min(0).max(1e6);

export const hardwareSchema = z.strictObject({
  nucleus: z.string().min(1).describe('such as 13C'),
  gamma_MHzPerT: z
    .number()
    .refine((value) => value !== 0)
    .describe('gamma / (2 pi) of that nucleus'),
  b0_T: positive,
  largestGradient_mTPerM: positive,
  largestSlew_TPerMPerS: positive,
  largestB1_uT: positive,
  gradientRaster_us: positive,
  rfRaster_us: positive,
  adcRaster_us: positive,
  blockRaster_us: positive,
  rfDeadTime_us: wait.describe('before an RF pulse'),
  rfRingdown_us: wait.describe('after an RF pulse'),
  adcDeadTime_us: wait.describe('on both sides of a sampling window'),
  largestRfDuty: z.number().gt(0).max(1).optional().describe('share of time with RF on, over the whole sequence'),
});
export type HardwareSettings = z.output<typeof hardwareSchema>;

export function readHardware(path: string, files: StudyFiles): HardwareSettings {
  return parseSettings(hardwareSchema, utf8(files.read(path)), path);
}

/** In SI. */
export function hardwareOf(settings: HardwareSettings): Hardware {
  const us = (value: number): number => value / 1e6;
  return {
    nucleus: settings.nucleus,
    gamma_HzPerT: settings.gamma_MHzPerT * 1e6,
    b0_T: settings.b0_T,
    largestGradient_TPerM: settings.largestGradient_mTPerM / 1e3,
    largestSlew_TPerMPerS: settings.largestSlew_TPerMPerS,
    largestB1_T: us(settings.largestB1_uT),
    gradientRaster_s: us(settings.gradientRaster_us),
    rfRaster_s: us(settings.rfRaster_us),
    adcRaster_s: us(settings.adcRaster_us),
    blockRaster_s: us(settings.blockRaster_us),
    rfDeadTime_s: us(settings.rfDeadTime_us),
    rfRingdown_s: us(settings.rfRingdown_us),
    adcDeadTime_s: us(settings.adcDeadTime_us),
    ...(settings.largestRfDuty === undefined ? {} : { largestRfDuty: settings.largestRfDuty }),
  };
}
