// fumarole levels SYSTEM --out DIR: energy levels of a molecule against field, and its avoided crossings.
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { diskFiles } from '../../../edge/node/index.ts';
import {
  DEFAULT_RANGE,
  levelsOutput,
  levelsRoad,
  percentText,
  projectionText,
  readSystem,
  sideTexts,
  type LevelsRange,
  type LevelsResult,
} from '../../../study/spin/index.ts';
import { checkOutput, deliver, runContext, typed, type OutputOptions } from '../output.ts';

const MOST_LINES = 12;

export function levelsCommand(parent: Command): Command {
  return new Command('levels')
    .copyInheritedSettings(parent)
    .description('energy levels of a spin system against field, and its avoided crossings')
    .argument('<system>', 'system file (YAML or JSON), or a molecule of the library such as fumarate')
    .option('--from_T <tesla>', 'lowest field', number, DEFAULT_RANGE.from_T)
    .option('--to_T <tesla>', 'highest field', number, DEFAULT_RANGE.to_T)
    .option('--points <count>', 'fields in the table', number, DEFAULT_RANGE.points)
    .option('--out <dir>', 'folder for the results')
    .option('--json', 'print result.json')
    .action(async (system: string, options: OutputOptions & LevelsRange, self: Command) => {
      checkOutput(options, self);
      const { from_T, to_T, points, out } = options;
      const files = diskFiles('.');
      const outcome = levelsRoad(readSystem(system, files), { from_T, to_T, points });
      const range = ['--from_T', String(from_T), '--to_T', String(to_T), '--points', String(points)];
      const command = typed(['levels', system, ...range], options);
      await deliver(
        { ...options, png: true },
        (rasterize) => levelsOutput(outcome, runContext(command, files.inputs()), rasterize),
        (result) => summary(result, out!),
      );
    });
}

/** A number on the command line. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('expected a number.');
}

function summary({ system, target, avoidedCrossings, notes }: LevelsResult, out: string): string {
  const lines = [pc.bold(system.name)];
  const nT = (field_T: number): string => `${(field_T * 1e9).toFixed(3)} nT`;
  const ranked = [...avoidedCrossings].sort((a, b) => b.turn * b.gap_Hz - a.turn * a.gap_Hz).slice(0, MOST_LINES);
  for (const { field_T, gap_Hz, parts, m, turn } of ranked.sort((a, b) => a.field_T - b.field_T)) {
    const line = `${nT(field_T)}: gap ${gap_Hz.toFixed(4)} Hz, M = ${projectionText(m)}, ${sideTexts(parts).join(' ↔ ')}, turns over ${percentText(turn, 0)} of ${target}`;
    lines.push(turn >= 0.5 ? line : pc.dim(line));
  }
  if (avoidedCrossings.length > ranked.length)
    lines.push(pc.dim(`and ${avoidedCrossings.length - ranked.length} more approaches of levels: see result.json`));
  if (avoidedCrossings.length === 0) lines.push('no avoided crossing in this range');
  for (const note of notes) lines.push(pc.dim(`note: ${note}`));
  return [...lines, `report: ${join(out, 'report.html')}`, 'Research use only, not for diagnosis.', ''].join('\n');
}
