import { describe, expect, it } from 'vitest';
import { messageOf, ScienceError } from './errors.ts';

describe('ScienceError', () => {
  it('says its place in the message and keeps it apart too', () => {
    const error = new ScienceError('format', 'bad magic', { where: 'a.nii, byte 344' });
    expect(error.message).toBe('bad magic (at a.nii, byte 344)');
    expect(error.where).toBe('a.nii, byte 344');
    expect(error.kind).toBe('format');
    expect(error).toBeInstanceOf(Error);
  });
  it('has no place where none is given, and keeps its cause', () => {
    const cause = new Error('inner');
    const error = new ScienceError('argument', 'negative time', { cause });
    expect(error.message).toBe('negative time');
    expect(error.where).toBeUndefined();
    expect(error.cause).toBe(cause);
  });
});

describe('messageOf', () => {
  it.each([
    [new Error('one\n  two'), 'one two'],
    [' text ', 'text'],
    [{ exception: 'from a library' }, 'from a library'],
    [{ message: 'bare object' }, 'bare object'],
    [{ message: 3 }, 'unknown failure'],
    [undefined, 'unknown failure'],
    [null, 'unknown failure'],
    [7, 'unknown failure'],
  ])('puts what %o says on one line', (thrown, text) => expect(messageOf(thrown)).toBe(text));
});
