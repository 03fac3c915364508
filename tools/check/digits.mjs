// Rule: the same digits in every engine. `**` and Math.pow round differently from one version of the JavaScript engine
// to the next (Node 20 against Node 24, last bit), except for squares and powers of two; all other functions of Math agree.
import ts from 'typescript';
import { isCore, isTest, lineOf, problem, unitOf, walk } from './sources.mjs';

const isNumber = (node, text) => ts.isNumericLiteral(node) && node.text === text;
const isExact = (base, exponent) => isNumber(exponent, '2') || isNumber(exponent, '0.5') || isNumber(base, '2');

export function digits(files) {
  const problems = [];
  for (const file of files) {
    if (!isCore(unitOf(file.path)) || isTest(file.path)) continue;
    walk(file.tree, (node) => {
      const operator = ts.isBinaryExpression(node) ? node.operatorToken.kind : undefined;
      const isPower =
        operator === ts.SyntaxKind.AsteriskAsteriskToken || operator === ts.SyntaxKind.AsteriskAsteriskEqualsToken;
      const isPow = ts.isCallExpression(node) && node.expression.getText() === 'Math.pow';
      const [base, exponent] = isPower ? [node.left, node.right] : isPow ? node.arguments : [];
      if (exponent === undefined || isExact(base, exponent)) return;
      const advice = 'the last digit of this power differs between engines: multiply it out; ten: Number(`1e${n}`)';
      problems.push(problem(file.path, lineOf(file, node.getStart()), advice));
    });
  }
  return problems;
}
