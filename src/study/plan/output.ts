// Everything that `fumarole plan` writes, by path.
import type { RunContext } from '../run-context.ts';
import { planFigures } from './figures.ts';
import { planReport } from './report.ts';
import { planResult, type PlanResult } from './result.ts';
import type { PlanStudy } from './road.ts';

export interface PlanOutput {
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly result: PlanResult;
}

export function planOutput(study: PlanStudy, context: RunContext, rasterize?: (svg: string) => Uint8Array): PlanOutput {
  const files = new Map<string, Uint8Array | string>();
  files.set('schedule.csv', scheduleTable(study));
  const figures = planFigures(study);
  for (const { name, svg } of figures) {
    files.set(`figures/${name}.svg`, svg);
    if (rasterize !== undefined) files.set(`figures/${name}.png`, rasterize(svg));
  }
  const result = planResult(study, context, [...files.keys(), 'report.html', 'result.json'].sort());
  files.set('report.html', planReport(study, result, figures));
  files.set('result.json', `${JSON.stringify(result, null, 2)}\n`);
  return { files, result };
}

function scheduleTable({ settings, ranked, times_s, courses, noise_mM }: PlanStudy): string {
  const names = [settings.dose.substrate, settings.tissue.product];
  const header = ['frame', 'time_s', ...names.map((name) => `flip_${name}_deg`), ...names.map((name) => `snr_${name}`)];
  const rows = Array.from(times_s, (time, n) => [
    n + 1,
    time,
    ...ranked[0].flips_rad.map((flips) => (flips[n]! * 180) / Math.PI),
    ...courses.injured.signal.map((signal) => signal[n]! / noise_mM),
  ]);
  return [header, ...rows].map((row) => row.join(',')).join('\n') + '\n';
}
