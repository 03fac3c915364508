// The legs of a dose file, as a schema, and as the legs of the station.
import { z } from 'zod';
import type { Leg } from '../../../../dose/index.ts';

const positive = z.number().positive();
const part = z.number().positive().max(1);
const place = {
  name: z
    .string()
    .regex(/^[^.]+$/, 'a name without a dot, because uncertain numbers are written legs.name.key')
    .optional()
    .describe('the word of `leg` if not given; no two legs have the same'),
  temperature_K: positive,
};
const timed = {
  ...place,
  duration_s: z.number().min(0),
  field_T: z.number().refine((field) => Math.abs(field) <= 100, 'expected tesla, at most 100; was it given in mT?'),
  lifetime_s: positive
    .optional()
    .describe('of the polarization on this leg, where it is not that of the molecule in solution'),
};
const volume_mL = z.number().min(0);

export const legSchema = z.discriminatedUnion('leg', [
  z.strictObject({ leg: z.literal('hold'), ...timed }),
  z.strictObject({ leg: z.literal('transfer'), ...place }).describe('its time is that of transfer.profile'),
  z.strictObject({
    leg: z.literal('catalystRemoval'),
    ...timed,
    yield: part,
    catalystKept: z.number().min(0).max(1),
    lostVolume_mL: volume_mL,
  }),
  z.strictObject({
    leg: z.literal('precipitation'),
    ...timed,
    yield: part.describe('of the solid'),
    solubility_mM: z.number().min(0).describe('of the acid in the mother liquor'),
    othersKept: z.number().min(0).max(1).describe('part of by-products, catalyst and salts that stays in the solid'),
  }),
  z.strictObject({
    leg: z.literal('redissolution'),
    ...timed,
    yield: part,
    volume_mL: positive,
    baseEquivalents: z.number().min(0),
  }),
  z.strictObject({
    leg: z.literal('dilution'),
    ...timed,
    addedVolume_mL: volume_mL,
    buffer: z
      .strictObject({
        acid: z.enum(['phosphate', 'tris', 'hepes']),
        concentration_mM: z.number().min(0),
        pH: z.number().min(0).max(14),
        sodiumChloride_mM: z.number().min(0),
      })
      .optional(),
    osmolality_mOsmPerKg: positive
      .optional()
      .describe('sodium chloride is added until the solution has it; none where it is above it already'),
  }),
  z.strictObject({
    leg: z.literal('cleavage'),
    ...timed,
    yield: part.describe('of the esters that base cleaves'),
    addedVolume_mL: volume_mL.describe('of the base'),
    baseEquivalents: z.number().min(0),
    product: z.string().min(1).describe('what the molecule is from here on'),
    t1_s: positive.describe('13C T1 of the product, in every field'),
  }),
  z.strictObject({
    leg: z.literal('extraction'),
    ...timed,
    yield: part,
    volume_mL: positive.describe('of the phase of water that is taken'),
    catalystKept: z.number().min(0).max(1),
    othersKept: z.number().min(0).max(1).describe('part of side arms and by-products that goes with it'),
  }),
  z.strictObject({ leg: z.literal('filtration'), ...timed, yield: part, lostVolume_mL: volume_mL }),
  z.strictObject({ leg: z.literal('transport'), ...timed }),
  z.strictObject({ leg: z.literal('line'), ...timed, deadVolume_mL: volume_mL }),
]);
export type LegSettings = z.output<typeof legSchema>;

export const legName = (leg: LegSettings): string => leg.name ?? leg.leg;

const M3_PER_ML = 1e-6;

/** What the transfer leg takes from the field cycle. */
export interface FieldCycle {
  readonly efficiency: number;
  readonly duration_s: number;
}

/** `osmoticCoefficient` of the solution. Written out without spreads: this runs for every leg of every draw. */
export function legOf(settings: LegSettings, cycle: FieldCycle, osmoticCoefficient: number): Leg {
  const { temperature_K } = settings;
  const name = legName(settings);
  if (settings.leg === 'transfer') {
    const { efficiency, duration_s } = cycle;
    return { name, kind: 'transfer', duration_s, field_T: 0, temperature_K, efficiency };
  }
  const { duration_s, field_T, lifetime_s } = settings;
  switch (settings.leg) {
    case 'hold':
    case 'transport':
      return { name, kind: settings.leg, duration_s, field_T, temperature_K, lifetime_s };
    case 'catalystRemoval': {
      const { yield: kept, catalystKept, lostVolume_mL } = settings;
      const lostVolume_m3 = lostVolume_mL * M3_PER_ML;
      return {
        name,
        kind: settings.leg,
        duration_s,
        field_T,
        temperature_K,
        lifetime_s,
        yield: kept,
        catalystKept,
        lostVolume_m3,
      };
    }
    case 'precipitation': {
      const { yield: kept, solubility_mM, othersKept } = settings;
      return {
        name,
        kind: settings.leg,
        duration_s,
        field_T,
        temperature_K,
        lifetime_s,
        yield: kept,
        solubility_mM,
        othersKept,
      };
    }
    case 'redissolution': {
      const { yield: kept, volume_mL, baseEquivalents } = settings;
      const volume_m3 = volume_mL * M3_PER_ML;
      return {
        name,
        kind: settings.leg,
        duration_s,
        field_T,
        temperature_K,
        lifetime_s,
        yield: kept,
        volume_m3,
        baseEquivalents,
      };
    }
    case 'dilution': {
      const { addedVolume_mL, buffer, osmolality_mOsmPerKg } = settings;
      const addedVolume_m3 = addedVolume_mL * M3_PER_ML;
      const tonicity = osmolality_mOsmPerKg === undefined ? undefined : { osmolality_mOsmPerKg, osmoticCoefficient };
      return {
        name,
        kind: settings.leg,
        duration_s,
        field_T,
        temperature_K,
        lifetime_s,
        addedVolume_m3,
        buffer,
        tonicity,
      };
    }
    case 'cleavage': {
      const { yield: kept, addedVolume_mL, baseEquivalents, t1_s } = settings;
      const addedVolume_m3 = addedVolume_mL * M3_PER_ML;
      return {
        name,
        kind: settings.leg,
        duration_s,
        field_T,
        temperature_K,
        lifetime_s,
        yield: kept,
        addedVolume_m3,
        baseEquivalents,
        t1_s,
      };
    }
    case 'extraction': {
      const { yield: kept, volume_mL, catalystKept, othersKept } = settings;
      const volume_m3 = volume_mL * M3_PER_ML;
      return {
        name,
        kind: settings.leg,
        duration_s,
        field_T,
        temperature_K,
        lifetime_s,
        yield: kept,
        volume_m3,
        catalystKept,
        othersKept,
      };
    }
    case 'filtration': {
      const { yield: kept, lostVolume_mL } = settings;
      const lostVolume_m3 = lostVolume_mL * M3_PER_ML;
      return { name, kind: settings.leg, duration_s, field_T, temperature_K, lifetime_s, yield: kept, lostVolume_m3 };
    }
    case 'line': {
      const deadVolume_m3 = settings.deadVolume_mL * M3_PER_ML;
      return { name, kind: settings.leg, duration_s, field_T, temperature_K, lifetime_s, deadVolume_m3 };
    }
  }
}
