import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { mapFigure, type MapFigure } from './map-figure.ts';
import { cropToMap, type MapPanel } from './map-panel.ts';
import { scaleBarLength_mm } from './panel-marks.ts';

const panel: MapPanel = {
  label: 'slice 1',
  grid: { width: 4, height: 4, data: new Float64Array(16).fill(NaN) },
  underlay: { width: 8, height: 8, data: Float64Array.from({ length: 64 }, (_, i) => i) },
  fieldOfView_mm: [96, 96],
  orientation: { left: 'R', right: 'L', top: 'A', bottom: 'P' },
};
panel.grid.data.set([0, 0.05, 0.07], 5);
const figure: MapFigure = {
  title: 'Rate <of> lactate',
  panels: [panel],
  colourMap: 'viridis',
  range: [0, 0.05],
  quantity: 'rate pyruvate → lactate',
  unit: 's⁻¹',
};

function images(svg: string): ReturnType<typeof decode>[] {
  return [...svg.matchAll(/base64,([^"]+)"/g)].map(([, text]) =>
    decode(Uint8Array.from(atob(text!), (letter) => letter.codePointAt(0)!)),
  );
}

test('title, labels, quantity with unit, map name, letters and scale bar are written, and escaped', () => {
  const svg = mapFigure(figure);
  for (const words of ['Rate &lt;of&gt; lactate', 'slice 1', 'rate pyruvate → lactate (s⁻¹)', '20 mm']) {
    expect(svg).toContain(`>${words}</text>`);
  }
  for (const letter of 'RLAP') expect(svg).toContain(`>${letter}</text>`);
  expect(svg).toContain('>colour map viridis</text>');
  expect(svg).toContain('>out of range: 1 voxel above</text>');
  expect(svg).not.toContain('below detection limit');
  expect(svg).not.toContain('Rate <of>');
});

test('of panels too narrow for letters only the first one has them', () => {
  const letters = (nPanels: number): number =>
    mapFigure({ ...figure, panels: Array.from({ length: nPanels }, () => panel) }).match(/>[RLAP]<\/text>/g)!.length;
  expect([letters(4), letters(12)]).toEqual([16, 4]);
});

test('voxels at the ends of the range have the end colours, in the place where they belong', () => {
  const svg = mapFigure(figure);
  const [underlay, voxels] = images(svg);
  expect([underlay!.width, underlay!.channels]).toEqual([8, 1]);
  const side = voxels!.width / 3;
  const at = (column: number): number[] => [...voxels!.data.slice(4 * side * column, 4 * side * column + 4)];
  expect([at(0), at(1), at(2)]).toEqual([
    [0x44, 0x01, 0x54, 255],
    [0xfd, 0xe7, 0x25, 255],
    [0xfd, 0xe7, 0x25, 255],
  ]);
  expect(svg).toContain('<image x="1" y="1" width="3" height="1"');
});

test('a voxel without a value is transparent', () => {
  const data = Float64Array.from(panel.grid.data);
  data[6] = NaN;
  const voxels = images(mapFigure({ ...figure, panels: [{ ...panel, grid: { width: 4, height: 4, data } }] }))[1]!;
  expect(voxels.data[4 * (voxels.width / 2) + 3]).toBe(0);
});

test('voxels below the detection limit are hatched, not coloured, and named', () => {
  const belowDetection = new Uint8Array(16);
  belowDetection[6] = 1;
  const svg = mapFigure({ ...figure, panels: [{ ...panel, belowDetection }] });
  const voxels = images(svg)[1]!;
  expect(voxels.data[4 * (voxels.width / 2) + 3]).toBe(0);
  expect(svg).toContain('>below detection limit</text>');
  expect(svg).toContain('d="M2 1h1v1h-1z"');
});

test('regions are outlined and named once', () => {
  const mask = Uint8Array.from({ length: 16 }, (_, i) => (i === 5 ? 1 : 0));
  const regions = [{ name: 'left kidney', mask, colour: '#56b4e9' }];
  const svg = mapFigure({ ...figure, panels: [1, 2].map(() => ({ ...panel, regions })) });
  expect(svg.match(/>left kidney</g)).toHaveLength(1);
  expect(svg.match(/d="M1 1H2M1 2H2M1 1V2M2 1V2" fill="none" stroke="#56b4e9"/g)).toHaveLength(2);
});

test('a crop holds the voxels that have a value, and a margin', () => {
  expect(cropToMap([panel], 0)).toEqual({ left: 1, top: 1, right: 4, bottom: 2 });
  expect(cropToMap([panel], 1)).toEqual({ left: 0, top: 0, right: 4, bottom: 3 });
  expect(mapFigure({ ...figure, crop: cropToMap([panel], 0) })).toContain('viewBox="1 1 3 1"');
  expect(() => mapFigure({ ...figure, crop: { left: 0, top: 0, right: 5, bottom: 1 } })).toThrow('columns 0 to 5');
});

test('scale bars are 1, 2 or 5 times a power of ten and at most a third of the width', () => {
  expect([96, 30, 16, 3, 400].map(scaleBarLength_mm)).toEqual([20, 10, 5, 1, 100]);
});

test('the same figure is the same text, and a figure of no map is still a figure', () => {
  expect(mapFigure(figure)).toBe(mapFigure(figure));
  const empty = { ...panel, grid: { width: 4, height: 4, data: new Float64Array(16).fill(NaN) } };
  expect(mapFigure({ ...figure, panels: [empty] })).toContain('</svg>');
});

test('what cannot be drawn is refused with its place', () => {
  expect(() => mapFigure({ ...figure, range: [1, 1] })).toThrow('colour range 1 to 1');
  const short = { ...panel, grid: { ...panel.grid, data: new Float64Array(3) } };
  expect(() => mapFigure({ ...figure, panels: [short] })).toThrow(
    'the map of panel 1 (slice 1) of 4 x 4 holds 3 numbers',
  );
});

test('the text is the same, letter by letter, in Node and in the browser', () => {
  let hash = 0x811c9dc5; // FNV-1a; pinned from Node, renewed when the drawing is changed on purpose
  for (const letter of mapFigure(figure)) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193) >>> 0;
  expect(hash).toBe(1332167170);
});
