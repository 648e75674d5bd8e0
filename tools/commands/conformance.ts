import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { conform } from '../conformance/conform.ts';
import { findChaincodes } from '../conformance/find-chaincodes.ts';
import { onOwnChain } from '../conformance/ground.ts';
import { reportOf, printReport, verdict } from '../conformance/report.ts';
import { openPlace } from '../demo/places/place.ts';
import { ToolError, say } from '../lib/say.mjs';
import { ensureGo } from '../setup/go.ts';
import { launchSettings } from '../start/settings.ts';
import { whenAskedToStop } from '../start/signals.ts';

/**
 * Deploys every chaincode folder below a path unchanged, calls each one according to its metadata, and reports which
 * run.
 *
 * `--only TEXT`, repeatable, selects folders whose path contains the text, `--runtime kubernetes` uses a cluster,
 * `--keep` keeps the chain, `--report FILE` writes the rows as JSON.
 * @returns 1 when a chaincode fails that builds without Heddle
 */
export async function conformance(args: readonly string[]): Promise<number> {
  const options = conformanceOptions(args);
  const chaincodes = chosen(options.samples, options.only);
  const settings = launchSettings(process.env);
  if (chaincodes.some(({ language }) => language === 'go')) await ensureGo('some of the chaincodes are written in Go');
  const asked = whenAskedToStop();
  const place = await openPlace({ ...options.place, release: !options.keep }, settings.data);
  try {
    const ground = { settings, place, keep: options.keep, signal: asked.signal };
    const rows = await onOwnChain(ground, (session, channel) => conform(session, channel, chaincodes));
    printReport(rows);
    if (options.report !== undefined) writeFileSync(options.report, JSON.stringify(reportOf(rows), null, 2));
    return verdict(rows);
  } finally {
    asked.forget();
    await place.close();
  }
}

function conformanceOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      samples: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      runtime: { type: 'string', default: 'local' },
      keep: { type: 'boolean', default: false },
      report: { type: 'string' },
      'nfs-server': { type: 'string' },
      'nfs-path': { type: 'string' },
    },
  });
  const { samples, only, keep, report, ...place } = values;
  if (samples === undefined)
    throw new ToolError('No folder was given.', 'Name it: npm run test:conformance -- --samples PATH');
  return { samples: resolve(samples), only, keep, report, place };
}

/** @param only texts, one of which the path must contain; empty for all folders */
function chosen(root: string, only: readonly string[]) {
  if (!existsSync(root)) throw new ToolError(`The folder ${root} does not exist.`, 'Check the path after --samples.');
  const found = findChaincodes(root);
  const wanted = found.filter(({ path }) => only.length === 0 || only.some((text) => path.includes(text)));
  if (wanted.length === 0)
    throw new ToolError(
      `No chaincode was found below ${root}${only.length === 0 ? '' : ` with "${only.join('" or "')}" in its path`}.`,
      found.length === 0 ? 'Check the path after --samples.' : `Found: ${found.map(({ path }) => path).join(', ')}`,
    );
  say(`${wanted.length} chaincode folders below ${root}`);
  return wanted;
}
