import { describe, expect, it } from 'vitest';
import { LABEL_REFERENCE } from '../../../test/reference/mouse/label.ts';
import type { MouseValues } from '../values.ts';
import { DEFAULT_VALUES } from '../values.ts';
import type { Tissue } from '../tissues.ts';
import type { Pieces } from './deviations.ts';
import { tissueOf, type Body, type FumaraseKinetics, type InjectedAgent } from './tissue.ts';

const FUMARATE: InjectedAgent = { agent: 'fumarate', concentration_mM: 40, polarization: 0.3, syringeT1_s: 60 };
const ALL: readonly InjectedAgent[] = [
  FUMARATE,
  { agent: 'urea', concentration_mM: 60, polarization: 0.1, syringeT1_s: 50 },
  { agent: 'pyruvate', concentration_mM: 20, polarization: 0.2, syringeT1_s: 60 },
];
const B1 = Float64Array.from(LABEL_REFERENCE.b1);
/** Voxel 0 half dead, 1 living, 2 muscle and aorta, 3 kidney, 4 nothing. */
function bodyOf(values: Partial<MouseValues> = {}, necrotic = 0.4): Body {
  const pieces = new Map<Tissue, Pieces>();
  for (const [voxel, tissue, share] of LABEL_REFERENCE.parts) {
    const known = pieces.get(tissue) ?? { voxels: new Int32Array(), shares: new Float64Array() };
    const voxels = Int32Array.of(...known.voxels, voxel);
    pieces.set(tissue, { voxels, shares: Float64Array.of(...known.shares, share) });
  }
  return {
    geometry: { shape: [5, 1, 1], affineRas_mm: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] },
    pieces,
    values: { ...DEFAULT_VALUES, ...values },
    necrotic,
    liverScale: 1,
  };
}
const tissue = (
  values: Partial<MouseValues> = {},
  kinetics: FumaraseKinetics = 'first-order',
  agents: readonly InjectedAgent[] = [FUMARATE],
) => tissueOf(bodyOf(values), { agents, volume_mL: 0.2, duration_s: 7 }, kinetics);
type Stepped = ReturnType<typeof tissue>;
const voxels = (of: Stepped, line: number): Float64Array => {
  const out = new Float64Array(5);
  of.polarizedInto(out, line);
  return out;
};
const worstGap = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((worst, x, i) => Math.max(worst, Math.abs(x - b[i]!)), 0);

