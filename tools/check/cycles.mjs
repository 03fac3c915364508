// Rule: files do not import each other in a circle; type imports count too.
import { importsOf, problem } from './sources.mjs';

/** One problem for each circle found, at the file of the circle that comes first. */
export function cycles(files) {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const problems = [];
  const state = new Map(); // path -> 'open' while its imports are followed, then 'done'
  const road = [];

  function follow(path) {
    state.set(path, 'open');
    road.push(path);
    for (const { line, target } of importsOf(byPath.get(path))) {
      if (!byPath.has(target)) continue;
      if (state.get(target) === 'open') {
        const circle = [...road.slice(road.indexOf(target)), target];
        problems.push(
          problem(path, line, `import circle: ${circle.join(' -> ')}; move what they share to a third file`),
        );
      } else if (!state.has(target)) follow(target);
    }
    road.pop();
    state.set(path, 'done');
  }

  for (const { path } of files) if (!state.has(path)) follow(path);
  return problems;
}
