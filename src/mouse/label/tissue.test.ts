import { describe, expect, it } from 'vitest';
import { MOUSE_VALUE_TABLE, type MouseValueName, type MouseValues } from '../values.ts';
import type { Tissue } from '../tissues.ts';
import type { Pieces } from './deviations.ts';
import { tissueOf, type Body, type FumaraseKinetics, type InjectedAgent } from './tissue.ts';

const VALUES = Object.fromEntries(
  Object.entries(MOUSE_VALUE_TABLE).map(([name, { value }]) => [name, value]),
) as unknown as MouseValues;
const AGENTS: readonly InjectedAgent[] = [
  { agent: 'fumarate', concentration_mM: 40, polarization: 0.3, syringeT1_s: 60 },
  { agent: 'urea', concentration_mM: 60, polarization: 0.1, syringeT1_s: 50 },
  { agent: 'pyruvate', concentration_mM: 20, polarization: 0.2, syringeT1_s: 60 },
];
/** Voxel 0 half dead, 1 living, 2 muscle and aorta, 3 kidney, 4 nothing. */
const PLACES: Partial<Record<Tissue, readonly (readonly [number, number])[]>> = {
  liver: [
    [0, 0.5],
    [1, 1],
  ],
  necroticLiver: [[0, 0.5]],
  muscle: [[2, 0.7]],
  aorta: [[2, 0.3]],
  kidneyCortex: [[3, 1]],
};
function bodyOf(values: Partial<MouseValues> = {}, necrotic = 0.4): Body {
  const pieces = new Map<Tissue, Pieces>();
  for (const [tissue, places] of Object.entries(PLACES)) {
    pieces.set(tissue as Tissue, {
      voxels: Int32Array.from(places, ([voxel]) => voxel),
      shares: Float64Array.from(places, ([, share]) => share),
    });
  }
  return {
    geometry: { shape: [5, 1, 1], affineRas_mm: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] },
    pieces,
    values: { ...VALUES, ...values },
    necrotic,
    liverScale: 1,
  };
}
const tissue = (
  values: Partial<Record<MouseValueName, number>> = {},
  kinetics: FumaraseKinetics = 'first-order',
  agents = AGENTS,
) => tissueOf(bodyOf(values), { agents, volume_mL: 0.2, duration_s: 7 }, kinetics);
const voxels = (of: ReturnType<typeof tissue>, name: string): Float64Array => {
  const out = new Float64Array(5);
  of.polarizedInto(out, of.lines.findIndex((line) => line.name === name)); // prettier-ignore
  return out;
};
const B1 = Float64Array.of(0.99, 0.9, 0.8, 0.95, 1);

describe('label in tissue', () => {
  it.each(['first-order', 'saturable'] as const)('keeps its books under excitations: %s', (kinetics) => {
    const animal = tissue({ plasmaFumarase_perS: 0.01, fumarateUptake_perS: 0.002 }, kinetics);
    for (const time_s of [0, 1, 3, 5, 8.5, 12, 20, 40]) {
      animal.advanceTo(time_s);
      animal.lines.forEach((_, line) => animal.excite(line, line === 1 ? 0.7 : B1));
      for (const agent of ['fumarate', 'urea', 'pyruvate']) {
        const { injected_nmol, present_nmol, relaxed_nmol, excited_nmol, lost_nmol } = animal.budget(agent);
        const found = present_nmol + relaxed_nmol + excited_nmol + lost_nmol;
        // The saturable one is integrated: its step control holds 1e-10 of the label a step.
        const tolerance = kinetics === 'saturable' && agent === 'fumarate' ? 1e-9 : 1e-10;
        expect(Math.abs(found - injected_nmol)).toBeLessThanOrEqual(tolerance * injected_nmol);
      }
    }
    expect(animal.budget('fumarate').excited_nmol).toBeGreaterThan(0);
  });
});
