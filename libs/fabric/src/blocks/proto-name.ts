/** The name of an enum's number, as protobuf prints it; `UNKNOWN_<number>` for an unknown number. */
export function protoName(names: object, number: number): string {
  return Object.entries(names).find(([, value]) => value === number)?.[0] ?? `UNKNOWN_${String(number)}`;
}
