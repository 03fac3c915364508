// A dose as lines of text for a terminal: the road as a table, what is in the syringe, what it hangs on.
import { statusWord } from '../../../status-word.ts';
import { enhancementWords } from './report.ts';
import type { DoseStudy } from '../road.ts';
import { factorText, inputWords, percent, rangeText, stageWords, timeText } from './words.ts';

/** Inputs that are listed by rank. */
const RANKED = 6;

/** The first line is the title; notes begin with `note: `. */
export function doseSummary(study: DoseStudy): string[] {
  const { settings, stages, dose, solution, uncertainty, limits, notes } = study;
  const rows = [
    ['', 'time', 'volume', 'conc.', 'order', '13C', 'factor', 'amount'],
    ...stages.map((stage) => [
      stageWords(stage.name),
      timeText(stage.time_s),
      stage.volume_m3 === undefined ? '' : stage.volume_m3 === 0 ? 'solid' : `${(stage.volume_m3 * 1e6).toFixed(2)} mL`,
      stage.concentration_mM === undefined ? '' : `${stage.concentration_mM.toFixed(1)} mM`,
      stage.transferred ? '' : percent(stage.polarization),
      stage.transferred ? percent(stage.polarization) : '',
      factorText(stage.polarizationFactor),
      stage.amountFactor === 1 ? '' : factorText(stage.amountFactor),
    ]),
  ];
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  const table = rows.map((row) =>
    row
      .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
      .join('  ')
      .trimEnd(),
  );
  const spread = uncertainty?.spread.polarization;
  const broken = limits.filter(({ held }) => !held).length;
  return [
    settings.title,
    ...table,
    '',
    `in the syringe: ${percent(dose.polarization)} 13C polarization, ${dose.concentration_mM.toFixed(1)} mM, pH ${solution.pH.toFixed(2)}, ${solution.osmolality_mOsmPerKg.toFixed(0)} mOsm/kg; bolus ${(dose.volume_m3 * 1e6).toFixed(2)} mL; ${broken === 0 ? 'all limits held' : `${broken} of ${limits.length} limits NOT held`}`,
    enhancementWords(study),
    ...(spread === undefined
      ? []
      : [
          `with all uncertain inputs: ${percent(spread.mean)} +- ${percent(spread.sd)}, 90% between ${percent(spread.quantiles[0]!)} and ${percent(spread.quantiles.at(-1)!)}`,
        ]),
    ...(uncertainty === undefined
      ? []
      : [
          'it hangs on (total Sobol index):',
          ...uncertainty.ranked.slice(0, RANKED).map(({ place, low, high, polarization, status }) => {
            const { label, unit } = inputWords(place);
            return `  ${polarization.total.toFixed(2)}  ${label}, ${rangeText(low, high, unit)} (${statusWord(status)})`;
          }),
        ]),
    ...notes.map((note) => `note: ${note}`),
  ];
}
