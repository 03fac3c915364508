import { describe, expect, it } from 'vitest';
import { recordCourse, type Geometry } from '../records/index.ts';
import { animalOf, anatomyImage, labelIn, voxelsOf, type Animal } from './animal.ts';
import { gridAbout } from './grid.ts';
import type { InjuryPattern } from './injury/pattern.ts';
import type { Injection } from './label/tissue.ts';
import { ORGAN_TABLE, type Tissue } from './tissues.ts';
import { trueRatio } from './truth.ts';

const FUMARATE: Injection = {
  agents: [{ agent: 'fumarate', concentration_mM: 40, polarization: 0.3, syringeT1_s: 60 }],
  volume_mL: 0.2,
  duration_s: 8,
};
const sum = (data: ArrayLike<number>): number => Array.from(data).reduce((a, b) => a + b, 0);
const injured = (pattern: InjuryPattern, necroticFraction: number): Animal =>
  animalOf({ seed: 7, injury: { necroticFraction, pattern } });
/** Around the liver, `voxel_mm` wide. */
const liverGrid = (voxel_mm: number): Geometry => {
  const n = (length: number): number => Math.round(length / voxel_mm);
  return gridAbout('axial', [n(24), n(20), n(20)], [voxel_mm, voxel_mm, voxel_mm], [0, 1, 2]);
};

describe('a virtual animal', () => {
  it('has organs of the size of a mouse of 25 g', () => {
    const { shares } = voxelsOf(animalOf({ seed: 1 }), gridAbout('axial', [14, 12, 22], [2, 2, 2], [0, 0, -8]), 0.7);
    const volume_mL = (...tissues: Tissue[]): number =>
      (8 * tissues.reduce((total, tissue) => total + sum(shares.get(tissue) ?? []), 0)) / 1000;
    const expected = (organ: keyof typeof ORGAN_TABLE): number => 25 * ORGAN_TABLE[organ].volume_mLPerG;
    // Animals differ by some per cent, and the sources by more.
    expect(volume_mL('liver') / expected('liver')).toBeCloseTo(1, 0.7);
    const kidneys = volume_mL('kidneyCortex', 'kidneyMedulla') / (expected('kidneyCortex') + expected('kidneyMedulla'));
    expect(Math.abs(kidneys - 1)).toBeLessThan(0.25);
    expect(Math.abs(volume_mL('spleen') / expected('spleen') - 1)).toBeLessThan(0.4);
    expect(volume_mL('aorta')).toBeGreaterThan(0.02);
  });

  it('fills every voxel once', () => {
    const { shares } = voxelsOf(animalOf({ seed: 3 }), gridAbout('coronal', [13, 20, 6], [2, 2, 3], [0, 0, -4]), 0.7);
    const total = new Float64Array(13 * 20 * 6);
    for (const share of shares.values()) share.forEach((part, voxel) => (total[voxel] = total[voxel]! + part));
    expect(Math.max(...total)).toBeLessThan(1 + 1e-9);
    expect(total.filter((x) => x > 1 - 1e-6).length).toBeGreaterThan(400);
  });

  it('is the same from the same seed and another from another', () => {
    const grid = gridAbout('axial', [12, 10, 2], [2, 2, 2], [0, 0, 2]);
    const liver = (seed: number) => voxelsOf(animalOf({ seed }), grid, 1).liver.data;
    expect(liver(5)).toEqual(liver(5));
    expect(liver(5)).not.toEqual(liver(6));
  });

  it.each(['centrilobular', 'focal', 'multifocal'] as const)('is as dead as was asked for: %s', (pattern) => {
    for (const fraction of [0.1, 0.5]) {
      const { necrotic, liver } = voxelsOf(injured(pattern, fraction), liverGrid(2), 0.7);
      const dead = sum(necrotic.data.map((x, voxel) => x * liver.data[voxel]!)) / sum(liver.data);
      // The level is found on a lattice of 0.5 mm; edges differ a little.
      expect(Math.abs(dead - fraction)).toBeLessThan(0.03);
    }
  });

  it('converges as the grid is refined: volumes, dead tissue, label', () => {
    const animal = injured('multifocal', 0.3);
    const at = (voxel_mm: number) => {
      const voxels = voxelsOf(animal, liverGrid(voxel_mm), 0.5);
      const cube = voxel_mm * voxel_mm * voxel_mm;
      const tissue = labelIn(animal, voxels, FUMARATE, 'first-order');
      tissue.advanceTo(25);
      const out = new Float64Array(voxels.liver.data.length);
      const label = [0, 1].map((line) => {
        tissue.polarizedInto(out, line);
        return cube * sum(out);
      });
      const dead = sum(voxels.shares.get('necroticLiver')!);
      return [cube * sum(voxels.liver.data), cube * dead, ...label];
    };
    const [coarse, fine] = [at(2), at(1)];
    // Places 0.5 mm apart in both: voxels only gather them, so nothing but rounding differs.
    fine.forEach((value, i) => expect(coarse[i]! / value).toBeCloseTo(1, 10));
    const [rough, usual, exact] = [1, 0.5, 0.34].map((spacing_mm) =>
      sum(voxelsOf(animal, liverGrid(2), spacing_mm).liver.data),
    ) as [number, number, number];
    // Fissures are thinner than the places are apart, which blurs them: an error of first order, below 1% at 0.5 mm.
    expect(Math.abs(usual / exact - 1)).toBeLessThan(0.01);
    expect(Math.abs(usual - exact)).toBeLessThan(Math.abs(rough - exact));
  });

  it('shows malate where cells are dead and none in a healthy animal', () => {
    const times_s = Array.from({ length: 10 }, (_, i) => 5 * (i + 1));
    const course = (animal: Animal) => {
      const voxels = voxelsOf(animal, liverGrid(2), 0.9);
      return { voxels, ratio: trueRatio(recordCourse(labelIn(animal, voxels, FUMARATE, 'first-order'), times_s), 'malate', 'fumarate').data }; // prettier-ignore
    };
    const { voxels, ratio } = course(injured('focal', 0.2));
    const mean = (pick: (dead: number) => boolean): number => {
      const picked = [...ratio].filter((_, v) => voxels.liver.data[v]! > 0.9 && pick(voxels.necrotic.data[v]!));
      return sum(picked) / picked.length;
    };
    expect(mean((dead) => dead > 0.8)).toBeGreaterThan(5 * mean((dead) => dead < 0.05));
    const healthy = course(animalOf({ seed: 7 })).ratio;
    expect(Math.max(...healthy.filter(Number.isFinite))).toBe(0);
  });

  it('gives a picture in which fat is bright and muscle dark', () => {
    const animal = animalOf({ seed: 1 });
    const grid = gridAbout('axial', [56, 44, 1], [0.5, 0.5, 1], [0, 0, -4]);
    const { data } = anatomyImage(animal, grid, 0.5, { echoTime_s: 0.04, repetition_s: 2.5, fatLeft: 1 });
    const { shares } = voxelsOf(animal, grid, 0.5);
    const mean = (tissue: Tissue): number => {
      const inside = [...data].filter((_, voxel) => shares.get(tissue)![voxel]! > 0.95);
      return sum(inside) / inside.length;
    };
    expect(mean('fat')).toBeGreaterThan(1.8 * mean('muscle'));
    expect(mean('kidneyCortex')).toBeGreaterThan(mean('muscle'));
    expect(data[0]).toBe(0);
  });
});

