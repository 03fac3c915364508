// Rule: things that are not written in this code, found in the syntax tree, so that comments and strings do not count.
import ts from 'typescript';
import { isCore, isTest, lineOf, problem, unitOf, walk } from './sources.mjs';

const TEST_WORDS = new Set(['it', 'test', 'describe', 'suite', 'bench']);
// Joined, so that this file does not find itself.
const NOTES = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME'].join('|')})\\b|@ts-(${'ignore'}|nocheck)\\b`);

/** Names of the world outside; the compiler refuses most of them, and this stands where it does not. */
const WORLD = new Set([
  ...['console', 'process', 'document', 'window', 'navigator', 'fetch', 'performance', 'crypto', 'Buffer', 'require'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Worker', 'WebSocket', 'localStorage', 'Deno'],
]);

/** Is this identifier a use of a global, and not the name of a property or of something this file declares? */
function isFree(node, declared) {
  const { parent } = node;
  if (parent.name === node || parent.propertyName === node) return false;
  return !declared.has(node.text) && !(ts.isQualifiedName(parent) && parent.right === node);
}

/** Names that the file itself declares or imports, in whatever scope. */
function declaredNames(tree) {
  const names = new Set();
  const isProperty = (node) => ts.isPropertyAccessExpression(node) || ts.isTypeElement(node) || ts.isClassElement(node);
  walk(tree, (node) => {
    const name = node.name;
    if (name?.text === undefined || isProperty(node) || ts.isObjectLiteralElement(node)) return;
    names.add(name.text);
  });
  return names;
}

function testProblem(node) {
  if (!ts.isPropertyAccessExpression(node) || !['only', 'skip', 'todo', 'fails'].includes(node.name.text))
    return undefined;
  let first = node.expression;
  while (!ts.isIdentifier(first) && first.expression) first = first.expression;
  return TEST_WORDS.has(first.text) ? `remove .${node.name.text}: every test runs` : undefined;
}

function coreProblem(node, declared) {
  if (ts.isIdentifier(node) && WORLD.has(node.text) && isFree(node, declared)) {
    return `'${node.text}' is not for the core: it runs alike in Node and in the browser; do this in src/edge`;
  }
  if (ts.isPropertyAccessExpression(node)) {
    const name = node.getText();
    if (name === 'Math.random') return 'Math.random: take a Random as an argument';
    if (name === 'Date.now' || name === 'performance.now') return `${name}: take the time as an argument`;
    if (name === 'globalThis.process' || name === 'globalThis.console') return `${name}: do this in src/edge`;
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) {
    return 'new Date(): take the time as an argument';
  }
  return undefined;
}

function sourceProblem(node) {
  const isDefault = ts.isExportSpecifier(node) && node.name.text === 'default';
  if (isDefault || ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword) {
    return 'no default export: give it a name';
  }
  if (node.kind === ts.SyntaxKind.AnyKeyword) return "no 'any': use 'unknown' and check it, or say the type";
  return undefined;
}

export function wording(files) {
  const problems = [];
  for (const file of files) {
    file.text.split('\n').forEach((line, index) => {
      const found = NOTES.exec(line);
      if (found) problems.push(problem(file.path, index + 1, `${found[0]}: do it now, or take it out`));
    });
    const inCore = isCore(unitOf(file.path)) && !isTest(file.path);
    const inSource = file.path.startsWith('src/') && !isTest(file.path);
    const declared = inCore ? declaredNames(file.tree) : new Set();
    walk(file.tree, (node) => {
      const message =
        testProblem(node) ??
        (inSource ? sourceProblem(node) : undefined) ??
        (inCore ? coreProblem(node, declared) : undefined);
      if (message !== undefined) problems.push(problem(file.path, lineOf(file, node.getStart()), message));
    });
  }
  return problems;
}
