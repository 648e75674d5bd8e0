import { ToolchainMissingError, type ToolCommand } from '@heddle/runtime';
import { mkdtemp } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ChaincodeSandbox } from './chaincode-sandbox';
import { findProgram } from './find-program';
import type { Mount } from './mount';
import { sandboxCommand } from './sandbox-command';
import { sandboxPrograms } from './sandbox-program';
import { toolMounts } from './tool-view';
import { cacheMounts, homes } from './user-caches';

/** The folders of one build. */
export interface BuildFolders {
  /** The build's own folder; its scratch folders are created in it. */
  readonly work: string;
  readonly source: string;
  readonly output: string;
}

export interface BuildCommand {
  readonly tool: ToolCommand;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The language that needs the tool. */
  readonly language: string;
}

/** Variables that name files for tools that talk to a registry. */
const CERTIFICATES = ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'] as const;

export interface SandboxedCommand {
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A build's command in its sandbox. The system and the tools are read-only; source and output are writable. The cache
 * of the package manager is writable only if the command is the package manager's. The home is deleted with the build.
 *
 * @throws SandboxMissingError, ToolchainMissingError
 */
export async function sandboxBuild(
  { work, source, output }: BuildFolders,
  { tool, cwd, env: given, language }: BuildCommand,
  sandbox: ChaincodeSandbox,
): Promise<SandboxedCommand> {
  const env: Record<string, string> = { ...withoutRegistries(tool, given), HOME: homedir(), TMPDIR: '/tmp' };
  const path = env['PATH'] ?? '';
  if ((await findProgram(tool.command, { path, cwd })) === undefined) {
    throw new ToolchainMissingError(tool.command, language, tool.remedy);
  }
  const command = await sandboxCommand(await sandboxPrograms(), {
    command: [tool.command, ...tool.args],
    cwd,
    bounds: sandbox.build,
    scratch: await scratchMounts(work),
    shown: [...(await toolMounts(path, [...homes(), ...sandbox.hidden])), ...readable(env, sandbox)],
    hidden: sandbox.hidden,
    own: [...(await cacheMounts(tool.cache, env)), ...[source, output].map(writable)],
  });
  return { command, env };
}

/** npm's settings name paths and proxies, which may contain passwords: scripts of the project run without them. */
function withoutRegistries({ cache }: ToolCommand, env: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(env).filter(([name]) => cache === 'npm' || !/^npm_config_/i.test(name));
  return Object.fromEntries(kept);
}

const writable = (path: string): Mount => ({ type: 'write', path });

function readable(env: Readonly<Record<string, string>>, sandbox: ChaincodeSandbox): Mount[] {
  const named = [...CERTIFICATES, 'JAVA_HOME'].flatMap((name) => env[name] ?? []);
  return [...named, ...sandbox.readable].map((path): Mount => ({ type: 'read', path }));
}

/** On disk instead of in memory, because compilers and package managers write much; new for each command. */
async function scratchMounts(work: string): Promise<Mount[]> {
  const places = ['/tmp', ...homes()];
  return Promise.all(
    places.map(async (path): Promise<Mount> => ({ type: 'write', path, from: await mkdtemp(join(work, 'scratch-')) })),
  );
}
