/** Below this variable a shell finds the folder of the archive. */
const FOLDER = '$PWD';

/** A file of the archive as an absolute path, for a shell that is in the archive's folder. */
export const inArchive = (path: string): string => `${FOLDER}/${path}`;

/** Lines that set variables; values hold no quotes, and `$PWD` in them is what it is for the shell. */
export function exported(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}="${value}"\n`)
    .join('');
}

/** One command on several lines. */
export const command = (...parts: readonly string[]): string => parts.join(' \\\n  ');
