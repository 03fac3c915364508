// The one error class of the project. What the numbers could not do is never an error: it is data in the result.

/** `argument`: the caller is wrong; `format`: bytes or text from outside are wrong; `unsupported`: right but beyond us; `aborted`: the user gave up. */
export type ErrorKind = 'argument' | 'format' | 'unsupported' | 'aborted';

export class ScienceError extends Error {
  readonly kind: ErrorKind;
  /** File, byte offset, line or settings path; part of the message too. */
  readonly where: string | undefined;
  constructor(kind: ErrorKind, message: string, options: { readonly where?: string; readonly cause?: unknown } = {}) {
    super(options.where === undefined ? message : `${message} (at ${options.where})`, { cause: options.cause });
    this.name = 'ScienceError';
    this.kind = kind;
    this.where = options.where;
  }
}

/** What a caught value says, on one line; libraries throw strings and bare objects. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : typeof thrown === 'string' ? thrown : exceptionText(thrown);
  return text.replace(/\s+/g, ' ').trim();
}

function exceptionText(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null) {
    const { exception, message } = thrown as { exception?: unknown; message?: unknown };
    if (typeof exception === 'string') return exception;
    if (typeof message === 'string') return message;
  }
  return 'unknown failure';
}
