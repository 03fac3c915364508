// Whether what is in the syringe may be injected: each limit with the number it is held against.
import type { LegOutcome } from './carry.ts';
import { solutionOf, type Chemistry } from './solution.ts';

export interface Limits {
  /** Of the salt, at room temperature: no leg may go beyond it. */
  readonly solubility_mM: number;
  readonly concentration_mM: readonly [number, number];
  readonly pH: readonly [number, number];
  readonly osmolality_mOsmPerKg: readonly [number, number];
  readonly catalyst_mM: number;
  readonly bodyMass_kg: number;
  /** Largest bolus of the animal per body mass. */
  readonly bolus_m3PerKg: number;
}

export interface LimitCheck {
  readonly quantity: string;
  readonly unit: string;
  readonly value: number;
  readonly lowest: number | undefined;
  readonly highest: number | undefined;
  readonly held: boolean;
}

/** The bolus is what the animal may get of what the line delivers: a larger delivery is no fault. */
export function bolusVolume_m3(delivered_m3: number, { bodyMass_kg, bolus_m3PerKg }: Limits): number {
  return Math.min(delivered_m3, bodyMass_kg * bolus_m3PerKg);
}

export function checkLimits(rows: readonly LegOutcome[], chemistry: Chemistry, limits: Limits): LimitCheck[] {
  const last = solutionOf(rows.at(-1)!.contents, chemistry)!;
  const highest = Math.max(...rows.map(({ contents }) => solutionOf(contents, chemistry)?.concentration_mM ?? 0));
  const check = (
    quantity: string,
    unit: string,
    value: number,
    lowest: number | undefined,
    most: number | undefined,
  ): LimitCheck => ({
    quantity,
    unit,
    value,
    lowest,
    highest: most,
    held: value >= (lowest ?? -Infinity) && value <= (most ?? Infinity),
  });
  const bolus_m3 = limits.bodyMass_kg * limits.bolus_m3PerKg;
  return [
    check('highest concentration on the way', 'mM', highest, undefined, limits.solubility_mM),
    check('concentration', 'mM', last.concentration_mM, ...limits.concentration_mM),
    check('pH', '', last.pH, ...limits.pH),
    check('osmolality', 'mOsm/kg', last.osmolality_mOsmPerKg, ...limits.osmolality_mOsmPerKg),
    check('catalyst', 'mM', last.catalyst_mM, undefined, limits.catalyst_mM),
    check(
      'volume delivered, against the bolus wanted',
      'mL',
      rows.at(-1)!.contents.volume_m3 * 1e6,
      bolus_m3 * 1e6,
      undefined,
    ),
  ];
}
