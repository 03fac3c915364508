// SVG text to PNG bytes with the fonts of this package, so that every machine draws the same pixels. No system fonts, no network.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** SVG text to PNG bytes, `width_px` wide; the height follows from the drawing. */
export type Rasterize = (svg: string, width_px: number) => Uint8Array;

const FONTS = ['dejavu-fonts-ttf/ttf/DejaVuSans.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'];

/** The WebAssembly module can be started only once in a process; this remembers that start, and nothing that changes a result. */
let started: Promise<void> | undefined;

export async function createRasterizer(): Promise<Rasterize> {
  const resolve = createRequire(import.meta.url).resolve;
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm'); // loaded only where pictures become pixels
  started ??= readFile(resolve('@resvg/resvg-wasm/index_bg.wasm')).then((bytes) => initWasm(bytes));
  const [fontBuffers] = await Promise.all([
    Promise.all(FONTS.map(async (name) => new Uint8Array(await readFile(resolve(name))))),
    started,
  ]);
  return (svg, width_px) => {
    const renderer = new Resvg(svg, {
      background: '#ffffff',
      imageRendering: 1, // nearest neighbour where a drawing does not say; the default is bicubic and takes four times as long
      fitTo: { mode: 'width', value: width_px },
      font: { fontBuffers, defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
    });
    try {
      const image = renderer.render();
      try {
        return image.asPng();
      } finally {
        image.free();
      }
    } finally {
      renderer.free();
    }
  };
}
