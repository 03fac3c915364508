import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spinReference } from '../../test/reference/spin/read.ts';
import {
  convertedParaFraction,
  CONVERTERS,
  mixedParaFraction,
  paraFraction,
  ROTOR_MODELS,
  rotorModel,
  singletOrder,
  storageTime_s,
  storedParaFraction,
} from './index.ts';

const reference = spinReference('parahydrogen.json');
const names: Record<string, string> = {
  'rigid_Be60.853': 'rigid, Be',
  'rigid_B0_59.322': 'rigid, B0',
  'nonrigid_B0_59.3343_D0.0457_H5.2e-5': 'non-rigid',
};

describe('the para fraction', () => {
  for (const [key, name] of Object.entries(names)) {
    test(`of the ${name} rotor agrees with the reference to 1e-12`, () => {
      for (const [kelvin, value] of Object.entries(reference.models[key].para_fraction as Record<string, number>)) {
        const ours = paraFraction(Number(kelvin), rotorModel(name));
        expect(Math.abs(ours.fraction - value)).toBeLessThan(1e-12);
        expect(ours.model).toBe(name);
      }
    });
  }
  test('falls with temperature and stays between a quarter and one', () => {
    fc.assert(
      fc.property(fc.double({ min: 5, max: 600, noNaN: true }), fc.constantFrom(...ROTOR_MODELS), (kelvin, model) => {
        const here = paraFraction(kelvin, model).fraction;
        const warmer = paraFraction(kelvin * 1.01, model).fraction;
        expect(here).toBeGreaterThan(0.2499);
        expect(here).toBeLessThanOrEqual(1);
        expect(warmer).toBeLessThanOrEqual(here + 1e-15);
      }),
    );
  });
  test('gives the singlet order of the reference', () => {
    for (const [kelvin, value] of Object.entries(reference.singlet_order_factor.values as Record<string, number>)) {
      expect(Math.abs(singletOrder(paraFraction(Number(kelvin)).fraction) - value)).toBeLessThan(2e-12);
    }
  });
  test('refuses a temperature of zero', () => {
    expect(() => paraFraction(0)).toThrow(/expected kelvin above 0/);
  });
});

describe('stored and mixed gas', () => {
  const bottle = { temperature_K: 298.15, lifetime_s: 86_400 };
  test('keeps half of its excess for ln 2 lifetimes', () => {
    const equilibrium = paraFraction(298.15).fraction;
    const after = storedParaFraction(0.9, 86_400 * Math.LN2, bottle);
    expect(after).toBeCloseTo(equilibrium + (0.9 - equilibrium) / 2, 12);
    expect(storageTime_s(0.9, after, bottle)).toBeCloseTo(86_400 * Math.LN2, 6);
    expect(storageTime_s(0.9, 0.2, bottle)).toBe(Infinity);
  });
  test('mixes by amount', () => {
    expect(
      mixedParaFraction([
        { paraFraction: 1, amount_mol: 1 },
        { paraFraction: 0.25, amount_mol: 2 },
      ]),
    ).toBeCloseTo(0.5, 14);
    expect(() => mixedParaFraction([{ paraFraction: 1.2, amount_mol: 1 }])).toThrow(/para fraction is 1.2/);
    expect(() => mixedParaFraction([])).toThrow(/needs some gas/);
  });
  test('leaves a 77 K converter half para', () => {
    expect(convertedParaFraction(CONVERTERS[2]!, 1)).toBeCloseTo(0.5033, 4);
    expect(convertedParaFraction(CONVERTERS[0]!, 0)).toBe(0.25);
  });
});
