import { expect, it } from 'vitest';
import { columnOf } from './maps.ts';

const column = { name: 'auc_malate', label: 'malate AUC', unit: '', values: new Float64Array(1) };
it('finds a column by its name', () =>
  expect(columnOf({ columns: [column], ends: ['converged'] }, 'auc_malate')).toBe(column));
it('throws where there is no such column', () =>
  expect(() => columnOf({ columns: [column], ends: [] }, 'auc_lactate')).toThrow('no column auc_lactate'));
