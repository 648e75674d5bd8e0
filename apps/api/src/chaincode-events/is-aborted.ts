/** A function call: the compiler would otherwise assume that the property never changes after it was false. */
export const isAborted = ({ aborted }: AbortSignal): boolean => aborted;
