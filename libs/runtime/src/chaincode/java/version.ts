/** The parts of a tool's version that determine what the tool supports. */
export interface Version {
  readonly major: number;
  readonly minor: number;
}

/** The first version in a text, for example 9.1 of `gradle-9.1.0-bin.zip`. */
export function versionIn(text: string): Version | undefined {
  const [, major, minor = '0'] = /(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}

export function newest(versions: readonly Version[]): Version | undefined {
  return versions.toSorted((one, other) => other.major - one.major || other.minor - one.minor)[0];
}

export function versionText({ major, minor }: Version): string {
  return minor === 0 ? String(major) : `${String(major)}.${String(minor)}`;
}
