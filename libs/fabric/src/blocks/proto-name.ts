/** The name of an enum's number, as protobuf prints it; `UNKNOWN_<number>` for a number that it does not know. */
export function protoName(names: object, number: number): string {
  return Object.entries(names).find(([, value]) => value === number)?.[0] ?? `UNKNOWN_${String(number)}`;
}
