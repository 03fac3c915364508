import { it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { Random } from '../base/index.ts';
import { encodePng } from '../plot/index.ts';
import { anatomyOf } from './anatomy/anatomy.ts';
import { sharesOf } from './anatomy/layers.ts';
import { spinEchoImage } from './anatomy/contrast.ts';
it('look', () => {
  const seed = Number(process.env.SEED ?? 1);
  const a = anatomyOf(new Random(seed));
  const h = 0.2;
  const draw = (
    name: string,
    shape: [number, number, number],
    origin: [number, number, number],
    plane: 'z' | 'y',
    dz: number,
  ) => {
    const geometry = {
      shape,
      affineRas_mm:
        plane === 'z'
          ? [h, 0, 0, origin[0], 0, h, 0, origin[1], 0, 0, 2.2, origin[2]]
          : [h, 0, 0, origin[0], 0, 0, 2.2, origin[1], 0, h, 0, origin[2]],
    };
    const [nx, ny, nz] = shape;
    const all = Array.from({ length: nz }, (_, k) => {
      const g = { shape: [nx, ny, 1] as const, affineRas_mm: geometry.affineRas_mm.slice() };
      if (plane === 'z') {
        g.affineRas_mm[11] = origin[2] + k * dz;
      } else {
        g.affineRas_mm[7] = origin[1] + k * dz;
      }
      const s = sharesOf(a.layers, undefined, g, { spacing_mm: 0.25, scale: 1 });
      return spinEchoImage(s, g, { echoTime_s: 0.04, repetition_s: 2.5 }, 5).data;
    });
    const v = { data: Float64Array.from(all.flatMap((x) => [...x])) };
    const cols = 4,
      rows = Math.ceil(nz / cols);
    const px = new Uint8Array(cols * nx * rows * ny);
    for (let k = 0; k < nz; k++)
      for (let j = 0; j < ny; j++)
        for (let i = 0; i < nx; i++) {
          const X = (k % cols) * nx + (nx - 1 - i),
            Y = Math.floor(k / cols) * ny + (ny - 1 - j);
          px[Y * cols * nx + X] = Math.min(255, (255 * v.data[(k * ny + j) * nx + i]!) / 0.5);
        }
    writeFileSync(`/tmp/mouse/${name}.png`, encodePng(cols * nx, rows * ny, px));
  };
  const t0 = performance.now();
  draw('axial', [140, 115, 12], [-13.9, -11.2, -16.5], 'z', 2.2);
  draw('coronal', [140, 240, 8], [-13.9, -6.6, -31], 'y', 1.8);
  console.log('ms', performance.now() - t0);
  const g = { shape: [56, 48, 112] as const, affineRas_mm: [0.5, 0, 0, -13.75, 0, 0.5, 0, -11.75, 0, 0, 0.5, -40] };
  const s = sharesOf(a.layers, undefined, g, { spacing_mm: 0.5, scale: 1 });
  for (const [t, d] of s) console.log(t, (d.reduce((x, y) => x + y, 0) * 0.125).toFixed(0));
});
