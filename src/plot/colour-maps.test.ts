import { expect, test } from 'vitest';
import { COLOUR_MAP_NAMES, colourHex, colourIndex, colourTable, type ColourMapName } from './colour-maps.ts';

test('the maps begin and end with their published colours', () => {
  const ends = (name: ColourMapName): string[] => [0, 255].map((i) => colourHex(colourTable(name), i));
  expect(ends('viridis')).toEqual(['#440154', '#fde725']);
  expect(ends('inferno')).toEqual(['#000004', '#fcffa4']);
  expect(ends('magma')).toEqual(['#000004', '#fcfdbf']);
  expect(ends('plasma')).toEqual(['#0d0887', '#f0f921']);
  expect(ends('gray')).toEqual(['#000000', '#ffffff']);
});

test('every map but plasma gets lighter from colour to colour (Rec. 709 luminance, within rounding)', () => {
  for (const name of COLOUR_MAP_NAMES.filter((each) => each !== 'plasma')) {
    const table = colourTable(name);
    const linear = (byte: number): number => (byte / 255) ** 2.2;
    const light = Array.from({ length: 256 }, (_, i) => {
      const [r, g, b] = table.subarray(3 * i, 3 * i + 3);
      return 0.2126 * linear(r!) + 0.7152 * linear(g!) + 0.0722 * linear(b!);
    });
    for (let i = 1; i < 256; i++) expect(light[i]! - light[i - 1]!, `${name} at ${i}`).toBeGreaterThan(-0.005);
  }
});

test('an unknown map is refused with the nearest name', () => {
  expect(() => colourTable('virids' as ColourMapName)).toThrow('Did you mean viridis?');
});

test('the ends of the range and all beyond get the end colours', () => {
  expect([-1, 0, 0.5, 1, 9].map((value) => colourIndex(value, 0, 1))).toEqual([0, 0, 128, 255, 255]);
});
