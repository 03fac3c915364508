/** What went wrong was told already: the command ends with exit code 1 and says no more. */
export class ToldError extends Error {}
