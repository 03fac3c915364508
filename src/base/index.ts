export { messageOf, ScienceError, type ErrorKind } from './errors.ts';
export { Random } from './random.ts';
export { QUIET, type Run } from './run.ts';
export { makeGrid, type Grid } from './grid.ts';
export { editDistance, nearestName } from './suggest.ts';
export { utf8 } from './utf8.ts';
