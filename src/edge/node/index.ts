export { diskFiles, unreadable } from './disk-files.ts';
export { createRasterizer, type Rasterize } from './rasterize.ts';
export { checkFolder, writeFolder } from './write-folder.ts';
