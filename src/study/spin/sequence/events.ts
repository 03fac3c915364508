// A pulse sequence as a schema: what stands in a file, in settings and in sequence.json.
import { z } from 'zod';
import type { SequenceEvent } from '../../../transfer/sequences/index.ts';
import { field_T } from '../transfer/settings.ts';

const seconds = z.number().min(0);
const label = z.string().min(1).optional().describe('what it is called in the figure');
const isotope = z.string().min(1).describe('1H, 13C ...');
const phase_deg = z.number().describe('0 is x, 90 is y');

const pulse = z
  .strictObject({
    kind: z.literal('pulse'),
    isotope,
    angle_deg: z.number(),
    phase_deg,
    nutation_Hz: z.number().positive().optional().describe('strength; without it the pulse is ideal and takes no time'),
    spins: z.array(z.string()).min(1).optional().describe('an ideal pulse that turns these spins only'),
    label,
  })
  .describe('hard pulse');
const lock = z
  .strictObject({
    kind: z.literal('lock'),
    isotope,
    nutation_Hz: seconds,
    phase_deg,
    duration_s: seconds,
    offset_Hz: z
      .number()
      .optional()
      .describe('above the carrier, on the scale of the Larmor frequency; 0 if not given'),
    label,
  })
  .describe('irradiation at constant amplitude');
const delay = z.strictObject({ kind: z.literal('delay'), duration_s: seconds, label });
const together = z
  .strictObject({
    kind: z.literal('together'),
    channels: z.array(z.discriminatedUnion('kind', [pulse, lock])).min(1),
    label,
  })
  .describe('pulses on different isotopes about one centre in time');
const loop = z.strictObject({
  kind: z.literal('loop'),
  times: z.int().min(0).max(100_000),
  get events(): z.ZodArray<z.ZodType<SequenceEvent>> {
    return eventsSchema;
  },
  label,
});

const event = z.discriminatedUnion('kind', [delay, pulse, lock, together, loop]) as unknown as z.ZodType<SequenceEvent>;
export const eventsSchema: z.ZodArray<z.ZodType<SequenceEvent>> = z.array(event).min(1);

export const carriers = z
  .record(z.string(), z.number())
  .describe('carrier of each isotope; the mean shift of its spins if not given');

/** The file of a sequence by itself. */
export const pulseSequenceSchema = z.strictObject({
  name: z.string().min(1),
  field_T,
  carrier_ppm: carriers.optional(),
  events: eventsSchema,
  source: z.string().optional(),
  equation: z.string().optional(),
});
export type PulseSequenceFile = z.output<typeof pulseSequenceSchema>;
