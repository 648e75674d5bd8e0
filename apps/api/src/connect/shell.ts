/** The variable that holds the archive's folder in a shell. */
const FOLDER = '$PWD';

/** A file of the archive as an absolute path, for a shell in the archive's folder. */
export const inArchive = (path: string): string => `${FOLDER}/${path}`;

/** Lines that set variables. Values contain no quotes; `$PWD` in them is expanded by the shell. */
export function exported(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}="${value}"\n`)
    .join('');
}

/** One command on several lines. */
export const command = (...parts: readonly string[]): string => parts.join(' \\\n  ');
