// What a check finds: one place where a sequence passes a limit of the scanner.

export interface Violation {
  /** Index from 0; undefined where it is the whole sequence. */
  readonly block: number | undefined;
  /** Start of the block since the start of the sequence. */
  readonly start_s: number | undefined;
  readonly limit:
    | 'gradient' | 'slew' | 'join' | 'raster' | 'rf-dead-time' | 'rf-ringdown' | 'adc-dead-time' | 'overlap' | 'b1' | 'rf-duty' | 'nucleus' | 'duration';
  readonly axis: Axis | undefined;
  /** What the sequence asks for and what the scanner allows, in `unit`; undefined where it is not a matter of more or less. */
  readonly value: number | undefined;
  readonly allowed: number | undefined;
  readonly unit: string | undefined;
  /** One line: where, what, how much is allowed. */
  readonly message: string;
  /** What to do. */
  readonly advice: string;
} // prettier-ignore

export const AXES = ['x', 'y', 'z'] as const;
export type Axis = (typeof AXES)[number];

/** What is found in a block; its place is added. */
export interface Found {
  readonly message: string;
  readonly advice: string;
  readonly axis?: Axis;
  readonly value?: number;
  readonly allowed?: number;
  readonly unit?: string;
}
export type Add = (limit: Violation['limit'], found: Found) => void;

/** `block`: index from 0 and start; undefined for the whole sequence. */
export function violation(
  limit: Violation['limit'],
  { message, advice, axis, value, allowed, unit }: Found,
  block?: { readonly index: number; readonly start_s: number },
): Violation {
  const place = block === undefined ? '' : `block ${block.index + 1} at ${text(1e3 * block.start_s, 6)} ms: `;
  return { block: block?.index, start_s: block?.start_s, limit, axis, value, allowed, unit, message: place + message, advice }; // prettier-ignore
}

/** Rasters and waits hold within a nanosecond. */
export const TIME_SLACK_s = 1e-9;

export const text = (value: number, digits = 4): string => String(Number(value.toPrecision(digits)));
export const us = (time_s: number): string => `${text(time_s * 1e6, 6)} us`;
