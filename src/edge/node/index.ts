export { diskFiles, unreadable } from './disk-files.ts';
export { createRasterizer, type Rasterize } from './rasterize.ts';
export { checkFolder, writeFolder } from './write-folder.ts';
export { fourierThreads, sharedComplex, type FourierThreads, type NufftThreads } from './threads/fourier-threads.ts';
export { openThreads, type ThreadPool } from './threads/pool.ts';
export type { SweepResult, SweepTask } from './threads/tasks.ts';
