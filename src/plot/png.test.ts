import fc from 'fast-check';
import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { base64, encodePng, pngDataUri } from './png.ts';

test('a PNG decodes to the pixels it was made of', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 3, 4),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer(),
      (channels, width, height, seed) => {
        const pixels = Uint8Array.from({ length: channels * width * height }, (_, i) =>
          Math.imul(seed + i, 0x9e3779b1),
        );
        const png = decode(encodePng(width, height, pixels));
        expect([png.width, png.height, png.channels, png.depth]).toEqual([width, height, channels, 8]);
        expect([...png.data]).toEqual([...pixels]);
      },
    ),
  );
  expect(() => encodePng(2, 2, new Uint8Array(7))).toThrow('7 bytes for 2 x 2 pixels');
});

test('base64 as in RFC 4648, section 10', () => {
  const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.codePointAt(0)!);
  expect(['', 'f', 'fo', 'foo', 'foob', 'foobar'].map((text) => base64(bytes(text)))).toEqual([
    '',
    'Zg==',
    'Zm8=',
    'Zm9v',
    'Zm9vYg==',
    'Zm9vYmFy',
  ]);
  expect(pngDataUri(Uint8Array.of(255, 254))).toBe('data:image/png;base64,//4=');
});
