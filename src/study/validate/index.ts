export { judge, KERNELS, type Check, type CheckRow, type CheckStatus, type Kernel, type Verdict } from './check.ts';
export { validateOutput, validateText, type TextStyles, type ValidateOutput } from './output.ts';
export { validateResult, validateResultSchema, type ValidateResult } from './result.ts';
export { CHECKS, validateRoad } from './road.ts';
