export { cropTo, indexTransform, refineInPlane, resliceMean, resliceNearest } from './reslice.ts';
export { gatherCourses, indexOfVoxel, peakOverTime, scatter, sumOverTime, voxelsAbove } from './voxels.ts';
