// What the figures of a sequence share.
import { PRODUCT_COLOURS, SUBSTRATE_COLOUR } from '../../plot/index.ts';

export interface Figure {
  /** File stem under figures/. */
  readonly name: string;
  readonly svg: string;
  readonly caption: string;
}

export const AXES = ['x', 'y', 'z'] as const;
export const AXIS_COLOURS = [SUBSTRATE_COLOUR, PRODUCT_COLOURS[0], PRODUCT_COLOURS[1]] as const;
