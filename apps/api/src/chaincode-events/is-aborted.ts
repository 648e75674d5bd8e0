/** A call, since the compiler takes a property that it saw false once for false ever after. */
export const isAborted = ({ aborted }: AbortSignal): boolean => aborted;
