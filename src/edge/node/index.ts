export { diskFiles, unreadable } from './disk-files.ts';
export { createRasterizer, type Rasterize } from './rasterize.ts';
export { writeFolder } from './write-folder.ts';
