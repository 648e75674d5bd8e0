import { RegistryUnreachableError, ToolchainMissingError } from '../../build-errors';
import type { ToolCache, ToolCommand, ToolOutcome } from '../language-builder';
import type { JavaProject, Wrapper } from './java-project';
import { newest, versionText, type Version } from './version';

/** First Java version that the pinned shims support. */
const OLDEST_JDK: Version = { major: 11, minor: 0 };
const TITLE = 'Java';
const TOO_OLD = 3;
const NOT_FOUND = 127;

/** Reads a program's version. Exits with 127 if the program is missing and with 3 if it is older than required. */
const CHECK = `
program=$1 flag=$2 word=$3 major=$4 minor=$5
case $program in javac)
  program="\${JAVA_HOME:+$JAVA_HOME/bin/}javac"
  command -v java > /dev/null || { echo 'java is not on the PATH'; exit ${String(NOT_FOUND)}; }
esac
command -v "$program" > /dev/null || { echo "$program is not there"; exit ${String(NOT_FOUND)}; }
said=$("$program" "$flag" 2>&1) || { echo "$said"; exit ${String(NOT_FOUND)}; }
found=\${said#*$word }
found=\${found%%[!0-9.]*}
echo "$word $found"
rest=\${found#*.}
[ "\${found%%.*}" -gt "$major" ] && exit 0
[ "\${found%%.*}" -eq "$major" ] && { [ "$minor" -eq 0 ] || [ "\${rest%%.*}" -ge "$minor" ]; } && exit 0
exit ${String(TOO_OLD)}`;

interface VersionCheck {
  readonly program: string;
  readonly flag: string;
  /** Text before the version in the program's output. */
  readonly word: string;
  readonly version: Version;
  /** Message for a missing program. */
  readonly missing: string;
  /** Message for a program that is too old. */
  readonly tooOld: (found: string) => ToolchainMissingError;
}

function versionCheck({ program, flag, word, version, missing, tooOld }: VersionCheck): ToolCommand {
  const { major, minor } = version;
  return {
    command: '/bin/sh',
    args: ['-c', CHECK, 'check', program, flag, word, String(major), String(minor)],
    env: {},
    phase: 'check',
    title: `${program} ${flag}`,
    needs: program,
    remedy: missing,
    failure: ({ exitCode, lines }) => (exitCode === TOO_OLD ? tooOld(lines.at(-1) ?? '') : undefined),
  };
}

/** The JDK in `JAVA_HOME` or on the PATH, if it is new enough for the project and the shim. */
export function jdkCheck({ jdk }: Pick<JavaProject, 'jdk'>): ToolCommand {
  const version = newest([OLDEST_JDK, ...(jdk === undefined ? [] : [jdk])]) ?? OLDEST_JDK;
  const wanted = versionText(version);
  const remedy = `Install a JDK (${wanted} or newer) so that JAVA_HOME names it or "javac" and "java" are on the PATH of the worker, then retry.`;
  return versionCheck({
    program: 'javac',
    flag: '-version',
    word: 'javac',
    version,
    missing: remedy,
    tooOld: (found) => new ToolchainMissingError(`a JDK ${wanted} or newer (there is ${found})`, TITLE, remedy),
  });
}

/** An installed Gradle that is new enough for the project's plugins and its wrapper. */
export function gradleCheck({ gradle }: Pick<JavaProject, 'gradle'>): ToolCommand {
  const version = newest(gradle.map((wanted) => wanted.version)) ?? { major: 0, minor: 0 };
  const wanted = `Gradle ${versionText(version)} or newer`;
  const reasons = gradle.map(({ reason }) => reason).join('; ');
  const install = `Install ${version.major === 0 ? 'Gradle' : wanted} so that "gradle" is on the PATH of the worker, then retry.`;
  return versionCheck({
    program: 'gradle',
    flag: '--version',
    word: 'Gradle',
    version,
    missing: reasons === '' ? install : `${install} This version is required because ${reasons}.`,
    tooOld: (found) => new ToolchainMissingError(`${wanted} (there is ${found}; ${reasons})`, TITLE, install),
  });
}

const UNREACHABLE =
  /UnknownHost|ConnectException|SocketTimeout|NoRouteToHost|Connection refused|timed out|SSLHandshake|Failed to fetch|cannot download|Could not resolve host|unable to resolve host/i;

interface WrappedTool {
  readonly name: string;
  readonly jar: string;
  readonly cache: ToolCache;
}

/** Makes a wrapper download its tool, so that a failed download is distinguished from a failed build. */
export function wrapperCheck({ script, url }: Wrapper, tool: WrappedTool): ToolCommand {
  return {
    command: '/bin/sh',
    args: [`./${script}`, '--version'],
    env: {},
    phase: 'dependencies',
    title: `${script} --version`,
    remedy: `Check that the project's ${script} is complete.`,
    cache: tool.cache,
    failure: (outcome) => (isUnreachable(outcome) ? undownloaded(outcome) : undefined),
  };

  function undownloaded({ lines }: ToolOutcome): RegistryUnreachableError {
    const version = /(\d+\.\d+(?:\.\d+)?)/.exec(url)?.[1] ?? 'of the wrapper';
    return new RegistryUnreachableError(
      `The project is built by ${tool.name} ${version}, which its ${script} downloads from ${url}, but that address was not reached.`,
      lines,
      `Allow the worker to reach ${new URL(url).host}, or change distributionUrl to a mirror that it can reach, then retry. Without ${tool.jar} in the archive an installed ${tool.name} builds it.`,
    );
  }
}

const isUnreachable = ({ lines }: ToolOutcome): boolean => lines.some((line) => UNREACHABLE.test(line));
