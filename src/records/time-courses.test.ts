import { expect, it } from 'vitest';
import { courseOf, makeTimeCourses } from './time-courses.ts';

const good = {
  metabolites: ['fumarate', 'malate'],
  repetition_s: 2,
  flipAngles_rad: [new Float64Array(3), new Float64Array(3)],
  nVoxels: 2,
  data: Float64Array.from({ length: 12 }, (_, i) => i),
};

it('finds the course of a metabolite in a voxel without copying it', () => {
  const courses = makeTimeCourses(good);
  expect([...courseOf(courses, 1, 0)]).toEqual([6, 7, 8]);
  expect([...courseOf(courses, 0, 1)]).toEqual([3, 4, 5]);
  expect(courseOf(courses, 1, 1).buffer).toBe(good.data.buffer);
});
it.each([
  [{ metabolites: ['fumarate'] }, 'one substrate and one to 4 products, got [fumarate]'],
  [{ metabolites: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'one substrate and one to 4 products'],
  [{ metabolites: ['malate', 'malate'] }, 'each metabolite needs a name of its own'],
  [{ repetition_s: 0 }, 'repetition_s is 0; expected a positive number of seconds'],
  [{ repetition_s: NaN }, 'repetition_s is NaN'],
  [{ repetition_s: Infinity }, 'repetition_s is Infinity'],
  [{ flipAngles_rad: [new Float64Array(3)] }, 'flip angles must be given for each of 2 metabolites and 3 time points'],
  [{ flipAngles_rad: [new Float64Array(3), new Float64Array(4)] }, '2 metabolites and 3 time points'],
  [{ data: new Float64Array(11) }, 'needs 12 numbers, got 11'],
])('refuses %o', (wrong, message) => expect(() => makeTimeCourses({ ...good, ...wrong })).toThrow(message));
