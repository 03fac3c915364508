// Pixels to PNG bytes and to a data URI.
import { encode } from 'fast-png';
import { ScienceError } from '../base/index.ts';

/** 8-bit PNG; `pixels` is row-major and holds 1 (gray), 3 (RGB) or 4 (RGBA) bytes a pixel, told from its length. */
export function encodePng(width: number, height: number, pixels: Uint8Array): Uint8Array {
  const channels = pixels.length / (width * height);
  if (!(width >= 1 && height >= 1 && [1, 3, 4].includes(channels))) {
    throw new ScienceError(
      'argument',
      `${pixels.length} bytes for ${width} x ${height} pixels; expected 1, 3 or 4 bytes a pixel`,
    );
  }
  return encode({ width, height, data: pixels, depth: 8, channels }, { zlib: { level: 6 } });
}

/** `data:image/png;base64,...`, for an SVG that must stand alone. */
export function pngDataUri(png: Uint8Array): string {
  return `data:image/png;base64,${base64(png)}`;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648 base64 with padding; here because the core has neither Buffer nor btoa. */
export function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    parts.push(
      ALPHABET[word >> 18]! +
        ALPHABET[(word >> 12) & 63]! +
        (left > 1 ? ALPHABET[(word >> 6) & 63]! : '=') +
        (left > 2 ? ALPHABET[word & 63]! : '='),
    );
  }
  return parts.join('');
}
