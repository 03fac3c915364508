// Every published or independent number that this program can be held against, with ours beside it.
import { QUIET, type Run } from '../../base/index.ts';
import { judge, type Check, type CheckRow, type Kernel } from './check.ts';
import { exchange } from './checks/exchange.ts';
import { gasAndThermal } from './checks/gas-and-thermal.ts';
import { highField } from './checks/high-field.ts';
import { levelsAndLimits } from './checks/levels-and-limits.ts';
import { published } from './checks/published.ts';
import { redfield } from './checks/redfield.ts';
import { fieldSweeps, largerSystems, relaxingSweeps } from './checks/sweeps.ts';

/** In the order of the road from gas to molecule. */
export const CHECKS: readonly Check[] = [
  ...gasAndThermal,
  ...levelsAndLimits,
  ...fieldSweeps,
  ...relaxingSweeps,
  ...largerSystems,
  ...highField,
  ...redfield,
  ...exchange,
  ...published,
];

export function validateRoad(
  run: Run = QUIET,
  checks: readonly Check[] = CHECKS,
  kernel: Kernel = 'wasm',
): readonly CheckRow[] {
  return checks.map((check, i) => {
    run.step(i, checks.length, 'validate');
    return judge(check, kernel);
  });
}