describe('what cannot be is refused in one line with its place', () => {
  const grid = gridAbout('axial', [12, 10, 4], [2, 2, 3], [0, 0, 2]);
  it.each([
    [
      () => animalOf({ seed: 1, values: { necroticPerfusion: -0.5 } }),
      /-0.5; expected a number that is not negative \(at values.necroticPerfusion\)/,
    ],
    [
      () => animalOf({ seed: 1, values: { hematocrit: 45 } }),
      /expected a share between 0 and 1 \(at values.hematocrit\)/,
    ],
    [
      () => animalOf({ seed: 1, values: { hematocrt: 0.45 } as object }),
      /did you mean hematocrit\? \(at values.hematocrt\)/,
    ],
    [() => animalOf({ seed: 1, values: { bodyMass_g: 300 } }), /300 g is outside 12 to 45 g/],
    [() => animalOf({ seed: 1, values: { liverBloodFraction: 0.9 } }), /leave no cells/],
    [
      () => animalOf({ seed: 1, injury: { acetaminophen_mgPerKg: 3000, hours_h: 24, pattern: 'focal' } }),
      /3000 mg\/kg is outside 0 to 1000 mg\/kg \(at injury/,
    ],
    [() => animalOf({ seed: 1, injury: { necroticFraction: 1.2, pattern: 'focal' } }), /1.2 is outside 0 to 1/],
    [
      () => animalOf({ seed: 1, injury: { necroticFraction: 0.2, pattern: 'zonal' as 'focal' } }),
      /'zonal'; expected one of/,
    ],
    [
      () => voxelsOf(animalOf({ seed: 1 }), gridAbout('axial', [4, 4, 4], [8, 8, 8], [0, 0, 0]), 1),
      /8.0 x 8.0 x 8.0 mm are too coarse/,
    ],
    [
      () => voxelsOf(animalOf({ seed: 1 }), gridAbout('axial', [8, 8, 2], [2, 2, 2], [0, 0, -35]), 1),
      /the grid holds no liver/,
    ],
  ])('%#', (work, message) => {
    expect(work).toThrow(message);
  });
  it('and an injection above the limits', () => {
    const animal = animalOf({ seed: 1 });
    const voxels = voxelsOf(animal, grid, 1);
    const inject = (changes: Partial<Injection>) => () => labelIn(animal, voxels, { ...FUMARATE, ...changes }, 'first-order'); // prettier-ignore
    const [agent] = FUMARATE.agents;
    expect(inject({ volume_mL: 0.4 })).toThrow(/0.4 mL is more than 10 mL\/kg, 0.25 mL for 25 g/);
    expect(inject({ agents: [] })).toThrow(/none; expected one or more of fumarate/);
    expect(inject({ agents: [agent!, agent!] })).toThrow(/'fumarate' is there twice/);
    expect(inject({ agents: [{ ...agent!, concentration_mM: 900 }] })).toThrow(/900 mM is outside 0 to 300 mM/);
    expect(inject({ duration_s: 0 })).toThrow(/injection.duration_s/);
  });
});
