// A plan file over the default: only what differs needs to be given.
import { z } from 'zod';
import {
  arrivalSchema,
  checkTogether,
  coilSchema,
  DEFAULT_COIL,
  DEFAULT_PLAN,
  planSections,
  type PlanSettings,
} from './settings.ts';

const { tissue, scanner, ...others } = planSections;
/** A plan file: what differs from the default. */
export const planFileSchema = z
  .strictObject({
    ...others,
    dose: others.dose.partial(),
    animal: others.animal.partial(),
    tissue: tissue.partial().extend({ arrival: arrivalSchema.partial().optional() }),
    target: others.target.partial(),
    scanner: scanner.partial().extend({ coil: coilSchema.partial().optional() }),
    search: others.search.partial(),
  })
  .partial()
  .superRefine((file, context) => checkTogether(overDefault(file), context));

export type PlanFile = z.output<typeof planFileSchema>;

const over = <T extends object>(standard: T, given: object | undefined): T => ({ ...standard, ...given });

/** What a file gives, over the default; the default's times of a metabolite count only where the file speaks of that metabolite too. */
export function overDefault({ dose, animal, tissue, target, scanner = {}, search, ...rest }: PlanFile): PlanSettings {
  const standard = DEFAULT_PLAN;
  const { coil, ...receiver } = scanner;
  const merged = over(standard.tissue, tissue);
  const names = [dose?.substrate ?? standard.dose.substrate, merged.product];
  const byName = (values: Readonly<Record<string, number>>, given: object | undefined): Record<string, number> =>
    over(Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name))), given);
  return {
    ...over(standard, rest),
    dose: over(standard.dose, dose),
    animal: over(standard.animal, animal),
    tissue: {
      ...merged,
      T1_s: byName(standard.tissue.T1_s, tissue?.T1_s),
      washOut_perS: byName(standard.tissue.washOut_perS, tissue?.washOut_perS),
      arrival: over(standard.tissue.arrival, tissue?.arrival),
    },
    target: over(standard.target, target),
    scanner: {
      ...over(standard.scanner, receiver),
      ...(coil && { coil: over(DEFAULT_COIL, coil) }),
    },
    search: over(standard.search, search),
  };
}
