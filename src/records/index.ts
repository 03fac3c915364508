export {
  checkGeometry,
  geometryGap_mm,
  positionRas_mm,
  voxelSize_mm,
  voxelVolume_mm3,
  type Geometry,
} from './geometry.ts';
export { makeImageSeries, type AcquisitionClaims, type ImageSeries, type Volume } from './images.ts';
