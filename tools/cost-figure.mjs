// `npm run bench tissue.bench && node tools/cost-figure.mjs`: draws docs/label-cost.svg, what label in voxels costs, from bench-results.json.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run.mjs';

const { lineFigure } = await import('../dist/plot/index.js');
const { rows, machine } = JSON.parse(readFileSync(join(ROOT, 'bench-results.json'), 'utf8'));

/** [voxels, frames, fastest batch] of the rows whose name says both. */
const points = rows
  .map(({ name, min_s }) => [/^label, (\d+) voxels x 60 s, (\d+) frames$/.exec(name), min_s])
  .filter(([match]) => match !== null)
  .map(([[, voxels, frames], min_s]) => ({ voxels: Number(voxels), frames: Number(frames), min_s }));
const whole = points.find(({ voxels, frames }) => voxels === 1e5 && frames === 30);
if (whole === undefined) throw new Error('bench-results.json has no label rows; first: npm run bench tissue.bench');

function panel(quantity, valueOf, chosen) {
  const shown = points.filter(chosen).sort((a, b) => valueOf(a) - valueOf(b));
  const most = valueOf(shown.at(-1));
  const x = [0, ...shown.map(valueOf)];
  return {
    title: `Against ${quantity}`,
    x: { quantity, range: [0, 1.05 * most] },
    y: { quantity: 'time on one core', unit: 's', range: [0, 1.15 * Math.max(...points.map(({ min_s }) => min_s))] },
    lines: [
      { x: shown.map(valueOf), y: shown.map(({ min_s }) => min_s), colour: '#0072b2', width: 2, name: 'measured' },
      {
        x,
        y: x.map((value) => (whole.min_s * value) / valueOf(whole)),
        colour: '#555555',
        width: 1.2,
        dash: '5 4',
        name: 'in proportion to 1e5 voxels, 30 frames',
      },
    ],
  };
}

writeFileSync(
  join(ROOT, 'docs', 'label-cost.svg'),
  lineFigure({
    title: '60 s of label in living and dead liver: what it costs',
    panels: [
      panel(
        'voxels',
        ({ voxels }) => voxels,
        ({ frames }) => frames === 30,
      ),
      panel(
        'frames',
        ({ frames }) => frames,
        ({ voxels }) => voxels === 1e5,
      ),
    ],
    panelHeight: 200,
  }),
);
console.log(`docs/label-cost.svg: ${whole.min_s.toFixed(2)} s for 1e5 voxels x 60 s in 30 frames (${machine.cpu})`);
