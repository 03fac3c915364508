// What a pulse makes of hyperpolarized magnetization in a layer of tissue: mean transverse part and what is left along the field, by frequency, distance and B1.
import { afterPulse, pulseRotations, type PulseSteps } from '../../physics/encoding/index.ts';

export interface ResponseSettings {
  readonly steps: PulseSteps;
  /** From the centre of the pulse: lines, or lines at several nodes of the field. */
  readonly frequencies_Hz: readonly number[];
  /** Middles of the layers from the middle of the slice, and their thickness. */
  readonly layers_m: readonly number[];
  readonly layer_m: number;
  /** Range of actual over nominal B1. */
  readonly b1: readonly [number, number];
}

/** Over nodes of B1. */
export interface Response {
  readonly nodes: Float64Array;
  /** [layer, frequency, node, (Re Mxy, Im Mxy, Mz)] for a unit of Mz before. */
  readonly values: Float64Array;
  /** Layers that notice the pulse. */
  readonly reached: readonly number[];
}

/** What a pulse does to a layer is left out below this part of its magnetization. */
const UNNOTICED = 1e-5;

/** Points over a layer: the profile of a pulse changes over the layer's own thickness. */
const POINTS = 10;
const NODES = 9;

/** Relaxation during the pulse is left out. Mxy is turned so that it is real and positive on resonance. */
export function responseOf({ steps, frequencies_Hz, layers_m, layer_m, b1 }: ResponseSettings): Response {
  const [low, high] = b1;
  const n = high > low ? NODES : 1;
  const nodes = Float64Array.from({ length: n }, (_, i) => (n === 1 ? low : low + ((high - low) * i) / (n - 1)));
  const positions = layers_m.flatMap((middle) => Array.from({ length: POINTS }, (_, p) => middle + layer_m * ((p + 0.5) / POINTS - 0.5))); // prettier-ignore
  const nLines = frequencies_Hz.length;
  const values = new Float64Array(layers_m.length * nLines * n * 3);
  nodes.forEach((scale, node) => {
    const m = afterPulse(pulseRotations(steps, positions, frequencies_Hz, scale));
    for (let p = 0; p < positions.length; p++) {
      const layer = Math.floor(p / POINTS);
      for (let line = 0; line < nLines; line++) {
        const from = 3 * (p * nLines + line),
          to = 3 * ((layer * nLines + line) * n + node);
        // a pulse along x brings Mz to y: times -i
        values[to]! += m[from + 1]! / POINTS;
        values[to + 1]! -= m[from]! / POINTS;
        values[to + 2]! += m[from + 2]! / POINTS;
      }
    }
  });
  const perLayer = nLines * n * 3;
  const reached = [...layers_m.keys()].filter((layer) =>
    values
      .subarray(layer * perLayer, (layer + 1) * perLayer)
      .some((value, i) => Math.abs(i % 3 === 2 ? 1 - value : value) > UNNOTICED),
  );
  return { nodes, values, reached };
}

/** out = (Re Mxy, Im Mxy, Mz) of a layer and line at one B1, straight between nodes. `row` = layer * frequencies + frequency. */
export function responseInto(out: Float64Array, { nodes, values }: Response, row: number, b1: number): void {
  const n = nodes.length;
  const place = n === 1 ? 0 : Math.min(n - 1, Math.max(0, ((b1 - nodes[0]!) / (nodes[n - 1]! - nodes[0]!)) * (n - 1)));
  const i = Math.min(n - 2, Math.floor(place));
  for (let part = 0; part < 3; part++) {
    const a = values[3 * (row * n + Math.max(0, i)) + part]!;
    if (n === 1) out[part] = a;
    else {
      const b = values[3 * (row * n + i + 1) + part]!;
      out[part] = a + (place - i) * (b - a);
    }
  }
}