describe('label in tissue', () => {
  it.each([
    ['first-order', LABEL_REFERENCE.firstOrder_mM],
    ['saturable', LABEL_REFERENCE.saturable_mM],
  ] as const)(
    'meets an independent integrator of high order, excitations with a B1 map and all: %s',
    (kinetics, expected) => {
      const animal = tissue(LABEL_REFERENCE.values, kinetics);
      const largest = [0, 1, 2].map((line) => Math.max(...expected.flatMap((at) => at[line]!)));
      LABEL_REFERENCE.times_s.forEach((time_s, i) => {
        animal.advanceTo(time_s);
        for (let line = 0; line < 3; line++) {
          expect(worstGap(voxels(animal, line), expected[i]![line]!) / largest[line]!).toBeLessThan(1e-8);
          animal.excite(line, line === 0 ? B1 : LABEL_REFERENCE.keptMalate[line - 1]!);
        }
      });
    },
  );

  it.each(['first-order', 'saturable'] as const)('keeps its books under excitations: %s', (kinetics) => {
    const animal = tissue({ plasmaFumarase_perS: 0.01, fumarateUptake_perS: 0.002 }, kinetics, ALL);
    for (const time_s of [0, 1, 3, 5, 8.5, 12, 20, 40]) {
      animal.advanceTo(time_s);
      animal.lines.forEach((_, line) => animal.excite(line, line === 1 ? 0.7 : B1));
      for (const agent of ['fumarate', 'urea', 'pyruvate']) {
        const { injected_nmol, present_nmol, relaxed_nmol, excited_nmol, lost_nmol } = animal.budget(agent);
        const found = present_nmol + relaxed_nmol + excited_nmol + lost_nmol;
        expect(Math.abs(found - injected_nmol)).toBeLessThanOrEqual(1e-10 * injected_nmol);
      }
    }
    expect(animal.budget('fumarate').excited_nmol).toBeGreaterThan(0);
  });

  it('injects what the syringe holds, less what relaxes in it', () => {
    const animal = tissue();
    animal.advanceTo(30);
    const expected = 1000 * 40 * 0.3 * 0.2 * (60 / 7) * (1 - Math.exp(-7 / 60));
    expect(animal.budget('fumarate').injected_nmol / expected).toBeCloseTo(1, 12);
  });

  it('saturable kinetics is first-order kinetics far below its constants', () => {
    const [first, saturable] = [tissue(), tissue({ kmFumarate_mM: 1e9, kmMalate_mM: 1e9 }, 'saturable')];
    for (const time_s of [4, 10, 25]) {
      for (const animal of [first, saturable]) animal.advanceTo(time_s);
      for (let line = 0; line < 3; line++) {
        const expected = voxels(first, line);
        // Integrated at 1e-10 a step.
        expect(worstGap(voxels(saturable, line), expected)).toBeLessThan(1e-8 * Math.max(...expected));
      }
    }
  });

  it('puts label at C1 and C4 of malate in equal parts', () => {
    const animal = tissue();
    animal.advanceTo(20);
    expect(worstGap(voxels(animal, 1), voxels(animal, 2))).toBeLessThan(1e-15);
    expect(voxels(animal, 1)[0]).toBeGreaterThan(0);
  });

  it('makes no malate where no cell is broken, and no products of urea', () => {
    const animal = tissueOf(bodyOf({}, 0), { agents: ALL, volume_mL: 0.2, duration_s: 7 }, 'first-order');
    animal.advanceTo(20);
    expect([...voxels(animal, 1), ...voxels(animal, 2)].every((x) => x === 0)).toBe(true);
    expect(animal.lines.filter(({ agent }) => agent === 'urea')).toHaveLength(1);
  });

  it('holds the equilibrium of fumarase: 3.28 malate for one fumarate', () => {
    const forever = {
      fumarateT1_s: 1e9,
      malateT1_s: 1e9,
      filtrationFraction: 0,
      fumaraseOpen_perS: 5,
      plasmaFumarase_perS: 5,
    };
    const animal = tissue(forever);
    animal.advanceTo(4000);
    expect((voxels(animal, 1)[0]! + voxels(animal, 2)[0]!) / voxels(animal, 0)[0]!).toBeCloseTo(3.28, 4);
  });

  it('says the T1 of each line in each compartment', () => {
    expect(tissue({ malateT1_s: 20, tissueT1Share: 0.5 }).lines[1]!.t1_s).toEqual({ plasma: 20, tissue: 10 });
  });

  it('agents in one syringe do not see each other', () => {
    const [alone, together] = [tissue(), tissue({}, 'first-order', ALL)];
    for (const animal of [alone, together]) animal.advanceTo(15);
    expect(voxels(together, 0)).toEqual(voxels(alone, 0));
  });

  it('does not care where excitation-free time is cut', () => {
    const [coarse, fine] = [tissue(), tissue()];
    coarse.advanceTo(20);
    for (let i = 1; i <= 40; i++) fine.advanceTo(i / 2);
    expect(worstGap(voxels(coarse, 1), voxels(fine, 1))).toBeLessThan(1e-14);
  });

  it('refuses to go back in time, lines and agents that are not there, maps of another size', () => {
    const animal = tissue();
    animal.advanceTo(3);
    expect(() => animal.advanceTo(2)).toThrow(/forward only/);
    expect(() => animal.excite(3, 1)).toThrow(/line 3 of 3/);
    expect(() => animal.excite(0, new Float64Array(4))).toThrow(/4 values for 5 x 1 x 1/);
    expect(() => animal.budget('urea')).toThrow(/'urea' was not injected/);
  });
});
